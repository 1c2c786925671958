import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

/** Takes the folder of its own run away; what it makes is a text that no file has. */
const tool = `cwlVersion: v1.2
class: CommandLineTool
requirements: { InlineJavascriptRequirement: {} }
baseCommand: [sh, -c, 'rm -rf "$1/.home/runs/$0"']
inputs: { run: { type: string, inputBinding: { position: 1 } }, folder: { type: string, inputBinding: { position: 2 } } }
outputs: { n: { type: int, outputBinding: { outputEval: $(3) } } }
`;

/** Nothing is left to fail after the folder is gone. */
const harmless = tool.replace("outputs: { n: { type: int, outputBinding: { outputEval: $(3) } } }", "outputs: {}");

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("tool.cwl", tool);
  sandbox.write("harmless.cwl", harmless);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

test.each(["tool.cwl", "harmless.cwl"])(
  "a run whose folder is deleted has not gone well, and is not kept: %s",
  (document) => {
    rmSync(sandbox.path(".home"), { recursive: true, force: true });
    const inputs = ["--run", "r", "--folder", sandbox.path("")];
    const { status, stderr } = sandbox.sluice("run", "--run-id", "r", document, ...inputs);
    expect(status).not.toBe(0);
    expect(stderr).toContain("the folder of run r was deleted while it ran");
    expect(stderr).not.toContain("Kept as");
    expect(stderr).not.toContain("sluice resume");
  },
);
