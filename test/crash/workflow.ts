import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Steps before and after the scatter; with the scatter, its tool and the steps around them there are 20. */
const before = 9;
const after = 9;

/** Where the jobs of a run say that they start: one line each. */
export const startsFile = (folder: string): string => join(folder, "starts");

/**
 * Writes a workflow of 20 steps with a scatter in the middle. Each job adds a line with its step and value to a file,
 * so that a job that runs twice is seen, sleeps a little, and answers with its value and one more letter.
 */
export function writeCrashWorkflow(folder: string): { workflow: string; job: string } {
  mkdirSync(folder, { recursive: true });
  const tool = (sleep: string, suffix: string): object => ({
    class: "CommandLineTool",
    requirements: [{ class: "InlineJavascriptRequirement" }],
    baseCommand: ["/bin/sh", "-c", `echo "$1 $2" >> "$3"; sleep ${sleep}; printf '%s%s' "$2" ${suffix}`, "job"],
    inputs: {
      step: { type: "string", inputBinding: { position: 1 } },
      value: { type: "string", inputBinding: { position: 2 } },
      starts: { type: "string", inputBinding: { position: 3 } },
    },
    stdout: "value.txt",
    outputs: {
      value: {
        type: "string",
        outputBinding: { glob: "value.txt", loadContents: true, outputEval: "$(self[0].contents)" },
      },
    },
  });
  const steps: Record<string, object> = {};
  const step = (name: string, source: string, sleep: string, more: object = {}): void => {
    steps[name] = {
      run: tool(sleep, name.slice(0, 1)),
      in: { step: { default: name }, value: source, starts: "starts" },
      out: ["value"],
      ...more,
    };
  };
  let source = "first";
  for (let index = 1; index <= before; index += 1) {
    step(`before${index}`, source, index === 4 ? "0.3" : "0.01");
    source = `before${index}/value`;
  }
  steps["split"] = {
    run: {
      class: "ExpressionTool",
      requirements: [{ class: "InlineJavascriptRequirement" }],
      inputs: { value: "string" },
      outputs: { values: "string[]" },
      expression: "${ return { values: [0, 1, 2, 3, 4, 5].map(function (i) { return inputs.value + i; }) }; }",
    },
    in: { value: source },
    out: ["values"],
  };
  step("each", "split/values", "0.05", { scatter: "value" });
  steps["join"] = {
    run: {
      class: "ExpressionTool",
      requirements: [{ class: "InlineJavascriptRequirement" }],
      inputs: { values: "string[]" },
      outputs: { value: "string" },
      expression: "${ return { value: inputs.values.join('-') }; }",
    },
    in: { values: "each/value" },
    out: ["value"],
  };
  source = "join/value";
  for (let index = 1; index < after; index += 1) {
    step(`after${index}`, source, "0.01");
    source = `after${index}/value`;
  }
  const workflow = join(folder, "crash.cwl");
  writeFileSync(
    workflow,
    JSON.stringify({
      cwlVersion: "v1.2",
      class: "Workflow",
      requirements: [{ class: "ScatterFeatureRequirement" }, { class: "InlineJavascriptRequirement" }],
      inputs: { first: "string", starts: "string" },
      outputs: { last: { type: "string", outputSource: source } },
      steps,
    }),
  );
  const job = join(folder, "job.json");
  writeFileSync(job, JSON.stringify({ first: "x", starts: startsFile(folder) }));
  return { workflow, job };
}
