import { describe, expect, test } from "vitest";
import { formatError, SluiceError, type FrontendOptions } from "@sluice/contracts";
import { loadProcess } from "../../src/load/index.ts";
import { faultsOf, folder, listOf, loadFrom, show, tool } from "./documents.ts";

async function errorOf(text: string): Promise<SluiceError> {
  try {
    await loadFrom(text);
  } catch (thrown) {
    if (thrown instanceof SluiceError) return thrown;
  }
  expect.fail("nothing was thrown");
}

test("a misspelt field is one line with the name that was meant", async () => {
  expect(formatError(await errorOf(tool("baseComand: echo")))).toBe(
    "/w/a.cwl:3:1: CWL_INVALID: CommandLineTool has no field 'baseComand' in CWL v1.2\n  Did you mean 'baseCommand'?",
  );
});

test("a misspelt field that is needed is not reported as missing too", async () => {
  expect(await faultsOf(loadFrom("cwlVersion: v1.2\nclass: CommandLineTool\ninptus: []\noutputs: []"))).toEqual([
    "3:1 CWL_INVALID CommandLineTool has no field 'inptus' in CWL v1.2",
  ]);
});

test("several faults are reported together, in order", async () => {
  const text = tool("baseCommand: 5", "inputs: {a: {type: string, inputBinding: {position: x}}}", "stdout: [x]");
  expect(await faultsOf(loadFrom(text))).toEqual([
    "3:14 CWL_INVALID the field 'baseCommand' of CommandLineTool must be a string or a list (of a string), not 5",
    "4:53 CWL_INVALID the field 'position' of CommandLineBinding must be an integer or an expression, $(…) or ${…}, not \"x\"",
    "5:9 CWL_INVALID the field 'stdout' of CommandLineTool must be a string or an expression, $(…) or ${…}, not a list",
  ]);
});

describe("requirements", () => {
  test("of an unknown class are not supported, which has its own exit status", async () => {
    const error = await errorOf(tool("requirements:", "- class: acme:Magic"));
    expect(error).toMatchObject({ code: "CWL_UNSUPPORTED", position: { line: 4, column: 10 } });
    expect(error.message).toContain("acme:Magic");
  });

  test("that are newer than the document are not supported there", async () => {
    expect(
      await faultsOf(loadFrom(tool("requirements: {WorkReuse: {enableReuse: true}}").replace("v1.2", "v1.0"))),
    ).toEqual(["3:16 CWL_UNSUPPORTED the requirement WorkReuse is not supported in CWL v1.0"]);
  });

  test("that are unknown do not hide that the document is invalid", async () => {
    const error = await errorOf(tool("requirements: {Magic: {}}", "colour: blue"));
    expect(error.code).toBe("CWL_INVALID");
    expect(listOf(error).map(({ code }) => code)).toEqual(["CWL_INVALID", "CWL_UNSUPPORTED"]);
  });

  test("without fields are written as an empty mapping", async () => {
    const error = await errorOf(tool("requirements: {InlineJavascriptRequirement: }"));
    expect(error.hint).toBe("Write 'InlineJavascriptRequirement: {}' for one without fields.");
  });
});

test.each([
  ["class: CommandLineToool", "2:8 CWL_INVALID 'CommandLineToool' is no class of process in CWL v1.2"],
  [
    "inputs: {a: {type: string, default: 1, id: b, colour: x}}",
    "3:47 CWL_INVALID CommandInputParameter has no field 'colour' in CWL v1.2",
  ],
  ["inputs: [{id: a, type: string}, {id: a, type: string}]", "3:33 CWL_INVALID the input 'a' is there twice"],
  ["inputs: {a: {type: {type: arrray, items: string}}}", "3:27 CWL_INVALID type 'arrray' is not known here"],
  ["inputs: {a: {type: {type: array}}}", "3:20 CWL_INVALID CommandInputArraySchema needs the field 'items'"],
  ["inputs: {a: {type: {type: array, items: 'string[]'}}}", "3:41 CWL_REFERENCE the type 'string[]' is not known"],
  ["inputs: {a: }", "3:10 CWL_INVALID the field 'type' of 'a' must not be empty"],
  [
    "outputs: {a: {type: stdout, outputBinding: {glob: x}}}",
    "3:44 CWL_INVALID an output of type stdout cannot have an outputBinding",
  ],
  [
    "outputs: {a: {type: File, outputBinding: {outputEval: no expression}}}",
    "3:55 CWL_INVALID the field 'outputEval' of CommandOutputBinding must be an expression, $(…) or ${…}, not \"no expression\"",
  ],
  [
    "arguments: [{valueFrom: [a]}]",
    "3:25 CWL_INVALID the field 'valueFrom' of CommandLineBinding must be a string or an expression, $(…) or ${…}, not a list",
  ],
  ["doc: {$import: x, other: y}", "3:6 CWL_INVALID '$import' must be the only field of its mapping"],
])("%s", async (line, fault) => {
  const isClass = line.startsWith("class:");
  const text = isClass ? tool().replace("class: CommandLineTool", line) : tool(line);
  expect(await faultsOf(loadFrom(text))).toEqual([fault]);
});

test("fields of other vocabularies are left alone", async () => {
  await expect(
    loadFrom(tool("$namespaces: {s: 'https://schema.org/'}", "s:author: {s:name: A}", '"https://x.org/y": 1')),
  ).resolves.toBeDefined();
});

test("what is no mapping or has no class is no process", async () => {
  expect(await faultsOf(loadFrom("just text"))).toEqual(["1:1 CWL_INVALID a CWL document must be a mapping"]);
  expect(await faultsOf(loadFrom("cwlVersion: v1.2\nsteps: []"))).toEqual([
    "1:1 CWL_INVALID a process needs the field 'class'",
  ]);
  expect(await faultsOf(loadFrom(""))).toEqual(["1:1 CWL_INVALID the document is empty"]);
});

describe("names where there is no field for them", () => {
  const text = tool(
    "name: t",
    "'@id': 1",
    "requirements: { InlineJavascriptRequirement: { id: a } }",
    "inputs: { x: { type: { type: record, id: r, fields: { f: { type: int, id: g } } }, name: y } }",
  ).replace("v1.2", "v1.0");
  const message = (field: string, owner: string): string => `${owner} has no field '${field}' in CWL v1.0`;
  const all = [
    message("name", "CommandLineTool"),
    message("@id", "CommandLineTool"),
    message("id", "InlineJavascriptRequirement"),
    message("id", "CommandInputRecordSchema"),
    message("id", "CommandInputRecordField"),
    message("name", "CommandInputParameter"),
  ];
  const load = (rules: FrontendOptions): ReturnType<typeof loadProcess> =>
    loadProcess({ uri: `${folder}a.cwl`, fetchText: async () => text, rules });

  test("are warnings, as the reference implementation takes them", async () => {
    for (const rules of [{}, { strict: false }]) {
      const { warnings } = await load(rules);
      expect(warnings.map(({ message: text }) => text).toSorted()).toEqual(
        all.map((each) => `${each}; it is ignored`).toSorted(),
      );
      expect(warnings.every(({ position }) => position !== undefined)).toBe(true);
    }
  });

  test("are errors where the check is strict", async () => {
    expect((await faultsOf(load({ strict: true }))).map((fault) => fault.replace(/^\S+ \S+ /, "")).toSorted()).toEqual(
      all.toSorted(),
    );
  });
});

test("warnings do not keep a document from being used", async () => {
  const { process, warnings } = await loadFrom(
    tool(
      "hints:",
      "- {class: acme:Magic}",
      "- {class: DockerRequirement, dockerPul: x}",
      "- {class: DockerRequirement, dockerPull: x}",
    ),
  );
  expect(warnings.map(show)).toEqual([
    "4:11 CWL_UNSUPPORTED the hint acme:Magic is not known and is ignored",
    "5:30 CWL_INVALID DockerRequirement has no field 'dockerPul' in CWL v1.2",
  ]);
  expect(process.hints).toEqual([{ class: "DockerRequirement", dockerPull: "x" }]);
});

test("what is ignored of a hint leaves the rest of it, what is wrong with one does not, also twice", async () => {
  const { process, warnings } = await loadFrom(
    tool(
      "hints:",
      "- {class: DockerRequirement, id: one, dockerPull: x}",
      "- &wrong {class: DockerRequirement, dockerPul: x}",
      "- *wrong",
    ),
  );
  expect(warnings.map(show)).toEqual([
    "4:30 CWL_INVALID DockerRequirement has no field 'id' in CWL v1.2; it is ignored",
    "5:37 CWL_INVALID DockerRequirement has no field 'dockerPul' in CWL v1.2",
  ]);
  expect(process.hints).toEqual([{ class: "DockerRequirement", dockerPull: "x" }]);
});
