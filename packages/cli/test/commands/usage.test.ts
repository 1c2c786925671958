import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandTable } from "../../src/commands/command-table.ts";
import { version } from "../../src/version.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

describe("help", () => {
  test.each(commandTable.map(({ name }) => name))("of %s has usage, options and an example", (name) => {
    const { status, stdout, stderr } = sandbox.sluice(name, "--help");
    expect(stderr).toBe("");
    expect(stdout).toMatch(new RegExp(`^Usage: sluice ${name}`));
    expect(stdout).toContain("--help");
    expect(stdout).toContain("Examples:\n  sluice ");
    expect(status).toBe(0);
    expect(sandbox.sluice("help", name).stdout).toBe(stdout);
  });

  test("of the program lists every command", () => {
    const { status, stdout } = sandbox.sluice("--help");
    expect(status).toBe(0);
    for (const { name, summary } of commandTable)
      expect(stdout).toMatch(new RegExp(`^  ${name} +${summary.split(" ")[0] ?? ""}`, "m"));
  });

  test("of cwl-runner leaves out what is only tolerated", () => {
    const { status, stdout } = sandbox.cwlRunner("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("--outdir DIR");
    expect(stdout).not.toContain("--parallel");
  });
});

describe("a wrong command line ends with status 2 and says what was meant", () => {
  test.each([
    [["rnu"], "Did you mean 'sluice run'?"],
    [["workflow.cwl"], "sluice run workflow.cwl"],
    [["list", "--jsn"], "Did you mean '--json'?"],
    [["run", "--outdri", "x", "y.cwl"], "Did you mean '--outdir'?"],
    [["run", "--outdir"], "--outdir DIR"],
    [["run", "--on-error", "stopp", "y.cwl"], "Did you mean 'stop'?"],
    [["run", "--retries", "many", "y.cwl"], "--retries takes a number"],
    [["run", "--quiet=yes", "y.cwl"], "takes no value"],
    [["show"], "needs a run"],
    [["show", "a", "b"], "does not take the argument 'b'"],
    [["gc", "--older-than", "soon"], "such as 12h"],
    [["--nonsense"], "sluice --help"],
    [["help", "nothing"], "sluice --help"],
  ])("%j", (argv, hint) => {
    const { status, stdout, stderr } = sandbox.sluice(...argv);
    expect(stderr).toContain("USAGE: ");
    expect(stderr).toContain(hint);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("no command at all", () => {
    const { status, stdout, stderr } = sandbox.sluice();
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: sluice COMMAND");
  });

  test("cwl-runner", () => {
    expect(sandbox.cwlRunner("--paralel", "x.cwl")).toMatchObject({ status: 2, stdout: "" });
    expect(sandbox.cwlRunner("--outdirr=x", "x.cwl").stderr).toContain("Did you mean '--outdir'?");
    expect(sandbox.cwlRunner().status).toBe(2);
  });
});

test("the version is that of the package", () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
    version: string;
  };
  expect(version).toBe(manifest.version);
  expect(sandbox.sluice("version").stdout).toContain(`sluice ${version} `);
  expect(sandbox.sluice("--version").stdout).toBe(sandbox.sluice("version").stdout);
  expect(sandbox.cwlRunner("--version").stdout).toContain(version);
});
