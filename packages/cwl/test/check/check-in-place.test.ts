import { isSluiceError } from "@sluice/contracts";
import { expect, test } from "vitest";
import { checkProcess } from "../../src/check/index.ts";
import { listOf, loadFrom, show } from "../load/documents.ts";

const update = `{ class: CommandLineTool, baseCommand: touch, inputs: { f: File, w: { type: File?, default: null } },
    requirements: { InitialWorkDirRequirement: { listing: [{ entry: $(inputs.f), writable: true }] } },
    outputs: { o: { type: File, outputBinding: { glob: $(inputs.f.basename) } } } }`;
const read = "{ class: CommandLineTool, baseCommand: cat, inputs: { f: File }, stdout: o, outputs: { o: stdout } }";
const inner = `{ class: Workflow, inputs: { f: File }, outputs: { o: { type: File, outputSource: s/o } },
    steps: { s: { run: ${update}, in: { f: f }, out: [o] } } }`;

async function said(steps: string, inPlace = true): Promise<string> {
  const text = `cwlVersion: v1.2
class: Workflow
requirements: { SubworkflowFeatureRequirement: {}, ScatterFeatureRequirement: {}, InlineJavascriptRequirement: {} }
${inPlace ? "hints: { InplaceUpdateRequirement: { inplaceUpdate: true } }" : ""}
inputs: { f: File, many: "File[]" }
outputs: { a: { type: Any, outputSource: one/o }, b: { type: Any, outputSource: two/o } }
steps:
${steps}`;
  try {
    checkProcess((await loadFrom(text)).process);
    return "";
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return listOf(error).map(show).join("\n");
  }
}

const one = `  one: { run: ${update}, in: { f: f }, out: [o] }\n`;

test.each([
  [
    "both change",
    `${one}  two: { run: ${update}, in: { f: f }, out: [o] }`,
    /'two' changes in place 'f', which the step 'one' changes/,
  ],
  ["one reads", `${one}  two: { run: ${read}, in: { f: f }, out: [o] }`, /'two' reads 'f'/],
  ["one is a workflow", `${one}  two: { run: ${inner}, in: { f: f }, out: [o] }`, /'two' changes in place 'f'/],
])("steps that use one file and do not wait: %s", async (_what, steps, message) => {
  expect(await said(steps)).toMatch(/^\d+:\d+ CWL_INVALID/);
  expect(await said(steps)).toMatch(message);
  expect(await said(steps, false)).toBe("");
});

test.each([
  ["the second takes what the first made", `${one}  two: { run: ${update}, in: { f: one/o }, out: [o] }`],
  ["the second waits", `${one}  two: { run: ${update}, in: { f: f, w: one/o }, out: [o] }`],
  ["one has a condition", `${one}  two: { run: ${update}, in: { f: f }, when: $(false), out: [o] }`],
  ["the elements of a scatter", `${one}  two: { run: ${update}, in: { f: many }, scatter: f, out: [o] }`],
])("nothing is said where %s", async (_what, steps) => {
  expect(await said(steps)).toBe("");
});
