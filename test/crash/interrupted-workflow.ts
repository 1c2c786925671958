import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a job does when it is asked to end: nothing, and it dies; nothing at all; or it says that all went well. */
export type Mood = "obeys" | "ignores" | "pleased";

/** The files of a workflow that is worth interrupting, in a folder of its own. */
export interface InterruptedWorkflow {
  /** The file that the command line names, and the one with its inputs. */
  readonly file: string;
  readonly job: string;
  /** Where jobs say that they start, and in which folder; in their order. */
  readonly starts: () => readonly { readonly name: string; readonly folder: string }[];
}

const seconds = 0.12;

/** A job makes its output in two halves, with some time between them. Only the whole is a result. */
const script = `
  name=$1 value=$2 mood=$3 folder=$4
  echo "$name $PWD" >>"$folder/starts"
  case $mood in
    pleased) trap 'exit 0' TERM;;
    ignores) trap '' TERM;;
    flaky) test -e "$folder/tried" || { touch "$folder/tried"; exit 75; };;
  esac
  printf 'half of %s' "$value" >value.txt
  sleep ${seconds} & wait $!
  printf 'whole %s' "$value" >value.txt`;

const tool = {
  class: "CommandLineTool",
  baseCommand: ["/bin/sh", "-c", script, "job"],
  temporaryFailCodes: [75],
  inputs: Object.fromEntries(
    ["name", "value", "mood", "folder"].map((name, index) => [
      name,
      { type: "string", inputBinding: { position: index + 1 } },
    ]),
  ),
  outputs: {
    file: { type: "File", outputBinding: { glob: "value.txt" } },
    text: {
      type: "string",
      outputBinding: { glob: "value.txt", loadContents: true, outputEval: "$(self[0].contents)" },
    },
  },
};

const step = (name: string, value: object, mood: object, more: object = {}): object => ({
  run: tool,
  in: { name: { default: name }, value, mood, folder: "folder" },
  out: ["file", "text"],
  ...more,
});

/** One that fails once, and two that do the same: the second is answered by the cache. */
const nested = {
  class: "Workflow",
  inputs: { value: "string", folder: "string" },
  outputs: {
    flaky: { type: "File", outputSource: "flaky/file" },
    twin: { type: "File", outputSource: "second/file" },
  },
  steps: {
    flaky: step("flaky", { source: "value" }, { default: "flaky" }),
    first: step("twin", { source: "value" }, { default: "pleased" }),
    second: step("twin", { source: "value" }, { default: "pleased" }),
  },
};

const workflow = {
  cwlVersion: "v1.2",
  class: "Workflow",
  requirements: [
    { class: "ScatterFeatureRequirement" },
    { class: "InlineJavascriptRequirement" },
    { class: "SubworkflowFeatureRequirement" },
    { class: "MultipleInputFeatureRequirement" },
    { class: "StepInputExpressionRequirement" },
  ],
  inputs: { value: "string", folder: "string", values: "string[]", moods: "string[]" },
  outputs: {
    all: { type: "File[]", outputSource: "each/file" },
    flaky: { type: "File", outputSource: "inner/flaky" },
    twin: { type: "File", outputSource: "inner/twin" },
    last: { type: "File", outputSource: "last/file" },
  },
  steps: {
    begin: step("begin", { source: "value" }, { default: "obeys" }),
    each: {
      run: tool,
      scatter: ["value", "mood", "name"],
      scatterMethod: "dotproduct",
      in: { name: "moods", value: "values", mood: "moods", folder: "folder", after: "begin/text" },
      out: ["file", "text"],
    },
    inner: { run: nested, in: { value: "begin/text", folder: "folder" }, out: ["flaky", "twin"] },
    last: step("last", { source: "each/text", valueFrom: "$(self.join('+'))" }, { default: "pleased" }),
  },
};

const configuration = `version: v1.0
failureManager: { type: rollback, config: { max_retries: 1, retry_delay: 0.05 } }
workflows:
  interrupted: { type: cwl, config: { file: interrupted.cwl } }
`;

/** Writes a workflow with a scatter, a repetition, a hit of the cache and a workflow in it. */
export function writeInterruptedWorkflow(folder: string): InterruptedWorkflow {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const moods: readonly Mood[] = ["obeys", "ignores", "pleased"];
  write("interrupted.cwl", JSON.stringify(workflow));
  const starts = write("starts", "");
  const inputs = { value: "v", folder, values: moods.map((mood) => `of ${mood}`), moods };
  return {
    file: write("sluice.yml", configuration),
    job: write("job.json", JSON.stringify(inputs)),
    starts: () =>
      readFileSync(starts, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const space = line.indexOf(" ");
          return { name: line.slice(0, space), folder: line.slice(space + 1) };
        }),
  };
}
