import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSuccess, ExamplesCopy } from "./examples-copy.ts";

let examples: ExamplesCopy;
beforeAll(() => void (examples = new ExamplesCopy()));
afterAll(() => examples[Symbol.dispose]());

test("with an engine: plugins are there for all of its runs", () => {
  const { stdout, stderr } = expectSuccess(examples.node("registration", "with-engine.ts"));
  expect(JSON.parse(stdout)).toEqual({ text: "hello\n" });
  expect(stderr).toContain("Execution times:");
  expect(stderr).toContain("Progress: 1/1 (100%)");
});

test("with a run: the plugin is there for that run only", () => {
  const { stdout } = expectSuccess(examples.node("registration", "with-run.ts"));
  expect(JSON.parse(stdout)).toEqual({ timed: ["/hello"], other: [] });
});

test("by a configuration: folders, with and without options", () => {
  const { stderr } = expectSuccess(examples.run("registration"));
  expect(stderr).toContain("Execution times:");
  expect(stderr).toContain("/greet completed in");
});

test("as a package: what a project depends on is there without being named", () => {
  const compiler = join(examples.folder, "node_modules/.bin/tsc");
  execFileSync(compiler, ["-p", examples.path("registration", "package")], { stdio: "pipe" });
  const project = join(examples.folder, "plugins", "project");
  const installed = join(project, "node_modules", "sluice-plugin-step-count");
  mkdirSync(installed, { recursive: true });
  for (const part of ["package.json", "dist"]) {
    cpSync(examples.path("registration", "package", part), join(installed, part), { recursive: true });
  }
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "project", private: true, dependencies: { "sluice-plugin-step-count": "1.0.0" } }),
  );
  // Whatever the umask is: what a group may write is not loaded by itself.
  execFileSync("chmod", ["-R", "go-w", join(examples.folder, "plugins")]);

  const run = expectSuccess(examples.sluice("project", "run", "../workflows/greet.cwl"));
  expect(run.stderr).toContain("3 steps\n");

  const list = expectSuccess(examples.sluice("project", "plugin", "list"));
  expect(list.stdout).toContain("step-count");

  const without = expectSuccess(examples.sluice("project", "run", "../workflows/greet.cwl", "--no-auto-plugins"));
  expect(without.stderr).not.toContain("3 steps");
});

const folders = readdirSync(join(import.meta.dirname, "../../examples/plugins"), { withFileTypes: true }).flatMap(
  ({ name, parentPath }) => (existsSync(join(parentPath, name, "package.json")) ? [name] : []),
);

/** What a plugin requires has to be named, too. */
const required: Readonly<Record<string, readonly string[]>> = {
  "metrics-exporter": ["--plugin", "../metrics-collector"],
  "line-language": ["--plugin", "../shell-steps"],
};

test.each(folders)("by its folder, shown and loaded: %s", (name) => {
  const argv = ["plugin", "show", ".", "--load", ...(required[name] ?? [])];
  const { stdout } = expectSuccess(examples.sluice(name, ...argv));
  expect(stdout).toMatch(/^ *Status +ok$/m);
  expect(stdout).toMatch(/^ *Loading +works$/m);
});
