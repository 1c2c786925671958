import { once } from "node:events";
import { appendFileSync, existsSync, globSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StoredRunEvent } from "@sluice/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSuccess, ExamplesCopy, jsonRun, places, type JsonRun } from "./examples-copy.ts";

let examples: ExamplesCopy;
beforeAll(() => void (examples = new ExamplesCopy()));
afterAll(() => examples[Symbol.dispose]());

/** A step before the one that the engine dies beside, and two after it. Each start of that one is a line in a file. */
const slow = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {} }
inputs:
  starts: string
  names: { type: "string[]", default: [a, b] }
outputs:
  results: { type: "File[]", outputSource: after/result }
steps:
  first:
    in: {}
    out: [file]
    run:
      class: CommandLineTool
      baseCommand: [echo, first]
      inputs: []
      stdout: first.txt
      outputs: { file: stdout }
  wait:
    in: { starts: starts, file: first/file }
    out: [file]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo started >> "$0"; sleep 2; echo waited']
      inputs:
        starts: { type: string, inputBinding: {} }
        file: File
      stdout: waited.txt
      outputs: { file: stdout }
  after:
    scatter: name
    in: { name: names, first: first/file, waited: wait/file }
    out: [result]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'if [ -L "$0" ]; then echo link; else echo copy; fi; cat "$0" "$1"']
      inputs:
        name: string
        first: { type: File, inputBinding: { position: 1 } }
        waited: { type: File, inputBinding: { position: 2 } }
      stdout: $(inputs.name).txt
      outputs: { result: stdout }
`;

/** The configuration of an example, with another workflow bound in the same way. */
function configFor(example: string, file: string): string {
  const [head = "", workflows = ""] = examples.read(example, "sluice.yml").split("workflows:\n");
  const bindings = /^ {4}bindings:\n[\s\S]*/m.exec(workflows)?.[0] ?? "";
  const workflow = `workflows:\n  slow:\n    type: cwl\n    config: { file: ${file} }\n`;
  return `${head}${workflow}${bindings.replace("step: /count", "step: /")}`;
}

/** Runs a workflow until something is so, then kills the engine, as `kill -9` does. */
async function killWhen(example: string, argv: readonly string[], isTime: () => boolean): Promise<void> {
  const engine = examples.start(example, ...argv);
  const ended = once(engine, "exit");
  while (!isTime()) {
    if (engine.exitCode !== null) throw new Error(`the engine of ${example} ended by itself`);
    await sleep(10);
  }
  engine.kill("SIGKILL");
  await ended;
}

/** Whether jobs have written so many lines. */
function hasLines(file: string, count: number): boolean {
  return existsSync(file) && readFileSync(file, "utf8").split("\n").length > count;
}

function startsOf(example: string): string {
  return examples.path(example, "starts");
}

async function killSlowRun(example: string, isTime: () => boolean = () => true): Promise<void> {
  examples.write(example, "slow.cwl", slow);
  examples.write(example, "slow.yml", configFor(example, "slow.cwl"));
  const starts = startsOf(example);
  const argv = ["run", "slow.yml", "--run-id", example, "--starts", starts];
  await killWhen(example, argv, () => hasLines(starts, 1) && isTime());
}

/** Takes the run up again; what the dead engine had started must not have been started a second time. */
function resume(example: string, ...argv: string[]): JsonRun {
  const run = expectSuccess(jsonRun(examples.sluice(example, "resume", example, "--json", ...argv)));
  expect(examples.read(example, "starts")).toBe("started\n");
  expect(run.events.some(({ type }) => type === "run_completed")).toBe(true);
  return run;
}

test("nice: the job outlives the engine and is found again", async () => {
  await killSlowRun("nice");
  const run = resume("nice");
  expect(places(run).map(({ step, location }) => [step, location])).toEqual([
    ["/after", "slot-1"],
    ["/after", "slot-1"],
  ]);
});

test("least-loaded: what still runs is counted", async () => {
  await killSlowRun("least-loaded");
  const locations = places(resume("least-loaded")).map(({ location }) => location);
  expect(locations.toSorted()).toEqual(["slot-1", "slot-2"]);
});

test("verified-copies: copies are found where they were", async () => {
  await killSlowRun("verified-copies");
  resume("verified-copies");
  expect(examples.read("verified-copies", "a.txt")).toBe("copy\nfirst\nwaited\n");
});

test("input-size: filters are asked again", async () => {
  await killSlowRun("input-size");
  const deployments = places(resume("input-size")).map(({ deployment }) => deployment);
  expect(deployments).toEqual(["laptop", "laptop"]);
});

test("deployment-log: the log says what the open job needs", async () => {
  await killSlowRun("deployment-log");
  resume("deployment-log");
  const log = examples.read("deployment-log", "deployments.log").trim().split("\n");
  expect(log.map((line) => line.replace(/^\S+ /, ""))).toEqual([
    "up local",
    "needed by deployment-log: local",
    "up local",
    "down local",
  ]);
});

test("tar-checkpoints: a file that is gone comes back from its archive", async () => {
  const archives = examples.path("tar-checkpoints", "checkpoints", "tar-checkpoints");
  await killSlowRun("tar-checkpoints", () => globSync("*.tar", { cwd: archives }).length > 0);
  const run = join(examples.folder, "home", "runs", "tar-checkpoints");
  const [made = ""] = globSync("jobs/*/out/first.txt", { cwd: run });
  rmSync(join(run, made));
  resume("tar-checkpoints");
  expect(examples.read("tar-checkpoints", "b.txt")).toContain("first\nwaited\n");
  expect(readdirSync(archives).filter((name) => name.endsWith(".tar"))).toHaveLength(4);
});

test("largest-first: hardware of a job that still runs is not handed out", async () => {
  const mixed = examples
    .read("largest-first", "mixed.cwl")
    .replace("inputs:\n", "inputs:\n  starts: string\n")
    .replace("in: { cores: cores }", "in: { cores: cores, starts: starts }")
    .replace('[sleep, "0.2"]', `[sh, -c, 'echo started >> "$0"; sleep 1']`)
    .replace("        cores: int\n", "        cores: int\n        starts: { type: string, inputBinding: {} }\n");
  examples.write("largest-first", "slow.cwl", mixed);
  examples.write("largest-first", "slow.yml", configFor("largest-first", "slow.cwl"));
  const starts = startsOf("largest-first");
  await killWhen("largest-first", ["run", "slow.yml", "--run-id", "largest-first", "--starts", starts], () =>
    hasLines(starts, 1),
  );
  const run = expectSuccess(jsonRun(examples.sluice("largest-first", "resume", "largest-first", "--json")));
  expect(places(run).map(({ tag }) => tag)).toEqual(["0.3", "0.1", "0.2"]);
  expect(examples.read("largest-first", "starts")).toBe("started\n".repeat(4));
});

test("retry-exit-codes: the budget belongs to the run, not to the engine", async () => {
  const hopeless = examples
    .read("retry-exit-codes", "flaky.cwl")
    .replace(/baseCommand: .*/, `baseCommand: [sh, -c, 'echo started >> "$0"; sleep 1; exit 75']`);
  examples.write("retry-exit-codes", "slow.cwl", hopeless);
  const config = configFor("retry-exit-codes", "slow.cwl").replace("budget: 5", "budget: 2");
  examples.write("retry-exit-codes", "slow.yml", config);
  const starts = startsOf("retry-exit-codes");
  const argv = ["run", "slow.yml", "--run-id", "retry-exit-codes", "--counter", starts];
  // The second attempt is under way: one repetition is spent.
  await killWhen("retry-exit-codes", argv, () => hasLines(starts, 2));
  const resumed = jsonRun(examples.sluice("retry-exit-codes", "resume", "retry-exit-codes", "--json"));
  expect(resumed.status).toBe(1);
  expect(examples.read("retry-exit-codes", "starts")).toBe("started\n".repeat(3));
});

test("jsonl-journals: a journal that was cut off is taken up again", async () => {
  await killSlowRun("jsonl-journals");
  const journal = examples.path("jsonl-journals", "runs", "jsonl-journals", "journal.jsonl");
  appendFileSync(journal, '{"time":17');
  resume("jsonl-journals", "--config", "slow.yml");
  const events = readFileSync(journal, "utf8")
    .trim()
    .split("\n")
    .flatMap((line) => (JSON.parse(line) as { readonly events?: readonly StoredRunEvent[] }).events ?? []);
  expect(events.filter(({ type }) => type === "run_started")).toHaveLength(2);
  expect(events.at(-1)?.type).toBe("run_completed");
});
