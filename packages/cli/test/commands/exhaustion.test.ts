import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { Sandbox } from "../support/sandbox.ts";

const scatter = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {}, InlineJavascriptRequirement: {} }
inputs: { numbers: "int[]" }
outputs: { out: { type: "File[]", outputSource: count/out } }
steps:
  count:
    scatter: number
    in: { number: numbers }
    out: [out]
    run:
      class: CommandLineTool
      requirements: { ResourceRequirement: { coresMin: 0.01, ramMin: 1 } }
      baseCommand: seq
      inputs: { number: { type: int, inputBinding: {} } }
      stdout: $("n" + inputs.number + ".txt")
      outputs: { out: stdout }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("scatter.cwl", scatter);
  sandbox.write("numbers.yml", `numbers: [${Array.from({ length: 100 }, (_, index) => index).join(", ")}]\n`);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

test("few open files make a run slower, and nothing else", () => {
  const line = `ulimit -n 64; exec "$0" "$1" run scatter.cwl numbers.yml --outdir few --run-id few --quiet`;
  const { status, stderr } = sandbox.call(["bash", "-c", line, process.execPath, commandPath("sluice")]);
  expect(stderr).toMatch(
    /^(?:error: no more files can be opened \(EMFILE\): waiting .*\nwarn: files can be opened again: .*\n)*$/,
  );
  expect(status).toBe(0);
  expect(readdirSync(sandbox.path("few"))).toHaveLength(100);
  expect(sandbox.sluice("show", "few").stdout).toMatch(/100 of \d+ known completed, 0 failed/);
});

test("a command that can open nothing says so", () => {
  const line = `ulimit -n 21; exec "$0" "$1" run scatter.cwl numbers.yml --outdir none --run-id none`;
  const { status, stderr } = sandbox.call(["bash", "-c", line, process.execPath, commandPath("sluice")]);
  expect(status).not.toBe(0);
  expect(stderr).not.toContain("INTERNAL");
});
