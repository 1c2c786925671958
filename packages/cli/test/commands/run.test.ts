import { existsSync, mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { brittleWorkflow, echoTool } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";
import { asOrdinaryUser, needs, testWith } from "../../../../test/support/needs.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("echo.cwl", echoTool);
  sandbox.write("brittle.cwl", brittleWorkflow);
  sandbox.write("job.yml", "message: from the file\n");
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

describe("outputs", () => {
  test("are the only thing on standard output", () => {
    const { status, stdout, stderr } = sandbox.sluice("run", "echo.cwl", "--message", "hello", "--outdir", "out/here");
    expect(stderr).toContain("Completed 1 job in ");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ said: { class: "File", basename: "said.txt" } });
    expect(sandbox.read("out/here/said.txt")).toBe("hello\n");
  });

  test("go to the working directory unless told otherwise", () => {
    expect(sandbox.sluice("run", "echo.cwl", "job.yml").status).toBe(0);
    expect(sandbox.read("said.txt")).toBe("from the file\n");
  });

  test("are the last event with --json", () => {
    const { status, stdout } = sandbox.sluice(
      "run",
      "echo.cwl",
      "job.yml",
      "--json",
      "--outdir",
      "json",
      "--run-id",
      "events",
    );
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; [key: string]: unknown });
    expect(events.map(({ type }) => type)).toContain("step_completed");
    expect(events.at(-1)).toMatchObject({
      type: "result",
      run: "events",
      status: "completed",
      outputs: { said: { class: "File" } },
    });
    expect(status).toBe(0);
  });

  test("come without a word with --quiet", () => {
    const { status, stderr } = sandbox.sluice("run", "-q", "echo.cwl", "job.yml", "--outdir", "quiet");
    expect([status, stderr]).toEqual([0, ""]);
  });

  test("come as events without a word for people with --quiet --json, also when they are taken up", () => {
    const run = sandbox.sluice(
      "run",
      "-q",
      "--json",
      "echo.cwl",
      "job.yml",
      "--outdir",
      "events",
      "--run-id",
      "silent",
    );
    const again = sandbox.sluice("resume", "-q", "--json", "silent");
    for (const { status, stdout, stderr } of [run, again]) {
      expect([status, stderr]).toEqual([0, ""]);
      const events = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { type: string });
      expect(events.at(-1)).toMatchObject({ type: "result", status: "completed" });
    }
    const loud = sandbox.sluice("run", "--json", "echo.cwl", "job.yml", "--outdir", "events");
    expect(loud.stderr).toMatch(/^Completed 1 job/);
    const failed = sandbox.sluice("run", "-q", "--json", "echo.cwl", "--message", "x", "--outdir", "job.yml");
    expect([failed.status === 0, failed.stderr]).toEqual([false, expect.stringContaining("job.yml")]);
  });

  test("that cannot be written are not lost silently", () => {
    const node = process.execPath;
    const { status, stderr } = sandbox.call(["sh", "-c", `'${node}' '${commandPath("sluice")}' help > /dev/full`]);
    if (!existsSync("/dev/full")) return;
    expect(status).toBe(1);
    expect(stderr).toContain("DISK_FULL");
  });

  test("that nobody reads harm no run: its end says that they were not received", () => {
    const line = `'${process.execPath}' '${commandPath("sluice")}' run echo.cwl job.yml --json --outdir pipe; echo "status $?" >&2`;
    const { stderr } = sandbox.call(["sh", "-c", `{ ${line}; } | head -c 1 > /dev/null`]);
    expect(stderr).toMatch(
      /cannot be written to standard output: write EPIPE\n.*--outputs' prints them\.\nstatus 1\n$/,
    );
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
    expect(sandbox.read("pipe/said.txt")).toBe("from the file\n");
  });
});

describe("inputs", () => {
  test("are listed with their documentation", () => {
    const { status, stdout } = sandbox.sluice("run", "echo.cwl", "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Says something.");
    expect(stdout).toMatch(/--message STRING +What to say \(string\)/);
    expect(stdout).toMatch(/--times INT +\(int; default: 3\)/);
    expect(stdout).toMatch(/--\[no-\]loud +Say it twice/);
    expect(stdout).toMatch(/said +What was said/);
  });

  test("from the command line count more than those of the file", () => {
    expect(sandbox.sluice("run", "echo.cwl", "job.yml", "--message=from the line", "--outdir", "both").status).toBe(0);
    expect(sandbox.read("both/said.txt")).toBe("from the line\n");
  });

  test.each([
    [["--mesage", "x"], 2, "Did you mean '--message'?"],
    [["--outdr", "x"], 2, "Did you mean '--outdir'?"],
    [["--message"], 2, "needs a value"],
    [["--message", "a", "--message", "b"], 2, "more than once"],
    [["job.yml", "other.yml"], 2, "one argument too many"],
    [["--message", "a", "--times", "often"], 1, "CWL_INPUT_INVALID"],
    [[], 1, "message"],
    [["nowhere.yml"], 1, "nowhere.yml"],
  ])("%j is refused", (argv, status, text) => {
    const finished = sandbox.sluice("run", "echo.cwl", ...argv);
    expect(finished.stderr).toContain(text);
    expect(finished.stderr).not.toContain("INTERNAL");
    expect([finished.status, finished.stdout]).toEqual([status, ""]);
  });
});

describe("documents", () => {
  test("that are not there are named, with what is there", () => {
    const { status, stderr } = sandbox.sluice("run", "ecko.cwl");
    expect(status).toBe(1);
    expect(stderr).toBe("FILE_NOT_FOUND: there is no file ecko.cwl\n  Did you mean 'echo.cwl'?\n");
  });

  test("that are wrong are told with file, line and column", () => {
    sandbox.write("wrong.cwl", echoTool.replace("baseCommand", "baseComand"));
    const { status, stdout, stderr } = sandbox.sluice("run", "wrong.cwl", "--message", "x");
    expect(stderr).toMatch(/^wrong\.cwl:4:1: CWL_INVALID: /);
    expect([status, stdout]).toEqual([1, ""]);
  });

  test("that need what this build lacks end with status 33", () => {
    sandbox.write("docker.cwl", `${echoTool}requirements: { DockerRequirement: { dockerPull: "debian:12" } }\n`);
    const { status, stdout, stderr } = sandbox.sluice("run", "docker.cwl", "--message", "x");
    expect(stderr).toContain("CWL_UNSUPPORTED");
    expect([status, stdout]).toEqual([33, ""]);
  });

  test("in another language are refused", () => {
    sandbox.write("notes.txt", "nothing to run\n");
    expect(sandbox.sluice("run", "notes.txt")).toMatchObject({ status: 1, stdout: "" });
  });
});

describe("a failing step", () => {
  test("is named with its exit status, the end of its standard error and what to do next", () => {
    const { status, stderr } = sandbox.sluice(
      "run",
      "brittle.cwl",
      "--numbers",
      "1",
      "--numbers",
      "2",
      "--cure",
      "none",
      "--run-id",
      "broken",
    );
    expect(status).toBe(1);
    expect(stderr).toContain("/try[1] (exit status 1): ");
    expect(stderr).toContain("│ trouble with 2");
    expect(stderr).toContain("sluice logs broken '/try[1]'");
    expect(stderr).toContain("sluice resume broken");
  });

  test("has a name of any length, and the table of runs stays one", () => {
    const name = "long ".repeat(5000);
    expect(sandbox.sluice("run", "-q", "echo.cwl", "job.yml", "--outdir", "named", "--name", name).status).toBe(0);
    const [header = "", row = ""] = sandbox.sluice("list").stdout.split("\n");
    expect(header.length).toBeLessThan(200);
    expect(row).toContain("long long");
  });

  test.each([
    ["latest", "it means the newest run"],
    ["../x", "Use at most 100 letters"],
    ["x".repeat(101), "Use at most 100 letters"],
  ])("has no id that means something else or is no name: %s", (id, why) => {
    const { status, stderr } = sandbox.sluice("run", "echo.cwl", "job.yml", "--run-id", id);
    expect(status).toBe(2);
    expect(stderr).toContain("cannot be a run's id");
    expect(stderr).toContain(why);
  });

  test("lets the rest run with --on-error continue", () => {
    const { status, stderr } = sandbox.sluice(
      "run",
      "brittle.cwl",
      "--on-error",
      "continue",
      "--numbers",
      "2",
      "--numbers",
      "3",
      "--cure",
      "none",
    );
    expect(status).toBe(1);
    expect(stderr).toContain("1 step failed, 1 completed");
  });
});

describe("a folder for outputs that cannot be written", () => {
  test("because a file is in the way", () => {
    sandbox.write("file", "");
    const { status, stderr } = sandbox.sluice("run", "echo.cwl", "job.yml", "--outdir", "file/out");
    expect(status).toBe(1);
    expect(stderr).toContain("FILE_UNWRITABLE");
  });

  testWith(needs.ordinaryUser, "because of its mode", () => {
    mkdirSync(sandbox.path("closed"), { mode: 0o555 });
    const { status, stderr } = sandbox.call([
      ...asOrdinaryUser,
      process.execPath,
      commandPath("sluice"),
      "run",
      "echo.cwl",
      "job.yml",
      "--outdir",
      "closed",
    ]);
    expect(stderr).toContain("FILE_UNWRITABLE: outputs cannot go to ");
    expect(stderr).toContain("--outdir");
    expect(status).toBe(1);
  });
});

test("a job may ask for no core at all", () => {
  sandbox.write(
    "little.cwl",
    "cwlVersion: v1.2\nclass: CommandLineTool\nrequirements: { ResourceRequirement: { coresMin: 0 } }\nbaseCommand: [echo, $(runtime.cores)]\ninputs: {}\noutputs: { o: stdout }\nstdout: o.txt\n",
  );
  const { status, stderr } = sandbox.sluice("run", "little.cwl", "--quiet");
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
