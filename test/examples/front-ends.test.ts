import { afterAll, beforeAll, expect, test } from "vitest";
import { commandPath } from "../../packages/cli/test/support/built-command.ts";
import { ExamplesCopy } from "./examples-copy.ts";

let examples: ExamplesCopy;
beforeAll(() => void (examples = new ExamplesCopy()));
afterAll(() => examples[Symbol.dispose]());

/** Two steps, the second of which does as it is told. */
const inCwl = (second: string): string => `cwlVersion: v1.2
$graph:
- id: main
  class: Workflow
  inputs: []
  outputs: { text: { type: string, outputSource: b/text } }
  steps:
    a: { run: "#a", in: [], out: [text] }
    b: { run: "#b", in: { text: a/text }, out: [text] }
- id: a
  class: CommandLineTool
  baseCommand: [sh, -c, seq 3]
  stdout: out
  inputs: []
  outputs: &text { text: { type: string, outputBinding: { glob: out, loadContents: true, outputEval: "$(self[0].contents)" } } }
- id: b
  class: CommandLineTool
  requirements: { InitialWorkDirRequirement: { listing: [{ entryname: in, entry: $(inputs.text) }] } }
  baseCommand: [sh, -c, ${second}]
  stdin: in
  stdout: out
  inputs: { text: string }
  outputs: *text
`;
const inLines = (second: string): string => `a: seq 3\nb: ${second}\n`;
const inCode = (second: string): string => `import { startPort } from "@sluice/contracts";
import { createEngine } from "@sluice/core";
import { createGraphBuilder } from "@sluice/core/graph";
import shellSteps from "../shell-steps/index.ts";
import everyHook from "./index.ts";

const graph = createGraphBuilder({ name: "flow", frontend: "program" });
const step = { kind: "execute", depth: 0, hardware: { cores: 1 } } as const;
const operation = (command) => ({ name: "shell-steps.run", version: 1, params: { command } });
const [a, b] = [graph.addPort("/a/text", 0), graph.addPort("/b/text", 0)];
graph.addStep("/a", { ...step, inputs: {}, after: [startPort], outputs: { text: a }, operation: operation("seq 3") });
graph.addStep("/b", { ...step, inputs: { text: { port: a } }, outputs: { text: b }, operation: operation("${second}") });
graph.setOutput("text", b);

await using engine = await createEngine({
  plugins: [shellSteps, everyHook],
  pluginOptions: { "every-hook": { file: "program.log" } },
  configDir: import.meta.dirname,
});
const run = await engine.createRun({ graph: graph.build(), inputs: {}, options: { outdir: import.meta.dirname + "/outputs" } });
process.exitCode = (await run.execute()).status === "completed" ? 0 : 1;
`;
const config = (plugin: string, log: string): string =>
  `version: v1.0\nplugins: [{ plugin: ., options: { file: ${log} } }${plugin}]\n`;

/** The hooks of a log with what each is about. Operations and values differ from language to language. */
function hooksOf(log: string): string[] {
  const all = examples.read("every-hook", log).trim().split("\n");
  return all.map((line) => line.split(" ").slice(0, 2).join(" "));
}

test.each([
  ["completes", "tail -1", 0, "afterNodeExecute", "afterGraphExecute"],
  ["fails", "exit 3", 1, "onNodeError", "onGraphError"],
])("every language and every way in has the same hooks when a run %s", (_, second, status, nodeHook, graphHook) => {
  const write = (name: string, text: string): void => examples.write("every-hook", name, text);
  write("flow.cwl", inCwl(second));
  write("flow.lines", inLines(second));
  write("program.ts", inCode(second));
  const languages = ", ../shell-steps, ../line-language";
  const workflow = (type: string): string =>
    `workflows: { flow: { type: ${type}, config: { file: flow.${type === "cwl" ? "cwl" : "lines"} } } }\n`;
  write("cwl.yml", config("", "cwl.log") + workflow("cwl"));
  write("lines.yml", config(languages, "lines.log") + workflow("lines"));
  write("runner.yml", config("", "runner.log"));
  for (const name of ["cwl", "lines", "runner", "program"]) write(`${name}.log`, "");
  const ended = [
    examples.sluice("every-hook", "run", "cwl.yml", "--outdir", "outputs"),
    examples.sluice("every-hook", "run", "lines.yml", "--outdir", "outputs"),
    examples.node("every-hook", commandPath("cwl-runner"), "--streamflow-file", "runner.yml", "flow.cwl"),
    examples.node("every-hook", "program.ts"),
  ];
  const said = ended.map((each) => (each.status === status ? "" : `${each.status}: ${each.stderr}`));
  expect(said).toEqual(["", "", "", ""]);

  const hooks = hooksOf("program.log");
  expect(hooks).toContain(`${nodeHook} "/b#0"`);
  expect(hooks).toContain(`${graphHook} "flow"`);
  expect(hooksOf("lines.log")).toEqual(hooks);
  expect(hooksOf("cwl.log")).toEqual(hooks);
  expect(hooksOf("runner.log")).toEqual(hooks);
});
