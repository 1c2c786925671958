import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSuccess, ExamplesCopy, places } from "./examples-copy.ts";

let examples: ExamplesCopy;
beforeAll(() => void (examples = new ExamplesCopy()));
afterAll(() => examples[Symbol.dispose]());

test("shell-steps: a graph of operations, made by hand", () => {
  const { stdout } = expectSuccess(examples.node("shell-steps", "count-words.ts"));
  expect(JSON.parse(stdout)).toEqual({ words: 4 });
});

test.each(["line-language", "shell-steps"])("%s: a workflow of lines, named in a configuration", (name) => {
  const { outputs } = expectSuccess(examples.run(name));
  expect(outputs).toEqual({ text: "55\n" });
});

test("line-language: a document is run without a configuration, and its faults have places", () => {
  const plugins = ["--plugin", ".", "--plugin", "../shell-steps"];
  const run = expectSuccess(examples.sluice("line-language", "run", "squares.lines", "--quiet", ...plugins));
  expect(run.stdout).toContain("55");
  examples.write("line-language", "broken.lines", "numbers: seq 3\n\nno command here\n");
  const broken = examples.sluice("line-language", "run", "broken.lines", ...plugins);
  expect(broken.status).toBe(1);
  expect(broken.stderr).toMatch(/broken\.lines:3:1: CONFIG_INVALID/);
});

test("disk-usage adds a command", () => {
  expectSuccess(examples.run("disk-usage", "--run-id", "measured"));
  expectSuccess(examples.sluice("disk-usage", "plugin", "add", "."));
  const { stdout } = expectSuccess(examples.sluice("disk-usage", "du", "--bytes", "measured"));
  expect(stdout).toMatch(/^[1-9]\d*\tmeasured\n$/);
  expect(expectSuccess(examples.sluice("disk-usage", "help", "du")).stdout).toContain("--bytes");
  expectSuccess(examples.sluice("disk-usage", "plugin", "remove", "disk-usage"));
  expect(examples.sluice("disk-usage", "du").status).toBe(2);
});

test("dataset-scheme fetches by name", () => {
  expectSuccess(examples.run("dataset-scheme"));
  expect(examples.read("dataset-scheme", "lines.txt").trim()).toBe("3");
  examples.write("dataset-scheme", "job.yml", "file: { class: File, location: dataset://unknown.txt }\n");
  const missing = examples.run("dataset-scheme");
  expect(missing.status).toBe(1);
  expect(missing.stderr).toContain("dataset://unknown.txt: there is no such data set");
});

test("command-secrets: a program is asked, and its answer is written nowhere", () => {
  expectSuccess(examples.run("command-secrets", "--run-id", "secretive"));
  expect(examples.read("command-secrets", "priority.txt")).toContain("climate");
  const home = join(examples.folder, "home");
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) {
    expect(readFileSync(join(parentPath, name), "latin1")).not.toContain("../nice/team.env");
  }
});

test("plain-cache: a second run finds the results of the first", () => {
  const cache = ["--cache", "cache", "--cache-store", "plain"];
  expect(places(expectSuccess(examples.run("plain-cache", ...cache)))).toHaveLength(3);
  expect(existsSync(examples.path("plain-cache", "cache"))).toBe(true);
  const again = expectSuccess(examples.run("plain-cache", ...cache));
  expect(places(again)).toEqual([]);
  expect(examples.read("plain-cache", "greetings.txt")).toBe("Hello Ada\nHello Grace\n");
  const [entry = ""] = globSync("*/outputs.json", { cwd: examples.path("plain-cache", "cache") });
  expect(JSON.parse(examples.read("plain-cache", "cache", entry))).toMatchObject({ createdAt: expect.any(Number) });
});

test("plain-cache finds again what it stored", () => {
  const { stdout } = expectSuccess(
    examples.node("plain-cache", "greet-twice.ts", examples.path("plain-cache", "alone")),
  );
  expect(JSON.parse(stdout)).toEqual({ before: null, after: "Hello\n" });
});

test("process-executor calls functions in other processes", () => {
  const { stdout } = expectSuccess(examples.node("process-executor", "call-square.ts"));
  expect(JSON.parse(stdout)).toEqual({ squared: 144, elsewhere: true });
});

test("image-map: a tool's image means an environment", () => {
  const run = expectSuccess(examples.run("image-map"));
  expect(places(run)).toMatchObject([
    { deployment: expect.stringMatching(/^image-[0-9a-f]{12}$/), location: "slot-1" },
  ]);
  expect(examples.read("image-map", "out.txt")).toBe("from what stands for this image\n");
});
