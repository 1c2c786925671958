import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import type { Json, JsonObject } from "@sluice/contracts";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import type { InitialWorkDirEntry, InputParameter, Requirement } from "../../src/model/index.ts";
import { createCwlOperations } from "../../src/operation/index.ts";
import { asJob, asValueOperation, freshFolder, jobInput, operationInput, runTool } from "./run-tool.ts";
import { javascript, toolParams } from "./tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operations = createCwlOperations({ evaluator });
const operation = asJob(operations["cwl.command-line-tool"]);

const folder = freshFolder();
function file(name: string, text = ""): JsonObject {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return { class: "File", location: pathToFileURL(join(folder, name)).href };
}

/** What a tool with one File input prints. */
async function print(
  parameter: Omit<InputParameter, "id">,
  value: Json,
  argument: string,
  requirements: readonly Requirement[] = [],
): Promise<Json> {
  const params = toolParams(
    {
      inputs: [{ id: "x", ...parameter }],
      baseCommand: ["printf", "%s"],
      arguments: [argument],
      stdout: "o",
      outputs: [
        {
          id: "o",
          type: "string",
          outputBinding: { glob: "o", loadContents: true, outputEval: "$(self[0].contents)" },
        },
      ],
    },
    requirements,
  );
  return (await runTool(operation, params, { x: value })).outputs["o"] ?? null;
}

describe("inputs", () => {
  it("have decoded names, sizes and paths", async () => {
    const value = file("a #1 é.tar.gz", "12345");
    const shown = await print(
      { type: "File" },
      value,
      "$(inputs.x.basename)|$(inputs.x.nameroot)|$(inputs.x.nameext)|$(inputs.x.size)",
    );
    expect(shown).toBe("a #1 é.tar.gz|a #1 é.tar|.gz|5");
  });

  it("may be literals, in directories too", async () => {
    const literal = {
      class: "Directory",
      basename: "d",
      listing: [{ class: "File", basename: "f.txt", contents: "hi" }],
    };
    const params = toolParams({
      inputs: [{ id: "d", type: "Directory" }],
      baseCommand: ["cat"],
      stdin: "$(inputs.d.listing[0].path)",
      arguments: ["-", "$(inputs.d.path)/f.txt"],
      stdout: "sub/o",
      outputs: [
        { id: "o", type: "File", outputBinding: { glob: "sub/o" } },
        { id: "d", type: "Directory", outputBinding: { outputEval: "$(inputs.d)" } },
      ],
    });
    const { outputs } = await runTool(operation, params, { d: literal });
    expect(outputs["o"]).toMatchObject({ size: 4 });
    expect(outputs["d"]).toMatchObject({ basename: "d", listing: [{ contents: "hi", size: 2 }] });
    expect(outputs["d"]).not.toHaveProperty("location");
  });

  it("that are the same file twice are staged twice", async () => {
    const same = file("same.txt");
    expect(
      await print(
        { type: { type: "array", items: "File" } },
        [same, same],
        "$(inputs.x[0].path == inputs.x[1].path ? 1 : 2)",
        [javascript],
      ),
    ).toBe("2");
  });

  it("of which two would be one file are refused", async () => {
    const value = { ...file("p.txt"), secondaryFiles: [file("q/p.txt", "other")] };
    await expect(print({ type: "File" }, value, "")).rejects.toMatchObject({ code: "CWL_INPUT_INVALID" });
  });

  it("need their required secondary files, by patterns, expressions and conditions", async () => {
    const value = file("s.x.bam");
    file("s.x.bai");
    file("s.idx");
    const parameter = (
      ...secondaryFiles: NonNullable<InputParameter["secondaryFiles"]>
    ): Omit<InputParameter, "id"> => ({ type: "File", secondaryFiles });
    const names = "$(inputs.x.secondaryFiles.map(function(f) { return f.basename; }).join())";
    expect(
      await print(
        parameter(
          { pattern: "^.bai" },
          { pattern: "^^.idx" },
          { pattern: ".no", required: false },
          { pattern: "$(null)" },
          { pattern: ".na", required: "$(1 > 2)" },
          { pattern: ".nb", required: "$(null)" },
        ),
        value,
        names,
        [javascript],
      ),
    ).toBe("s.x.bai,s.idx");
    expect(
      await print(
        parameter({ pattern: "$(self.nameroot + '.bai')" }),
        { ...value, basename: "renamed.bam", secondaryFiles: [{ ...file("s.x.bai"), basename: "renamed.bai" }] },
        names,
        [javascript],
      ),
    ).toBe("renamed.bai");
    await expect(print(parameter({ pattern: ".missing" }), value, "")).rejects.toMatchObject({
      code: "CWL_INPUT_INVALID",
      message: 'the input "x" lacks the required secondary file s.x.bam.missing beside s.x.bam',
    });
  });

  it.each([["$(5)"], ["$('false')"], ["$([true])"], ["$(self.size)"]])(
    "refuse a condition of secondary files that yields neither a boolean nor null: %s",
    async (required) => {
      const value = file("r.bam");
      file("r.bai");
      for (const pattern of ["^.bai", ".none"]) {
        await expect(
          print({ type: "File", secondaryFiles: [{ pattern, required }] }, value, "", [javascript]),
        ).rejects.toMatchObject({
          code: "CWL_INPUT_INVALID",
          message: expect.stringMatching(
            /^'required' of secondaryFiles of input "x" must be true, false or null, not /,
          ) as string,
        });
      }
    },
  );

  it("of outputs are not required where the condition yields null", async () => {
    const secondaryFiles = [{ pattern: ".none", required: "$(null)" }];
    const params = toolParams(
      {
        inputs: [],
        baseCommand: ["touch", "c.txt"],
        outputs: [{ id: "o", type: "File", outputBinding: { glob: "c.txt" }, secondaryFiles }],
      },
      [javascript],
    );
    const { outputs } = await runTool(operation, params, {});
    expect(outputs["o"]).toMatchObject({ basename: "c.txt" });
  });

  it("load at most 64 KiB of contents", async () => {
    const parameter: Omit<InputParameter, "id"> = { type: "File", loadContents: true };
    expect(await print(parameter, file("64k", "x".repeat(65_536)), "$(inputs.x.contents.length)", [javascript])).toBe(
      "65536",
    );
    await expect(print(parameter, file("65k", "x".repeat(65_537)), "")).rejects.toMatchObject({
      code: "CWL_INPUT_INVALID",
    });
  });

  it("load contents of text alone, and say where it is none", async () => {
    const parameter: Omit<InputParameter, "id"> = { type: "File", loadContents: true };
    const data = file("data");
    writeFileSync(join(folder, "data"), Buffer.from([0x61, 0x62, 0xff, 0x63]));
    await expect(print(parameter, data, "")).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: `${join(folder, "data")} is not UTF-8 text: the byte at offset 2 begins no character`,
    });
  });

  it("load contents of files alone, without waiting for the writer of a pipe", async () => {
    const parameter: Omit<InputParameter, "id"> = { type: "File", loadContents: true };
    execFileSync("sh", ["-c", 'mkfifo "$0"', join(folder, "pipe")]);
    for (const path of [join(folder, "pipe"), "/dev/zero"]) {
      const value = { class: "File", location: pathToFileURL(path).href };
      await expect(print(parameter, value, "")).rejects.toMatchObject({
        code: "FILE_UNREADABLE",
        message: `${path} is no file but a device or a pipe`,
      });
    }
  });

  it("list directories as deep as is asked", async () => {
    file("tree/a/b.txt");
    const tree = { class: "Directory", location: pathToFileURL(join(folder, "tree")).href };
    const shape =
      "$([inputs.x.listing === undefined ? 0 : 1, inputs.x.listing && inputs.x.listing[0].listing ? 1 : 0].join(''))";
    expect(await print({ type: "Directory" }, tree, shape, [javascript])).toBe("00");
    expect(await print({ type: "Directory", loadListing: "shallow_listing" }, tree, shape, [javascript])).toBe("10");
    expect(
      await print({ type: "Directory" }, tree, shape, [
        javascript,
        { class: "LoadListingRequirement", loadListing: "deep_listing" },
      ]),
    ).toBe("11");
  });

  it("must have a format that is allowed", async () => {
    const parameter = { type: "File" as const, format: ["http://f/1", "http://f/2"] };
    expect(await print(parameter, { ...file("f"), format: "http://f/2" }, "ok")).toBe("ok");
    await expect(print(parameter, { ...file("f"), format: "http://f/3" }, "")).rejects.toMatchObject({
      code: "CWL_INPUT_INVALID",
    });
    await expect(print(parameter, file("f"), "")).rejects.toMatchObject({ code: "CWL_INPUT_INVALID" });
  });
});

describe("the output directory", () => {
  const workDir = (
    ...listing: Extract<Requirement, { class: "InitialWorkDirRequirement" }>["listing"] & unknown[]
  ): Requirement => ({
    class: "InitialWorkDirRequirement",
    listing,
  });

  it("is where Files in it have their path, and where they are changed in place if that is asked", async () => {
    const value = file("counter", "1");
    const params = (inplaceUpdate: boolean): unknown =>
      toolParams(
        {
          inputs: [{ id: "x", type: "File" }],
          baseCommand: ["sh", "-c"],
          arguments: ['printf 2 > "$0"', "$(inputs.x.path)"],
          outputs: [{ id: "o", type: "File", outputBinding: { glob: "counter" } }],
        },
        [workDir({ entry: "$(inputs.x)", writable: true }), { class: "InplaceUpdateRequirement", inplaceUpdate }],
      );
    await runTool(operation, params(false), { x: value });
    expect(readFileSync(join(folder, "counter"), "utf8")).toBe("1");
    const { outputs } = await runTool(operation, params(true), { x: value });
    expect(readFileSync(join(folder, "counter"), "utf8")).toBe("2");
    expect(outputs["o"]).toMatchObject({
      location: value["location"] as string,
      checksum: "sha1$da4b9237bacccdf19c0760cab7aec4a8359010b0",
    });
  });

  it("takes literals, lists and Dirents that expressions make, and Files made of paths", async () => {
    const params = toolParams(
      {
        inputs: [{ id: "x", type: { type: "array", items: "File" } }],
        baseCommand: ["sh", "-c", "find . -name '*.*' | sort | tail -n +2"],
        stdout: "o",
        outputs: [
          {
            id: "o",
            type: "string",
            outputBinding: { glob: "o", loadContents: true, outputEval: "$(self[0].contents)" },
          },
        ],
      },
      [
        javascript,
        workDir(
          "$(inputs.x)",
          { entry: "$({class: 'Directory', listing: inputs.x})", entryname: "dir" },
          "${ return {entry: '$(not evaluated)', entryname: 'dirent.txt'}; }",
          { entry: "$({class: 'File', path: inputs.x[0].path, basename: 'copy.txt'})", writable: true },
          "$([{class: 'File', basename: 'literal.txt', contents: 'x'}])",
          { entry: "$([])", entryname: "empty.json" },
        ),
      ],
    );
    const { outputs } = await runTool(operation, params, { x: [file("one.a"), file("two.b")] });
    expect(outputs["o"]).toBe(
      ["copy.txt", "dir/one.a", "dir/two.b", "dirent.txt", "empty.json", "literal.txt", "one.a", "two.b"]
        .map((name) => `./${name}\n`)
        .join(""),
    );
  });

  it("refuses what it cannot place", async () => {
    const refused = async (entry: InitialWorkDirEntry): Promise<unknown> =>
      operation.prepare(jobInput(toolParams({ baseCommand: ["true"] }, [javascript, workDir(entry)]), {}));
    await expect(refused({ entry: "text" })).rejects.toMatchObject({ code: "CWL_EXPRESSION" });
    await expect(refused("$('text')")).rejects.toMatchObject({ code: "CWL_EXPRESSION" });
    await expect(refused({ entry: "x", entryname: "$(1)" })).rejects.toMatchObject({ code: "CWL_EXPRESSION" });
  });
});

describe("outputs", () => {
  it("may be absent, empty, or the wrong thing", async () => {
    const params = (type: InputParameter["type"], glob: string): unknown =>
      toolParams({ baseCommand: ["mkdir", "d"], outputs: [{ id: "o", type, outputBinding: { glob } }] });
    const collected = async (type: InputParameter["type"], glob: string): Promise<Json> =>
      (await runTool(operation, params(type, glob))).outputs["o"] ?? null;
    expect(await collected(["null", "File"], "x")).toBeNull();
    expect(await collected({ type: "array", items: "File" }, "x")).toEqual([]);
    expect(await collected(["File", "Directory"], "d")).toMatchObject({ class: "Directory" });
    expect(await collected("Any", "*")).toHaveLength(1);
    await expect(collected("File", "d")).rejects.toMatchObject({
      code: "CWL_OUTPUT_INVALID",
      message: 'output "o" must be File, but it is the Directory "d"',
    });
    await expect(collected("File", "../../*")).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
  });

  it("may not hold links to what is not theirs, deep in directories", async () => {
    const params = toolParams({
      baseCommand: ["sh", "-c", "mkdir -p d/e; ln -s /etc/passwd d/e/x"],
      outputs: [{ id: "o", type: "Directory", outputBinding: { glob: "d" } }],
    });
    await expect(runTool(operation, params)).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
  });

  it("may not hold links that lead nowhere: what they stand for would be missing", async () => {
    const params = toolParams({
      baseCommand: ["sh", "-c", "mkdir d; ln -s absent d/x"],
      outputs: [{ id: "o", type: "Directory", outputBinding: { glob: "d" } }],
    });
    await expect(runTool(operation, params)).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
  });

  it("may not have names that lead elsewhere", async () => {
    const outputEval = "${ self[0].basename = '../x'; return self; }";
    const params = toolParams(
      { baseCommand: ["touch", "a"], outputs: [{ id: "o", type: "Any", outputBinding: { glob: "a", outputEval } }] },
      [javascript],
    );
    await expect(runTool(operation, params)).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
  });

  it("of cwl.output.json may not lie outside, and its JSON must be right", async () => {
    const params = (text: string): unknown =>
      toolParams({
        baseCommand: ["printf", "%s", text],
        stdout: "cwl.output.json",
        outputs: [{ id: "o", type: "File" }],
      });
    for (const text of [
      '{"o": {"class": "File", "path": "/etc/passwd"}}',
      "{",
      "[]",
      '{"o": {"class": "File", "path": "absent"}}',
      "{}",
    ]) {
      await expect(runTool(operation, params(text))).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
    }
  });

  it("of cwl.output.json are not read where it is no UTF-8", async () => {
    const params = toolParams({
      baseCommand: ["printf", '{"o": "\\303"}'],
      stdout: "cwl.output.json",
      outputs: [{ id: "o", type: "string" }],
    });
    await expect(runTool(operation, params)).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringMatching(
        /cwl\.output\.json is not UTF-8 text: the byte at offset 7 begins no character$/u,
      ) as string,
    });
  });

  it("find secondary files that expressions name, and inputs among them", async () => {
    const params = toolParams(
      {
        inputs: [{ id: "x", type: "File" }],
        baseCommand: ["touch", "a.txt", "a.txt.i", "a.j"],
        outputs: [
          {
            id: "o",
            type: "File",
            outputBinding: { glob: "a.txt" },
            secondaryFiles: [
              { pattern: ".i", required: true },
              { pattern: "^.j" },
              { pattern: "$([inputs.x, self.basename + '.none'])" },
            ],
          },
        ],
      },
      [javascript],
    );
    const x = file("second.txt");
    const { outputs } = await runTool(operation, params, { x });
    expect(outputs["o"]).toMatchObject({
      secondaryFiles: [
        { basename: "a.txt.i" },
        { basename: "a.j" },
        { basename: "second.txt", location: x["location"] as string },
      ],
    });
    const output = (outputs["o"] as { secondaryFiles: JsonObject[] }).secondaryFiles;
    expect(output.every((one) => one["path"] === undefined && one["checksum"] !== undefined)).toBe(true);
  });
});

it("in a workflow a tool looks for secondary files of its own default only", async () => {
  file("own.txt.i");
  const fallback = file("own.txt");
  const params = {
    ...toolParams({
      inputs: [{ id: "x", type: "File", secondaryFiles: [{ pattern: ".i" }], default: fallback }],
      baseCommand: ["true"],
    }),
    nested: true,
  };
  await expect(operation.prepare(jobInput(params, {}))).resolves.toBeDefined();
  await expect(operation.prepare(jobInput(params, { x: fallback }))).rejects.toMatchObject({
    code: "CWL_INPUT_INVALID",
    side: "input",
    parameter: "x",
  });
});

it("the inputs of a workflow within another must bring their secondary files along", async () => {
  file("w.txt.i");
  const params = {
    scope: { javascript: false, expressionLib: [], cwlVersion: "v1.2" },
    inputs: [{ id: "w", source: [], sourceIsList: false, secondaryFiles: [{ pattern: ".i" }] }],
  };
  const evaluate = (w: JsonObject): Promise<JsonObject> =>
    asValueOperation(operations["cwl.step-inputs"]).evaluate(operationInput(params, { w }));
  const outputs = await evaluate({ ...file("w.txt"), secondaryFiles: [file("w.txt.i")] });
  expect(outputs["w"]).toMatchObject({ secondaryFiles: [{ basename: "w.txt.i" }] });
  await expect(evaluate(file("w.txt"))).rejects.toThrow("needs the secondary file w.txt.i, which w.txt does not bring");
});

it("a link that leads in a circle ends a deep listing", async () => {
  mkdirSync(join(folder, "circle"));
  if (!existsSync(join(folder, "circle/up"))) symlinkSync("..", join(folder, "circle/up"));
  const circle = { class: "Directory", location: pathToFileURL(join(folder, "circle")).href };
  expect(await print({ type: "Directory", loadListing: "deep_listing" }, circle, "$(inputs.x.listing.length)")).toBe(
    "1",
  );
});

it("links to directories are followed by a deep listing, but not in circles", async () => {
  for (const name of ["crossed/a/plain", "crossed/b"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "crossed/b/f.txt"), "");
  symlinkSync("../../b", join(folder, "crossed/a/plain/b"));
  symlinkSync("../a", join(folder, "crossed/b/a"));
  const crossed = { class: "Directory", location: pathToFileURL(join(folder, "crossed/a")).href };
  const shown =
    "$(inputs.x.listing[0].listing[0].listing.map(function (each) { return each.basename + !each.listing; }))";
  const listing = await print({ type: "Directory", loadListing: "deep_listing" }, crossed, shown, [javascript]);
  // `a` leads back up to where the listing began.
  expect(listing).toBe("atruef.txttrue");
});
