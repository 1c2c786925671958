import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSuccess, ExamplesCopy, places } from "./examples-copy.ts";

let examples: ExamplesCopy;
beforeAll(() => void (examples = new ExamplesCopy()));
afterAll(() => examples[Symbol.dispose]());

const lines = (text: string): string[] => text.trim().split("\n");

test("logging says when steps start and end", () => {
  const { stderr } = expectSuccess(examples.run("logging"));
  expect(lines(stderr).filter((line) => line === "Starting /greet")).toHaveLength(2);
  expect(stderr).toMatch(/^Completed \/join in \d+\.\d\d s$/m);
});

test("configurable-logging writes into the file of its options", () => {
  const { stderr } = expectSuccess(examples.run("configurable-logging"));
  expect(stderr).not.toContain("completed in");
  const written = lines(examples.read("configurable-logging", "steps.log"));
  expect(written).toHaveLength(3);
  expect(written).toContainEqual(
    expect.stringMatching(/^\/greet completed in \d+\.\d\d s with inputs: \{"name":"Ada"\}$/),
  );
});

test("configurable-logging: an option that it does not have is refused, with its place", () => {
  const config = examples.read("configurable-logging", "sluice.yml").replace("verbose", "verbos");
  examples.write("configurable-logging", "wrong.yml", config);
  const { status, stderr } = examples.sluice("configurable-logging", "run", "wrong.yml");
  expect(status).toBe(1);
  expect(stderr).toMatch(/wrong\.yml:4:16: PLUGIN_OPTIONS: plugin configurable-logging: unknown option 'verbos'/);
});

test("timing shows the slowest steps first", () => {
  const { stderr } = expectSuccess(examples.run("timing"));
  const [, list = ""] = /Execution times:\n((?: {2}.*\n)+)Total: \d+\.\d{4} s/.exec(stderr) ?? [];
  const times = lines(list).map((line) => /(\/\w+): (\d+\.\d+) s/.exec(line));
  expect(times.map((match) => String(match?.[1])).toSorted()).toEqual(["/greet", "/join"]);
  const seconds = times.map((match) => Number(match?.[2]));
  expect(seconds).toEqual(seconds.toSorted((left, right) => right - left));
});

test("progress counts", () => {
  const { stderr } = expectSuccess(examples.run("progress"));
  expect(stderr).toMatch(/Starting execution: 0\/\d+ steps/);
  expect(stderr).toMatch(/Progress: 2\/\d+ \(\d+%\)/);
  expect(stderr).toMatch(/Completed: 3 steps in \d+\.\d\d s/);
});

test("error-tracking collects what failed", () => {
  const { status, stderr } = examples.run("error-tracking");
  expect(status).toBe(1);
  expect(stderr).toContain("Total errors: 1");
  expect(stderr).toMatch(/- \/divide: JOB_FAILED: .*exit code 3/);
});

test("caching skips work that was done before", () => {
  const first = expectSuccess(examples.run("caching"));
  expect(first.outputs).toEqual({ square: "16" });
  expect(places(first)).toHaveLength(1);
  const second = expectSuccess(examples.run("caching"));
  expect(second.outputs).toEqual({ square: "16" });
  expect(places(second)).toEqual([]);
  expect(second.stderr).toContain("Cache hit for /square");
  expect(second.events).toContainEqual(
    expect.objectContaining({ type: "step_completed", data: expect.objectContaining({ answeredBy: "caching" }) }),
  );
  const other = expectSuccess(examples.run("caching", "--number", "5"));
  expect(other.outputs).toEqual({ square: "25" });
});

test("metrics are exported for Prometheus", () => {
  expectSuccess(examples.run("metrics"));
  const exported = lines(examples.read("metrics", "sluice.prom"));
  expect(exported).toContain('sluice_steps_total{step="/greet",outcome="succeeded"} 2');
  expect(exported).toContain('sluice_steps_total{step="/greet",outcome="failed"} 0');
  expect(exported).toContainEqual(expect.stringMatching(/^sluice_run_seconds \d/));
  for (const line of exported) expect(line).toMatch(/^(?:# (?:HELP|TYPE) \S+ .+|\w+(?:\{.*\})? [\d.e-]+)$/);
});

test.each(["metrics-exporter", "metrics-collector"])("%s: the exporter gets what the collector collected", (name) => {
  expectSuccess(examples.run(name, "--run-id", `run-${name}`));
  const exported = lines(examples.read(name, "sluice.prom"));
  expect(exported[0]).toBe("# TYPE sluice_step_seconds gauge");
  expect(exported[1]).toMatch(new RegExp(`^sluice_step_seconds\\{run="run-${name}",step="/greet"\\} [\\d.e-]+$`));
  expect(exported).toHaveLength(3);
});

test("metrics-exporter is left out without the plugin that it requires", () => {
  const config = examples.read("metrics-exporter", "sluice.yml").replace("  - ../metrics-collector\n", "");
  examples.write("metrics-exporter", "alone.yml", config.replace("sluice.prom", "alone.prom"));
  const { stderr } = examples.sluice("metrics-exporter", "run", "alone.yml");
  expect(stderr).toMatch(/metrics-exporter.*metrics-collector/);
  expect(existsSync(examples.path("metrics-exporter", "alone.prom"))).toBe(false);
});

test("run-statistics: state over several runs of an engine", () => {
  const { stdout } = expectSuccess(examples.node("run-statistics", "three-runs.ts"));
  const { runs, averageDuration } = JSON.parse(stdout) as { runs: number; averageDuration: number };
  expect(runs).toBe(3);
  expect(averageDuration).toBeGreaterThan(0);
});

test("result-writer writes rows", () => {
  expectSuccess(examples.run("result-writer", "--run-id", "written"));
  const database = new DatabaseSync(examples.path("result-writer", "results.sqlite"));
  const rows = database.prepare("SELECT run, step, seconds, result FROM results ORDER BY step").all();
  database.close();
  expect(rows.map(({ run, step }) => [run, step])).toEqual([
    ["written", "/greet#0.0"],
    ["written", "/greet#0.1"],
    ["written", "/join#0"],
  ]);
  expect(JSON.parse(String(rows[0]?.["result"]))).toMatchObject({ greeting: { basename: "Ada.txt" } });
});

test("result-writer does not fail the run when its database cannot be written", () => {
  const config = examples.read("result-writer", "sluice.yml").replace("results.sqlite", "missing/results.sqlite");
  examples.write("result-writer", "unwritable.yml", config);
  const { stderr } = expectSuccess(examples.sluice("result-writer", "run", "unwritable.yml"));
  expect(stderr).toMatch(/result-writer.*no results are written to .*missing\/results\.sqlite/);
});

test("every-hook is told of everything that happens", () => {
  expectSuccess(examples.run("every-hook"));
  const log = lines(examples.read("every-hook", "hooks.log"));
  const fired = new Set(log.map((line) => line.split(" ")[0]));
  for (const hook of [
    "beforeGraphExecute",
    "beforeNodeExecute",
    "wrapNodeExecute",
    "transformJobRequest",
    "onJobState",
    "beforeDeploy",
    "afterDeploy",
    "beforeTransfer",
    "afterTransfer",
    "afterNodeExecute",
    "afterGraphExecute",
    "beforeUndeploy",
    "afterUndeploy",
  ]) {
    expect([...fired]).toContain(hook);
  }
  expect(log).toContain('beforeNodeExecute "/greet#0.0" "cwl.command-line-tool" 1 {"name":"Ada"}');
});

test("tap-reporter is told of the runs of a configuration that names it, once, also when they are resumed", () => {
  const cure = examples.path("tap-reporter", "cure.txt");
  const tool = `cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: [test, -e, ${cure}]\ninputs: []\noutputs: []\n`;
  examples.write("tap-reporter", "brittle.cwl", tool);
  const workflow = "workflows: { brittle: { type: cwl, config: { file: brittle.cwl } } }";
  examples.write("tap-reporter", "told.yml", `version: v1.0\nplugins: [.]\nreporters: [tap]\n${workflow}\n`);
  const run = ["run", "told.yml", "--quiet", "--run-id", "told"];
  const failed = examples.sluice("tap-reporter", ...run, "--reporter", "tap");
  expect(failed.status).toBe(1);
  expect(lines(failed.stdout).filter((line) => line === "TAP version 14")).toHaveLength(1);
  expect(failed.stdout).toMatch(/^not ok 1 - \/brittle/m);
  examples.write("tap-reporter", "cure.txt", "");
  const resumed = expectSuccess(examples.sluice("tap-reporter", "resume", "told", "--quiet"));
  expect(resumed.stdout).toMatch(/^TAP version 14$[^]*^ok 1 - \/brittle/m);
});

test("tap-reporter shows a run in the Test Anything Protocol", () => {
  const { stdout } = expectSuccess(
    examples.sluice("tap-reporter", "run", "sluice.yml", "--quiet", "--reporter", "tap"),
  );
  const tap = lines(stdout);
  expect(tap[0]).toBe("TAP version 14");
  expect(tap).toContainEqual(expect.stringMatching(/^ok \d+ - \/greet 0\.1$/));
  expect(tap).toContainEqual(expect.stringMatching(/^1\.\.\d+$/));
});
