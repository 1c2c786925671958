import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { getPriority } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSuccess, ExamplesCopy, places } from "./examples-copy.ts";

let examples: ExamplesCopy;
beforeAll(() => void (examples = new ExamplesCopy()));
afterAll(() => examples[Symbol.dispose]());

test("nice, a connector: jobs run at its priority, with the environment of a file beside the configuration", () => {
  const run = expectSuccess(examples.run("nice"));
  expect(examples.read("nice", "priority.txt")).toBe(`${Math.min(getPriority() + 5, 19)} climate\n`);
  expect(places(run)).toEqual([{ step: "/priority", tag: "0", deployment: "quiet", location: "slot-1" }]);
});

test("largest-first, a scheduler: the job that needs most goes first", () => {
  const run = expectSuccess(examples.run("largest-first"));
  expect(places(run).map(({ tag }) => tag)).toEqual(["0.0", "0.3", "0.1", "0.2"]);
});

test("largest-first: a job that can never fit is refused, with the reason", () => {
  const { status, stderr } = examples.run("largest-first", "--cores", "3");
  expect(status).toBe(1);
  expect(stderr).toMatch(/RESOURCES_UNSATISFIABLE.*has not enough cores/);
});

test("least-loaded, a policy: jobs are spread over the slots", () => {
  const run = expectSuccess(examples.run("least-loaded"));
  const greeted = places(run).filter(({ step }) => step === "/greet");
  expect(greeted.map(({ location }) => location).toSorted()).toEqual(["slot-1", "slot-2"]);
});

test("jsonl-journals, a database: the journal is a file of lines", () => {
  expectSuccess(examples.run("jsonl-journals", "--run-id", "first"));
  const [header, ...batches] = examples
    .read("jsonl-journals", "runs", "first", "journal.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly name?: string; readonly events?: readonly { type: string }[] });
  expect(header).toMatchObject({ run: "first", name: "greet" });
  const types = batches.flatMap(({ events = [] }) => events.map(({ type }) => type));
  expect(types.at(0)).toBe("run_created");
  expect(types.at(-1)).toBe("run_completed");
  expect(existsSync(examples.path("jsonl-journals", "runs", "first", "lease.json"))).toBe(false);
});

test("verified-copies, a data manager: nothing is linked", () => {
  expectSuccess(examples.run("verified-copies"));
  expect(examples.read("verified-copies", "kind.txt")).toBe("copy\n");
  expect(statSync(examples.path("verified-copies", "kind.txt")).nlink).toBe(1);
});

test("verified-copies: outputs of one name get numbers", () => {
  expectSuccess(examples.sluice("verified-copies", "run", "../input-size/sluice.yml", "--outdir", "counts"));
  const config = examples.read("verified-copies", "sluice.yml");
  const names = (folder: string): string[] => readdirSync(examples.path("verified-copies", folder)).toSorted();
  examples.write(
    "verified-copies",
    "counts.yml",
    config.replace(
      "{ file: is-copy.cwl, settings: job.yml }",
      "{ file: ../input-size/count.cwl, settings: ../input-size/job.yml }",
    ),
  );
  expectSuccess(examples.sluice("verified-copies", "run", "counts.yml", "--outdir", "copied"));
  // As the default data manager does it.
  expect(names("copied")).toEqual(names("counts"));
  expect(names("copied")).toEqual(["bytes.txt", "bytes_2.txt"]);
});

test("input-size, a binding filter: large inputs go to the cluster", () => {
  const run = expectSuccess(examples.run("input-size"));
  expect(places(run).map(({ tag, deployment }) => [tag, deployment])).toEqual(
    expect.arrayContaining([
      ["0.0", "laptop"],
      ["0.1", "cluster"],
    ]),
  );
});

test("deployment-log, a deployment manager: the log says what came up and went down", () => {
  expectSuccess(examples.run("deployment-log"));
  const log = examples.read("deployment-log", "deployments.log").trim().split("\n");
  expect(log.map((line) => line.replace(/^\S+ /, ""))).toEqual(["up local", "down local"]);
});

test("tar-checkpoints, a checkpoint manager: outputs are in tar files", () => {
  expectSuccess(examples.run("tar-checkpoints", "--run-id", "first"));
  const folder = examples.path("tar-checkpoints", "checkpoints", "first");
  const archived = readdirSync(folder).map((name) =>
    execFileSync("tar", ["-tf", `${folder}/${name}`], { encoding: "utf8" }).trim(),
  );
  expect(archived.toSorted()).toEqual(["Ada.txt", "Grace.txt", "greetings.txt"]);
});

test("retry-exit-codes, a failure manager: exit code 75 is tried again", () => {
  const run = expectSuccess(
    examples.run("retry-exit-codes", "--counter", examples.path("retry-exit-codes", "attempts")),
  );
  expect(examples.read("retry-exit-codes", "attempts")).toBe("started\n".repeat(3));
  const failures = run.events.filter(({ type }) => type === "step_failed");
  expect(failures).toMatchObject([{ data: { retry: { delayMs: 100 } } }, { data: { retry: { delayMs: 100 } } }]);
});
