import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { sleepTool } from "../support/documents.ts";
import { Sandbox, type Finished } from "../support/sandbox.ts";

/** Says that it ran, and makes a file and a folder whose names nobody knows before. */
const secretive = `cwlVersion: v1.2
class: CommandLineTool
requirements: { InlineJavascriptRequirement: {} }
baseCommand: [sh, -c, 'echo ran >> "$0"; mkdir tree; echo leaf > tree/leaf.txt; echo result > result.txt']
inputs: { log: { type: string, inputBinding: {} } }
outputs:
  file: { type: File, outputBinding: { glob: $("result" + ".txt") } }
  tree: { type: Directory, outputBinding: { glob: $("tr" + "ee") } }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("tool.cwl", secretive);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

const runs = (log: string): number => sandbox.read(log).trimEnd().split("\n").length;
const full = existsSync("/dev/full");

/** Calls the commands by way of a shell, which knows more ways to give them an output. */
const shell = (line: string): Finished => {
  const commands = (["sluice", "cwl-runner"] as const).map(
    (name) => `${name}() { "${process.execPath}" "${commandPath(name)}" "$@"; }`,
  );
  return sandbox.call(["bash", "-c", [...commands, line].join("\n")]);
};

describe("a folder where an output's file must go", () => {
  test("ends the run as failed in publishing; it is resumed elsewhere, and nothing runs again", () => {
    mkdirSync(sandbox.path("taken/result.txt"), { recursive: true });
    const log = sandbox.path("one.log");
    const failed = sandbox.sluice("run", "tool.cwl", "--log", log, "--outdir", "taken", "--run-id", "one");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain("all steps are done, and the outputs cannot be placed");
    expect(failed.stderr).toContain("PUBLISHING_FAILED");
    expect(failed.stderr).toContain("a folder of that name is there");
    expect(failed.stderr).toContain("sluice resume one --outdir DIR");
    const shown = sandbox.sluice("show", "one").stdout;
    expect(shown).toMatch(/^Status: +failed$/m);
    expect(shown).toContain("PUBLISHING_FAILED");
    expect(sandbox.sluice("resume", "one").status).toBe(1);
    const placed = sandbox.sluice("resume", "one", "--outdir", "free");
    expect(placed.status).toBe(0);
    expect(JSON.parse(placed.stdout)).toMatchObject({ file: { path: sandbox.path("free/result.txt"), size: 7 } });
    expect(sandbox.read("free/tree/leaf.txt")).toBe("leaf\n");
    expect(sandbox.sluice("show", "one").stdout).toMatch(/^Outputs: .*\/free$/m);
    expect(runs("one.log")).toBe(1);
  });

  test("or is taken away, and the same command places them", () => {
    mkdirSync(sandbox.path("cleared/result.txt"), { recursive: true });
    const log = sandbox.path("two.log");
    expect(sandbox.sluice("run", "tool.cwl", "--log", log, "--outdir", "cleared", "--run-id", "two").status).toBe(1);
    rmSync(sandbox.path("cleared/result.txt"), { recursive: true });
    expect(sandbox.sluice("resume", "two").status).toBe(0);
    expect(sandbox.read("cleared/result.txt")).toBe("result\n");
    expect(readdirSync(sandbox.path("cleared")).toSorted()).toEqual(["result.txt", "tree"]);
    expect(runs("two.log")).toBe(1);
  });

  test("keeps a run of cwl-runner, which can be resumed, too", () => {
    mkdirSync(sandbox.path("other/result.txt"), { recursive: true });
    const log = sandbox.path("three.log");
    const failed = sandbox.cwlRunner("--outdir", "other", "tool.cwl", "--log", log);
    expect(failed.status).toBe(1);
    const [, command = ""] = /^ {2}sluice (resume \S+) --outdir DIR$/m.exec(failed.stderr) ?? [];
    expect(sandbox.sluice(...command.split(" "), "--outdir", "others").status).toBe(0);
    expect(sandbox.read("others/result.txt")).toBe("result\n");
    expect(runs("three.log")).toBe(1);
  });
});

describe("a completed run", () => {
  test("tells its outputs again, as run told them, and can place them once more", () => {
    const log = sandbox.path("four.log");
    const first = sandbox.sluice("run", "tool.cwl", "--log", log, "--outdir", "here", "--run-id", "four", "--quiet");
    expect(sandbox.sluice("resume", "four", "--quiet")).toEqual({ status: 0, stdout: first.stdout, stderr: "" });
    expect(sandbox.sluice("resume", "four").stderr).toContain("Run four was completed before");
    expect(sandbox.sluice("show", "four", "--outputs")).toEqual({ status: 0, stdout: first.stdout, stderr: "" });
    const result = sandbox.sluice("resume", "four", "--json").stdout;
    expect(JSON.parse(result)).toMatchObject({ type: "result", status: "completed", outputs: { file: { size: 7 } } });
    rmSync(sandbox.path("here"), { recursive: true });
    const placed = sandbox.sluice("resume", "four", "--outdir", "there", "--quiet");
    expect(placed.stdout).toBe(first.stdout.replaceAll("/here/", "/there/"));
    expect(sandbox.sluice("show", "four", "--outputs").stdout).toBe(placed.stdout);
    expect(runs("four.log")).toBe(1);
  });

  test.skipIf(!full)("whose outputs could not be written says how to get them, and ends with an error", () => {
    const lost = shell(
      `sluice run tool.cwl --log "${sandbox.path("five.log")}" --outdir five --run-id five --quiet >/dev/full`,
    );
    expect(lost.stderr).toContain("DISK_FULL: the outputs cannot be written to standard output: ENOSPC");
    expect(lost.stderr).toContain("'sluice show five --outputs' prints them");
    expect(lost.status).toBe(1);
    expect(shell("sluice resume five >/dev/full")).toMatchObject({ status: 1, stdout: "" });
    expect(JSON.parse(sandbox.sluice("show", "five", "--outputs").stdout)).toMatchObject({ file: { size: 7 } });
  });

  test.skipIf(!full)("is kept by cwl-runner until its outputs were written", () => {
    const lost = shell(`cwl-runner --outdir six tool.cwl --log "${sandbox.path("six.log")}" >/dev/full`);
    expect(lost.status).toBe(1);
    const [, command = ""] = /'sluice (show \S+ --outputs)' prints them/.exec(lost.stderr) ?? [];
    expect(JSON.parse(sandbox.sluice(...command.split(" ")).stdout)).toMatchObject({ file: { size: 7 } });
  });

  test("whose reader went away ends with an error", () => {
    const { stderr } = shell(
      `{ sluice run tool.cwl --log "${sandbox.path("seven.log")}" --outdir seven --run-id seven; echo "status $?" >&2; } | true`,
    );
    expect(stderr).toContain("FILE_UNWRITABLE: the outputs cannot be written to standard output: write EPIPE");
    expect(stderr).toContain("'sluice show seven --outputs' prints them");
    expect(stderr).toContain("status 1");
  });
});

test("a run that was stopped has no outputs to show", async () => {
  sandbox.write("sleep.cwl", sleepTool);
  const { child, seen, finished } = sandbox.start("run", "sleep.cwl", "--seconds", "1005.1", "--run-id", "eight");
  await seen("/sleep started");
  child.kill("SIGINT");
  expect((await finished).status).toBe(130);
  const shown = sandbox.sluice("show", "eight", "--outputs");
  expect(shown.stderr).toContain("RUN_STATE: run eight is cancelled: it has no outputs yet");
  expect([shown.status, shown.stdout]).toEqual([1, ""]);
});
