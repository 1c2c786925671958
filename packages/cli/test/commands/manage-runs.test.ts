import { existsSync, mkdirSync, utimesSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brittleWorkflow, echoTool } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("echo.cwl", echoTool);
  sandbox.write("brittle.cwl", brittleWorkflow);
  sandbox.sluice("run", "echo.cwl", "--message", "x", "--outdir", "one", "--run-id", "well-1", "--name", "First");
  sandbox.sluice(
    "run",
    "brittle.cwl",
    "--numbers",
    "1",
    "--numbers",
    "2",
    "--cure",
    sandbox.path("cure"),
    "--outdir",
    "two",
    "--run-id",
    "ill-1",
  );
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

describe("list", () => {
  test("shows the newest first", () => {
    const { status, stdout, stderr } = sandbox.sluice("list");
    expect(stdout).toMatch(
      /^RUN +NAME +STATUS +CREATED +DURATION +STEPS\nill-1 +\w+ +failed .*1 failed\nwell-1 +First +completed .*\n$/,
    );
    expect([status, stderr]).toEqual([0, ""]);
  });

  test("is data with --json", () => {
    expect(JSON.parse(sandbox.sluice("list", "--json").stdout)).toMatchObject([
      { run: "ill-1", status: "failed" },
      { run: "well-1" },
    ]);
  });

  test("of an empty home says so", () => {
    expect(sandbox.sluice("list", "--home", "elsewhere")).toMatchObject({ status: 0, stdout: "" });
  });
});

describe("show", () => {
  test("says how far a run is and what failed", () => {
    const { status, stdout } = sandbox.sluice("show", "ill-1");
    expect(stdout).toMatch(/^Run: +ill-1\n/);
    expect(stdout).toMatch(/^Status: +failed$/m);
    expect(stdout).toMatch(/^\/try +1 +0 +1 /m);
    expect(stdout).toContain("/try[1]: brittle.cwl:13:7: JOB_FAILED");
    expect(stdout).toContain("sluice logs ill-1 '/try[1]' --command");
    expect(status).toBe(0);
  });

  test("finds a run by the beginning of its id, or the latest", () => {
    expect(sandbox.sluice("show", "we").stdout).toContain("well-1");
    expect(sandbox.sluice("show", "latest").stdout).toContain("ill-1");
    expect(JSON.parse(sandbox.sluice("show", "latest", "--json").stdout)).toMatchObject({
      run: "ill-1",
      steps: [{ step: "/try", completed: 1, failed: 1 }],
    });
  });

  test("knows no other runs", () => {
    const { status, stdout, stderr } = sandbox.sluice("show", "wel-1");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe("RUN_NOT_FOUND: there is no run 'wel-1'\n  Did you mean 'well-1'?\n");
  });
});

describe("logs", () => {
  test("of a run are what happened", () => {
    const { stdout } = sandbox.sluice("logs", "ill-1");
    expect(stdout).toMatch(/\/try\[0\] started\n/);
    expect(stdout).toMatch(/\/try\[1\] failed( \(.*\))?: JOB_FAILED/);
  });

  test("of a step are what it wrote", () => {
    const { stdout } = sandbox.sluice("logs", "ill-1", "try", "--stream", "stderr");
    expect(stdout).toMatch(/==> \/try\[0\] stderr: .*\ntrouble with 1\n==> \/try\[1\] stderr: .*\ntrouble with 2\n/);
    expect(sandbox.sluice("logs", "ill-1", "/try[1]", "--stream", "stderr").stdout).toBe("trouble with 2\n");
  });

  test("of a step that is not there name those that are", () => {
    const { status, stderr } = sandbox.sluice("logs", "ill-1", "tri");
    expect(status).toBe(1);
    expect(stderr).toContain("/try");
  });
});

describe("a failed run", () => {
  test("is not removed with its jobs' folders by gc, but those of completed ones are", () => {
    const jobs = sandbox.path(".home/runs/well-1/jobs");
    expect(existsSync(jobs)).toBe(true);
    expect(sandbox.sluice("gc", "--older-than", "1d").stdout).toBe("");
    const dry = sandbox.sluice("gc", "--dry-run");
    expect(dry.stdout).toContain(`would remove ${jobs}`);
    expect(existsSync(jobs)).toBe(true);
    const stray = sandbox.path(".home/runs/.removed-x");
    mkdirSync(stray);
    utimesSync(stray, new Date(0), new Date(0));
    const done = sandbox.sluice("gc");
    expect(done.stdout).toContain(`removed ${jobs}`);
    expect(done.stderr).toMatch(/^Freed /);
    expect([existsSync(jobs), existsSync(stray), existsSync(sandbox.path(".home/runs/ill-1/jobs"))]).toEqual([
      false,
      false,
      true,
    ]);
    expect(sandbox.read("one/said.txt")).toBe("x\n");
  });

  test("fails again when nothing changed, and completes when the cause is gone, without repeating what was done", () => {
    expect(sandbox.sluice("resume", "ill-1")).toMatchObject({ status: 1 });
    sandbox.write("cure", "");
    const { status, stdout, stderr } = sandbox.sluice("resume", "ill-1");
    expect(stderr).not.toContain("/try[0] started");
    expect(stderr).toContain("/try[1] started");
    expect(JSON.parse(stdout)).toMatchObject({ out: [{ class: "File" }, { class: "File" }] });
    expect(status).toBe(0);
    expect(sandbox.sluice("resume", "ill-1", "--quiet")).toEqual({ status: 0, stdout, stderr: "" });
  });
});

describe("rm", () => {
  test("removes runs and leaves their outputs", () => {
    const { status, stderr } = sandbox.sluice("rm", "well-1", "nothing", "ill");
    expect(stderr).toContain("removed well-1\n");
    expect(stderr).toContain("removed ill-1\n");
    expect(stderr).toContain("RUN_NOT_FOUND");
    expect(status).toBe(1);
    expect(existsSync(sandbox.path(".home/runs/well-1"))).toBe(false);
    expect(sandbox.read("one/said.txt")).toBe("x\n");
  });
});

describe("a step that fails before it has a job", () => {
  test("is not sent to logs that are not there, while steps that have a job are", () => {
    sandbox.write(
      "early.cwl",
      `cwlVersion: v1.2
class: Workflow
requirements: { InlineJavascriptRequirement: {} }
inputs: []
outputs: []
steps:
  silent:
    in: {}
    out: []
    run: { class: CommandLineTool, baseCommand: "true", inputs: [], outputs: [] }
  early:
    in: {}
    out: []
    run: { class: ExpressionTool, inputs: [], outputs: [], expression: "\${ throw 'too early'; }" }
`,
    );
    const { stderr } = sandbox.sluice("run", "early.cwl", "--run-id", "early", "--quiet", "--on-error", "continue");
    expect(stderr).toContain("  sluice resume early");
    expect(stderr).not.toContain("sluice logs");
    const shown = sandbox.sluice("show", "early").stdout;
    expect(shown).toMatch(/^Steps: +1 of 2 known completed, 1 failed\nJobs: +1 completed$/m);
    expect(shown).not.toContain("sluice logs");
    const { status, stderr: refused } = sandbox.sluice("logs", "early", "/early");
    expect([status, refused]).toEqual([
      1,
      "RUN_STATE: no job of a step '/early' was started in this run\n  Steps with jobs: /silent.\n",
    ]);
    expect(sandbox.sluice("logs", "early", "/silent")).toMatchObject({
      status: 0,
      stdout: "",
      stderr: expect.stringMatching(/^Nothing was written to stdout and stderr; /) as string,
    });
  });
});
