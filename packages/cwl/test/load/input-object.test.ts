import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "@sluice/contracts";
import { checkInputObject, loadInputObject, parseInputObject } from "../../src/load/index.ts";
import { faultsOf, loadFrom, show, tool } from "./documents.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-job-"));
  await mkdir(join(folder, "sub dir"));
  await writeFile(join(folder, "item #1.tar.gz"), "x");
  await writeFile(join(folder, "sub dir", "y.txt"), "y");
});
afterAll(() => rm(folder, { recursive: true }));

async function check(
  inputs: string,
  job: string,
): Promise<{ values: Readonly<Record<string, Json>>; warnings: string[] }> {
  const { process } = await loadFrom(tool("$namespaces: {edam: 'http://edam/'}", `inputs: ${inputs}`));
  const object = await parseInputObject(job, pathToFileURL(join(folder, "job.yml")).href);
  const { values, warnings } = await checkInputObject(process, object);
  return { values, warnings: warnings.map(show) };
}

test("values of every type are accepted", async () => {
  const inputs =
    "{b: boolean, i: int, l: long, d: double, s: string, n: 'string?', a: 'int[]', any: Any, e: {type: enum, symbols: [x, y]}," +
    " r: {type: {type: record, fields: {p: string, q: 'int?'}}}, u: [int, string]}";
  const job = {
    b: true,
    i: 1,
    l: 4242424242,
    d: 1,
    s: "t",
    n: null,
    a: [1, 2],
    any: [{ k: 1 }],
    e: "y",
    r: { p: "x", more: 1 },
    u: "z",
  };
  const typed = inputs.replace("e: {type: enum, symbols: [x, y]}", "e: {type: {type: enum, symbols: [x, y]}}");
  expect((await check(typed, JSON.stringify(job))).values).toEqual(job);
});

test("files are found relative to the job, wherever they are", async () => {
  const base = pathToFileURL(folder).href;
  const { values } = await check(
    "{f: File, d: Directory, r: {type: {type: record, fields: {fs: 'File[]'}}}}",
    [
      "f: {class: File, path: 'item #1.tar.gz', format: edam:f1, secondaryFiles: [{class: File, location: sub%20dir/y.txt}]}",
      "d: {class: Directory, location: sub dir/}",
      "r: {fs: [{class: File, location: 'item #1.tar.gz'}, {class: File, contents: hello, basename: h.txt}]}",
    ].join("\n"),
  );
  const item = {
    class: "File",
    location: `${base}/item%20%231.tar.gz`,
    basename: "item #1.tar.gz",
    nameroot: "item #1.tar",
    nameext: ".gz",
  };
  const y = { class: "File", location: `${base}/sub%20dir/y.txt`, basename: "y.txt", nameroot: "y", nameext: ".txt" };
  expect(values).toEqual({
    f: { ...item, format: "http://edam/f1", secondaryFiles: [y] },
    d: { class: "Directory", location: `${base}/sub%20dir`, basename: "sub dir" },
    r: { fs: [item, { class: "File", contents: "hello", basename: "h.txt", nameroot: "h", nameext: ".txt" }] },
  });
});

test("a Directory by URL is what its listing says", async () => {
  const inner = "{class: Directory, location: http://host/d/e/, listing: []}";
  const job = `d: {class: Directory, location: http://host/d/, listing: [{class: File, location: http://host/d/x.txt}, ${inner}]}`;
  const x = { class: "File", location: "http://host/d/x.txt", basename: "x.txt", nameroot: "x", nameext: ".txt" };
  expect((await check("{d: Directory}", job)).values).toEqual({
    d: { class: "Directory", basename: "d", listing: [x, { class: "Directory", basename: "e", listing: [] }] },
  });
});

describe("faults", () => {
  test.each([
    [
      "{a: Directory}",
      "a: {class: Directory, location: https://host/d/}",
      ["1:4 CWL_INPUT_INVALID the input 'a' names the Directory https://host/d, whose entries cannot be listed"],
    ],
    ["{a: int}", "a: x", ["1:4 CWL_INPUT_INVALID the input 'a' must be int, not \"x\""]],
    ["{a: int}", "a: 3000000000", ["1:4 CWL_INPUT_INVALID the input 'a' must be int, not 3000000000"]],
    [
      "{a: long}",
      "a: 9223372036854775808",
      ["1:4 CWL_INPUT_INVALID the input 'a' must be long, not 9223372036854775808"],
    ],
    [
      "{a: 'int[]'}",
      "a:\n- 1\n- two\n- 3.5",
      [
        "3:3 CWL_INPUT_INVALID the input 'a'[1] must be int, not \"two\"",
        "4:3 CWL_INPUT_INVALID the input 'a'[2] must be int, not 3.5",
      ],
    ],
    [
      "{a: {type: {type: record, fields: {p: string, q: int}}}}",
      "a: {p: 1}",
      [
        "1:4 CWL_INPUT_INVALID the input 'a'.q is missing",
        "1:8 CWL_INPUT_INVALID the input 'a'.p must be string, not 1",
      ],
    ],
    [
      "{a: {type: {type: enum, symbols: [fast, slow]}}}",
      "a: fats",
      ["1:4 CWL_INPUT_INVALID the input 'a' must be enum of fast, slow, not \"fats\""],
    ],
    ["{a: File}", "a: x.txt", ["1:4 CWL_INPUT_INVALID the input 'a' must be File, not \"x.txt\""]],
    [
      "{a: File}",
      "a: {class: Directory, path: 'sub dir'}",
      ["1:4 CWL_INPUT_INVALID the input 'a' must be File, not a Directory"],
    ],
    ["{a: Any}", "a: null", ["1:4 CWL_INPUT_INVALID the input 'a' must be Any, not null"]],
    ["{message: string, n: 'int?'}", "mesage: x", ["1:1 CWL_INPUT_INVALID there is no input 'mesage'"]],
    ["{message: string}", "{}", ["1:1 CWL_INPUT_INVALID the input 'message' (string) is missing"]],
  ])("inputs %s, job %s", async (inputs, job, faults) => {
    expect(await faultsOf(check(inputs, job))).toEqual(faults);
  });

  test("files that are not there name their input", async () => {
    const faults = await faultsOf(
      check(
        "{a: File, b: Directory, c: File, d: File}",
        "a: {class: File, path: no.txt}\nb: {class: Directory, path: 'item #1.tar.gz'}\nc: {class: File}\nd: {class: File, location: https://x.org/y}",
      ),
    );
    expect(faults).toEqual(
      [
        "3:4 CWL_INPUT_INVALID the input 'c' has a File without 'location', 'path' or 'contents'",
        `1:4 FILE_NOT_FOUND the input 'a' names the file ${folder}/no.txt, which does not exist`,
        `2:4 CWL_INPUT_INVALID the input 'b' names ${folder}/item #1.tar.gz as a directory, but it is a file`,
      ].toSorted((left, right) => faults.indexOf(left) - faults.indexOf(right)),
    );
    expect(faults).toHaveLength(3);
  });
});

test("an unknown input is ignored with a warning; defaults are left to the run", async () => {
  const { values, warnings } = await check(
    "{message: {type: string, default: hi}, n: {type: int, default: 1}}",
    "other: x\nn: null",
  );
  expect(values).toEqual({ n: null });
  expect(warnings).toEqual(["1:1 CWL_INPUT_INVALID there is no input 'other'; it is ignored"]);
});

test("a job may name its process and ask for more", async () => {
  const path = join(folder, "full.yml");
  await writeFile(
    path,
    "cwl:tool: ../wf.cwl#main\ncwl:requirements: [{class: ResourceRequirement, coresMin: 2}]\n$namespaces: {x: 'http://x/'}\na: 1\n",
  );
  const job = await loadInputObject({ path });
  expect(job).toMatchObject({
    values: { a: 1 },
    requirements: [{ class: "ResourceRequirement", coresMin: 2 }],
    documents: [pathToFileURL(path).href],
  });
  expect(job.tool).toMatch(/^file:.*\/wf\.cwl#main$/);
});

test("a job may override the requirements of single processes and steps", async () => {
  const text = [
    "cwltool:overrides:",
    "  tool.cwl: { requirements: { ResourceRequirement: { coresMin: 2 } } }",
    "  '#step': { requirements: [{ class: WorkReuse, enableReuse: false }] }",
  ].join("\n");
  const job = await parseInputObject(text, "file:///w/j.yml");
  expect(job.values).toEqual({});
  expect(job.overrides).toEqual([
    { target: "tool.cwl", requirements: [{ class: "ResourceRequirement", coresMin: 2 }] },
    { target: "#step", requirements: [{ class: "WorkReuse", enableReuse: false }] },
  ]);
  const asList = "http://commonwl.org/cwltool#overrides: [{ overrideTarget: t.cwl, requirements: [] }]";
  expect((await parseInputObject(asList, "file:///w/j.yml")).overrides).toEqual([
    { target: "t.cwl", requirements: [] },
  ]);
});

test("overrides are checked like all else", async () => {
  const text = [
    "cwltool:overrides:",
    "  a.cwl: { requirement: [] }",
    "  b.cwl: { requirements: { EnvVarRequirement: { envDeff: {} } } }",
    "  c.cwl: 3",
  ].join("\n");
  expect(await faultsOf(parseInputObject(text, "file:///w/j.yml"))).toEqual([
    "2:3 CWL_INPUT_INVALID the override of 'a.cwl' needs the field 'requirements'",
    "2:12 CWL_INPUT_INVALID an override has no field 'requirement'",
    "3:49 CWL_INVALID EnvVarRequirement has no field 'envDeff' in CWL v1.2",
    "4:3 CWL_INPUT_INVALID an override must be a mapping",
  ]);
});

test("an empty job has no values, a list is no job", async () => {
  expect((await parseInputObject("", "file:///w/j.yml")).values).toEqual({});
  expect(await faultsOf(parseInputObject("- a", "file:///w/j.yml"))).toEqual([
    "1:1 CWL_INPUT_INVALID a job must be a mapping from the names of inputs to values",
  ]);
});

describe("numbers that JavaScript writes in another way", () => {
  const valueOf = async (type: string, text: string): Promise<Json | undefined> => {
    const { process } = await loadFrom(tool(`inputs: {a: ${type}}`));
    const object = await parseInputObject(`a: ${text}`, "file:///w/job.yml");
    return (await checkInputObject(process, object, { mustExist: false })).values["a"];
  };

  test.each([
    ["long", "6150769120280496265", "6150769120280496265"],
    ["long", "-9223372036854775808", "-9223372036854775808"],
    ["long", "9223372036854775807", "9223372036854775807"],
    ["long", "+9007199254740993", "9007199254740993"],
    ["long", "0x7fffffffffffffff", "9223372036854775807"],
    ["long", "1152921504606847000", "1152921504606847000"],
    ["long", "9007199254740992", "9007199254740992"],
    ["[int, double]", "3000000000", "3000000000"],
    ["Any", "[{b: 6150769120280496265}]", '[{"b":6150769120280496265}]'],
    ["double", "6150769120280496265", "6150769120280496265"],
    ["double", "123456789012345678901234567890", "123456789012345678901234567890"],
    ["double", "1.0", "1.0"],
    ["double", "1", "1"],
    ["double", "1.50", "1.5"],
    ["double", "1e3", "1000.0"],
    ["double", "-0.0", "-0.0"],
    ["double", "1e300", "1e+300"],
    ["double", "1e-300", "1e-300"],
    ["Any", "'6150769120280496265'", '"6150769120280496265"'],
  ])("%s %s is kept", async (type, text, json) => {
    expect(JSON.stringify(await valueOf(type, text))).toBe(json);
  });

  test.each([
    ["long", "9223372036854775808", "long, not 9223372036854775808"],
    ["long", "-9223372036854775809", "long, not -9223372036854775809"],
    ["long", "10000000000000000000000", "long, not 10000000000000000000000"],
    ["int", "6150769120280496265", "int, not 6150769120280496265"],
    ["int", "3000000000", "int, not 3000000000"],
    ["int", "2147483648", "int, not 2147483648"],
    ["int", "1.0", "int, not 1.0"],
    ["long", "1e3", "long, not 1000.0"],
    ["string", "6150769120280496265", "string, not 6150769120280496265"],
  ])("%s does not take %s", async (type, text, told) => {
    expect(await faultsOf(valueOf(type, text))).toEqual([`1:4 CWL_INPUT_INVALID the input 'a' must be ${told}`]);
  });

  test("defaults are kept", async () => {
    const { process } = await loadFrom(tool("inputs: {a: {type: long, default: 6150769120280496265}}"));
    expect(JSON.stringify(process.inputs[0]?.default)).toBe("6150769120280496265");
  });
});
