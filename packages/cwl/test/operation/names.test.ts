import type { JsonObject } from "@sluice/contracts";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import type { InitialWorkDirEntry } from "../../src/model/index.ts";
import { createCwlOperations } from "../../src/operation/index.ts";
import { asJob, freshFolder, jobInput, runJob, runTool } from "./run-tool.ts";
import { javascript, toolParams } from "./tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operation = asJob(createCwlOperations({ evaluator })["cwl.command-line-tool"]);

const evil = { class: "File", basename: "../../../x", contents: "evil" };
const listing = { class: "Directory", basename: "d", listing: [evil] };
/** Values with a name inside that leads elsewhere. */
const holders: readonly (readonly [string, JsonObject])[] = [
  ["in a listing", listing],
  ["in a nested listing", { class: "Directory", basename: "d", listing: [{ ...listing, basename: "e" }] }],
  ["of a secondary file", { class: "File", basename: "f", contents: "", secondaryFiles: [evil] }],
];
/** Values with such a name of their own. */
const named: readonly (readonly [string, JsonObject])[] = [
  ["of a file", evil],
  ["of a directory", { class: "Directory", basename: "..", listing: [] }],
  ["that is no text", { class: "File", basename: "\ud800", contents: "" }],
];

describe("a name that leads out of the job's folder is refused", () => {
  it.each([...holders, ...named])("in the inputs: %s", async (_, value) => {
    const params = toolParams({ inputs: [{ id: "x", type: "Any" }], baseCommand: ["true"] });
    await expect(operation.prepare(jobInput(params, { x: value }))).rejects.toMatchObject({
      code: "CWL_INPUT_INVALID",
      parameter: "x",
      message: expect.stringContaining("cannot be the basename"),
    });
  });

  const workDir = (entries: unknown): ReturnType<typeof operation.prepare> => {
    const requirement = { class: "InitialWorkDirRequirement", listing: entries as InitialWorkDirEntry[] } as const;
    return operation.prepare(jobInput(toolParams({ baseCommand: ["true"] }, [javascript, requirement]), {}));
  };
  const yields = (value: unknown): string => `\${ return ${JSON.stringify(value)}; }`;

  it.each([...holders, ...named])("in InitialWorkDirRequirement: %s", async (_, value) => {
    for (const entries of [
      [value],
      [yields(value)],
      [yields([value])],
      yields([value]),
      [{ entry: yields(value) }],
      yields([{ entry: value }]),
      [{ entry: yields([value, null]), writable: true }],
    ])
      await expect(workDir(entries)).rejects.toMatchObject({
        code: "CWL_INVALID",
        message: expect.stringMatching(/^InitialWorkDirRequirement\.listing.*cannot be the basename/),
      });
  });

  it.each(holders)("in InitialWorkDirRequirement, also below an entryname: %s", async (_, value) => {
    await expect(workDir([{ entry: yields(value), entryname: "fine" }])).rejects.toMatchObject({ code: "CWL_INVALID" });
  });

  it.each(["..", "../x", "a/../../x", "", ".", "a\0b", "\ud800", "/x"])("as an entryname: %j", async (entryname) => {
    for (const entries of [[{ entry: "text", entryname }], yields([{ entry: "text", entryname }])])
      await expect(workDir(entries)).rejects.toMatchObject({ code: "CWL_INVALID" });
  });

  it.each(["..", "../x", "/x", "a/../../x", "", "a/", "a\0", "\ud800"])("as standard output: %j", async (name) => {
    for (const field of ["stdout", "stderr"]) {
      const params = toolParams({ baseCommand: ["true"], [field]: name });
      await expect(operation.prepare(jobInput(params, {}))).rejects.toMatchObject({ code: "CWL_EXPRESSION" });
    }
  });
});

it("what is no list of files, where there should be one, is refused", async () => {
  const params = toolParams({ inputs: [{ id: "x", type: "Any" }], baseCommand: ["true"] });
  for (const parts of ["abc", [5], ["abc"], { a: 1 }, [{ class: "Other" }]])
    for (const x of [
      { class: "Directory", basename: "d", listing: parts },
      { class: "File", basename: "f", contents: "", secondaryFiles: parts },
    ] as JsonObject[])
      await expect(operation.prepare(jobInput(params, { x }))).rejects.toMatchObject({ code: "CWL_INPUT_INVALID" });
});

it("a path that tools get cannot be taken for an option", async () => {
  const params = toolParams(
    {
      inputs: [{ id: "x", type: "File", inputBinding: {} }],
      baseCommand: ["cat"],
      stdout: "o",
      outputs: [{ id: "o", type: "File", outputBinding: { glob: "o" } }],
    },
    [{ class: "InitialWorkDirRequirement", listing: ["$(inputs.x)"] as unknown as InitialWorkDirEntry[] }],
  );
  const { outputs } = await runTool(operation, params, { x: { class: "File", basename: "-rf", contents: "text" } });
  expect(outputs).toMatchObject({ o: { size: 4 } });
});

describe("cwl.output.json", () => {
  const outside = join(freshFolder(), "secret.json");
  writeFileSync(outside, JSON.stringify({ x: 7 }));
  const collect = async (value: unknown, prepare?: (out: string) => void): Promise<JsonObject> => {
    const params = toolParams({
      inputs: [{ id: "in", type: "Any" }],
      baseCommand: ["true"],
      outputs: [{ id: "x", type: "Any" }],
    });
    const file = join(freshFolder(), "input.txt");
    writeFileSync(file, "input");
    const input = jobInput(params, { in: { class: "File", location: `file://${file}` } });
    const request = await operation.prepare(input);
    const exit = runJob(request, input.directories.job);
    const text = JSON.stringify({ x: value }).replaceAll("INPUT", file);
    mkdirSync(join(input.directories.output, "a"));
    writeFileSync(join(input.directories.output, "a/b"), "");
    if (prepare) prepare(input.directories.output);
    else writeFileSync(join(input.directories.output, "cwl.output.json"), text);
    return operation.collect({ ...input, exit, request });
  };

  it("names what is in the output directory, and inputs", async () => {
    for (const location of ["a/b", "./a/../a/b", "file://INPUT", "INPUT"])
      expect(await collect({ class: "File", location })).toMatchObject({
        x: { class: "File", size: expect.any(Number) },
      });
  });

  it("holds numbers as they are written", async () => {
    const write = (text: string) => (out: string) => writeFileSync(join(out, "cwl.output.json"), text);
    const numbers = "[9007199254740991,1e+300,0.1,1.0,6150769120280496265,123456789012345678901234567890]";
    expect(JSON.stringify(await collect(undefined, write(`{"x": {"y": ${numbers}}}`)))).toBe(`{"x":{"y":${numbers}}}`);
  });

  it("names nothing else", async () => {
    for (const place of [`file://${outside}`, outside, "../../etc/hostname", "INPUT/../other"])
      for (const field of ["location", "path"])
        await expect(collect({ class: "File", [field]: place })).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
  });

  it("cannot be a link to something else", async () => {
    const link = (out: string): void => symlinkSync(outside, join(out, "cwl.output.json"));
    await expect(collect(null, link)).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
  });

  it.each([...holders, ...named])("cannot give a name that leads elsewhere: %s", async (_, value) => {
    await expect(collect([value])).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
    const renamed = { class: "File", location: "a/b", basename: "../x" };
    await expect(collect(renamed)).rejects.toMatchObject({ code: "CWL_OUTPUT_INVALID" });
  });
});
