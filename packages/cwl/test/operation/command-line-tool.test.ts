import { pathToFileURL } from "node:url";
import type { Json, JsonObject } from "@sluice/contracts";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { unsupportedRequirement } from "../../src/command/unsupported-requirement.ts";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlOperations } from "../../src/operation/index.ts";
import { asJob, freshFolder, jobInput, operationInput, runTool } from "./run-tool.ts";
import { javascript, shellCommand, toolParams } from "./tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operation = asJob(createCwlOperations({ evaluator })["cwl.command-line-tool"]);

const folder = freshFolder();
function file(name: string, text: string): JsonObject {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return { class: "File", location: pathToFileURL(join(folder, name)).href };
}

describe("a job from prepare to collect", () => {
  it("captures standard output with checksum and size", async () => {
    const params = toolParams({
      baseCommand: ["echo"],
      arguments: ["hello"],
      stdout: "out.txt",
      outputs: [{ id: "out", type: "File", outputBinding: { glob: "out.txt" } }],
    });
    const { outputs, input } = await runTool(operation, params);
    expect(outputs).toEqual({
      out: {
        class: "File",
        location: pathToFileURL(join(input.directories.output, "out.txt")).href,
        basename: "out.txt",
        nameroot: "out",
        nameext: ".txt",
        size: 6,
        checksum: "sha1$f572d396fae9206628714fb2ce00f72e94f2258f",
      },
    });
  });

  it("stages inputs with their secondary files side by side", async () => {
    file("a.bam.bai", "index");
    const params = toolParams({
      inputs: [{ id: "bam", type: "File", secondaryFiles: [{ pattern: ".bai" }] }],
      baseCommand: ["cat"],
      arguments: ["$(inputs.bam.path).bai"],
      stdout: "o",
      outputs: [
        {
          id: "o",
          type: "string",
          outputBinding: { glob: "o", loadContents: true, outputEval: "$(self[0].contents)" },
        },
      ],
    });
    const { outputs } = await runTool(operation, params, { bam: file("a.bam", "bam") });
    expect(outputs).toEqual({ o: "index" });
  });

  it("finds records, their secondary files and formats", async () => {
    const params = toolParams({
      baseCommand: ["touch", "A", "A.s2", "B", "B.s3", "C", "C.s3"],
      outputs: [
        {
          id: "r",
          type: {
            type: "record",
            fields: [
              {
                name: "f1",
                type: "File",
                secondaryFiles: [{ pattern: ".s2" }],
                outputBinding: { glob: "A" },
                format: "http://f/1",
              },
              {
                name: "f2",
                type: { type: "array", items: "File" },
                secondaryFiles: [{ pattern: ".s3" }],
                outputBinding: { glob: ["B", "C"] },
              },
            ],
          },
        },
      ],
    });
    const { outputs } = await runTool(operation, params);
    expect(outputs).toMatchObject({
      r: {
        f1: { basename: "A", format: "http://f/1", secondaryFiles: [{ basename: "A.s2", size: 0 }] },
        f2: [
          { basename: "B", secondaryFiles: [{ basename: "B.s3" }] },
          { basename: "C", secondaryFiles: [{ basename: "C.s3" }] },
        ],
      },
    });
  });

  it("takes cwl.output.json, with relative paths and paths of staged inputs", async () => {
    const given = file("given.txt", "x");
    const params = toolParams(
      {
        inputs: [{ id: "f", type: "File" }],
        baseCommand: ["sh", "-c"],
        arguments: [
          'echo foo > foo; echo \'{"a": {"class": "File", "path": "foo"}, "b": $(inputs.f), "c": {"class": "File", "location": "foo"}}\'',
        ],
        stdout: "cwl.output.json",
        outputs: ["a", "b", "c"].map((id) => ({ id, type: "File" })),
      },
      [],
    );
    const { outputs, input } = await runTool(operation, params, { f: given });
    expect(outputs["a"]).toMatchObject({
      location: pathToFileURL(join(input.directories.output, "foo")).href,
      size: 4,
    });
    expect(outputs["b"]).toMatchObject({ location: given["location"] as string });
    expect(outputs["c"]).toEqual(outputs["a"]);
  });

  it("puts things into the output directory as InitialWorkDirRequirement lists them", async () => {
    const original = file("original.txt", "abc");
    file("dir/sub/in.txt", "in");
    const params = toolParams(
      {
        inputs: [
          { id: "f", type: "File" },
          { id: "d", type: "Directory" },
        ],
        baseCommand: ["sh", "-c"],
        arguments: [
          "echo more >> w.txt; cat w.txt c/n.json line d/sub/in.txt d/sub/new.txt; echo $(inputs.f.path) $(inputs.f.basename) $(inputs.f.nameext)",
        ],
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
        {
          class: "InitialWorkDirRequirement",
          listing: [
            { entry: "$(inputs.f)", entryname: "w.txt", writable: true },
            { entry: "$([1, {b: 2, a: 'x'}])", entryname: "c/n.json" },
            { entry: "$('line')\n", entryname: "line" },
            "$(inputs.d)",
            { entry: "new", entryname: "d/sub/new.txt" },
            "$(null)",
            null,
          ],
        },
      ],
    );
    const d = { class: "Directory", location: pathToFileURL(join(folder, "dir")).href, basename: "d" };
    const { outputs, input } = await runTool(operation, params, { f: original, d });
    expect(outputs["o"]).toBe(
      `abcmore\n[1, {"a": "x", "b": 2}]line\ninnew${input.directories.output}/w.txt w.txt .txt\n`,
    );
    expect((await import("node:fs")).existsSync(join(folder, "dir/sub/new.txt"))).toBe(false);
  });

  it.each([
    ["/etc/x", "absolute"],
    ["../x", "inside"],
    ["a/../../x", "inside"],
  ])("refuses the entryname %s", async (entryname, word) => {
    const params = toolParams({ baseCommand: ["true"] }, [
      { class: "InitialWorkDirRequirement", listing: [{ entry: "x", entryname }] },
    ]);
    await expect(operation.prepare(jobInput(params, {}))).rejects.toMatchObject({
      code: "CWL_INVALID",
      message: expect.stringContaining(word) as string,
    });
  });

  it("sets the environment to what CWL says and no more", async () => {
    const params = toolParams({ baseCommand: ["true"] }, [
      { class: "EnvVarRequirement", envDef: [{ envName: "A", envValue: "$(runtime.cores)" }] },
    ]);
    const input = jobInput(params, {});
    const { environment } = await operation.prepare(input);
    expect(environment).toEqual({
      HOME: input.directories.output,
      TMPDIR: input.directories.temporary,
      PATH: process.env["PATH"],
      A: "1",
    });
  });

  it("resolves links inside the output directory and refuses those that leave it", async () => {
    const outputs = [{ id: "o", type: "File" as const, outputBinding: { glob: "link.txt" } }];
    const legal = toolParams(
      { arguments: [{ valueFrom: "mkdir d; echo x > d/a.txt; ln -s d/a.txt link.txt", shellQuote: false }], outputs },
      [shellCommand],
    );
    const run = await runTool(operation, legal);
    expect(run.outputs["o"]).toMatchObject({
      basename: "link.txt",
      location: pathToFileURL(join(run.input.directories.output, "d/a.txt")).href,
    });
    const illegal = toolParams({ baseCommand: ["ln", "-s", "/etc/passwd", "link.txt"], outputs });
    await expect(runTool(operation, illegal)).rejects.toMatchObject({
      code: "CWL_OUTPUT_INVALID",
      message: expect.stringContaining("/etc/passwd") as string,
    });
  });

  it("lets inputs that are linked into the output directory be outputs", async () => {
    const f = file("in.txt", "x");
    const params = toolParams(
      {
        inputs: [{ id: "f", type: "File" }],
        baseCommand: ["true"],
        outputs: [{ id: "o", type: "File", outputBinding: { glob: "*.txt" } }],
      },
      [{ class: "InitialWorkDirRequirement", listing: "$([inputs.f])" }, javascript],
    );
    const { outputs } = await runTool(operation, params, { f });
    expect(outputs["o"]).toMatchObject({ location: f["location"] as string, size: 1 });
  });

  it("says what a failed job said", async () => {
    const params = toolParams({ baseCommand: ["sh", "-c", "echo oh no >&2; exit 3"], temporaryFailCodes: [3] });
    await expect(runTool(operation, params)).rejects.toMatchObject({
      code: "JOB_FAILED",
      retryable: true,
      message: "the job ended with exit code 3; it said:\n  oh no",
    });
  });

  it("knows success codes and exitCode", async () => {
    const params = toolParams({
      baseCommand: ["sh", "-c", "exit 7"],
      successCodes: [7],
      outputs: [{ id: "code", type: "int", outputBinding: { outputEval: "$(runtime.exitCode)" } }],
    });
    expect((await runTool(operation, params)).outputs).toEqual({ code: 7 });
  });

  it.each<[string, Json, string]>([
    ["File", "nothing*", "nothing matches"],
    ["File", "*", '2 files match its glob "*": a, b'],
  ])("checks an output of type %s against glob %s", async (type, glob, message) => {
    const params = toolParams({
      baseCommand: ["touch", "a", "b"],
      outputs: [{ id: "o", type: type as "File", outputBinding: { glob: glob as string } }],
    });
    await expect(runTool(operation, params)).rejects.toMatchObject({
      code: "CWL_OUTPUT_INVALID",
      message: expect.stringContaining(message) as string,
    });
  });

  it("collects without what prepare knew", async () => {
    const params = toolParams({
      inputs: [{ id: "name", type: "string" }],
      baseCommand: ["touch"],
      arguments: ["$(inputs.name)"],
      outputs: [{ id: "o", type: "File", outputBinding: { glob: "$(inputs.name)" } }],
    });
    const { request, input } = await runTool(operation, params, { name: "a[1].txt" });
    const restarted = asJob(createCwlOperations({ evaluator })["cwl.command-line-tool"]);
    const outputs = await restarted.collect({ ...input, request, exit: { code: 0, usage: {} } });
    expect(outputs["o"]).toMatchObject({ basename: "a[1].txt" });
  });
});

describe("requirements", () => {
  const resources = async (fields: JsonObject, inputs: JsonObject = {}): Promise<unknown> =>
    operation.requirements?.(
      operationInput(
        toolParams({ inputs: [{ id: "n", type: ["null", "int"], default: 3 }] }, [
          javascript,
          { class: "ResourceRequirement", ...fields },
        ]),
        inputs,
      ),
    );

  it("have defaults, evaluate expressions, and round up what must be whole", async () => {
    expect(await resources({})).toEqual({ cores: 1, memory: 256, tmpdirSize: 1024, outdirSize: 1024 });
    expect(await resources({ coresMin: "$(inputs.n / 2)", ramMax: 10.5 })).toEqual({
      cores: 1.5,
      memory: 11,
      tmpdirSize: 1024,
      outdirSize: 1024,
    });
  });

  it("must make sense", async () => {
    await expect(resources({ coresMin: 2, coresMax: 1 })).rejects.toMatchObject({ code: "CWL_INVALID" });
    await expect(resources({ ramMin: -1 })).rejects.toMatchObject({ code: "CWL_EXPRESSION" });
  });

  it("name what is not supported", async () => {
    expect(unsupportedRequirement([shellCommand])).toBeUndefined();
    const params = toolParams({ baseCommand: ["true"] }, [{ class: "DockerRequirement", dockerPull: "x" }]);
    await expect(operation.prepare(jobInput(params, {}))).rejects.toMatchObject({
      code: "CWL_UNSUPPORTED",
      message: expect.stringContaining("DockerRequirement") as string,
    });
  });
});
