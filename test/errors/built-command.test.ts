import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath } from "../../packages/cli/test/support/built-command.ts";
import { Sandbox } from "../../packages/cli/test/support/sandbox.ts";
import { asOrdinaryUser, needs, testWith } from "../support/needs.ts";

const cases = join(import.meta.dirname, "fixtures");
let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  cpSync(cases, sandbox.folder, { recursive: true });
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

/** The golden text of a case, with paths as they are from the folder above it. */
function expected(name: string): string {
  return readFileSync(join(cases, name, "expected"), "utf8").replaceAll(
    /\b([\w./-]+\.(?:cwl|yml|json|txt)):(\d)/g,
    `${name}/$1:$2`,
  );
}

describe("the commands print the same messages", () => {
  test.each([
    "alias-bomb",
    "binary-file",
    "broken-expression",
    "cycle",
    "empty-file",
    "link-type-mismatch",
    "misspelt-field",
    "unclosed-quote",
  ])("%s, with exit status 1", (name) => {
    const { status, stdout, stderr } = sandbox.sluice("validate", `${name}/main.cwl`);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: expected(name) });
  });

  test.each(["job-misspelt-input", "job-wrong-types", "job-is-a-list"])("%s, before anything runs", (name) => {
    const { status, stdout, stderr } = sandbox.cwlRunner(`${name}/main.cwl`, `${name}/job.yml`);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: expected(name) });
  });

  test("with exit status 33 for what this build does not have", () => {
    const { status, stderr } = sandbox.cwlRunner("software-required/main.cwl");
    expect({ status, stderr }).toEqual({ status: 33, stderr: expected("software-required") });
  });
});

test("a run that fails says where, without a stack", () => {
  const { status, stderr } = sandbox.cwlRunner("--quiet", "run-output-missing/main.cwl");
  expect(status).toBe(1);
  expect(stderr).toContain('run-output-missing/main.cwl:6:3: CWL_OUTPUT_INVALID: output "table" must be File');
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("a job that is too large for the machine says where it is asked for", () => {
  sandbox.write(
    "large.cwl",
    "cwlVersion: v1.2\nclass: CommandLineTool\nhints:\n  ResourceRequirement:\n    coresMin: 1000000\n" +
      "inputs: []\noutputs: []\nbaseCommand: 'true'\n",
  );
  const { status, stderr } = sandbox.cwlRunner("--quiet", "large.cwl");
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /large\.cwl:4:3: RESOURCES_UNSATISFIABLE: \/large can never run: .*1000000 cores asked for, it has \d+\.\n +Ask for less/,
  );
});

describe("unknown fields", () => {
  test("are warnings with --non-strict", () => {
    const { status, stderr } = sandbox.sluice("validate", "--non-strict", "unknown-field/main.cwl");
    expect(status).toBe(0);
    expect(stderr).toContain("warning: unknown-field/main.cwl:4:1: CWL_INVALID: CommandLineTool has no field 'colour'");
  });

  test.each([["run"], ["run", "--relax-path-checks", "--skip-schemas"]])(
    "do not keep a tool from running: %s",
    (...argv) => {
      const { status } = sandbox.sluice(...argv, "--non-strict", "--quiet", "unknown-field/main.cwl", "--a", "x");
      expect(status).toBe(0);
    },
  );

  test("are errors with --strict, which wins", () => {
    expect(sandbox.sluice("validate", "--non-strict", "--strict", "unknown-field/main.cwl").status).toBe(1);
  });
});

testWith(needs.ordinaryUser, "an output folder that cannot be written", () => {
  mkdirSync(sandbox.path("closed"), { mode: 0o555 });
  const argv = [process.execPath, commandPath("cwl-runner"), "--outdir", "closed", "run-job-fails/main.cwl"];
  const { status, stdout, stderr } = sandbox.call([...asOrdinaryUser, ...argv]);
  expect({ status, stdout, stderr: stderr.replaceAll(`${sandbox.folder}/`, "") }).toEqual({
    status: 1,
    stdout: "",
    stderr: "FILE_UNWRITABLE: outputs cannot go to closed: it is not writable\n  Name another folder with --outdir.\n",
  });
});
