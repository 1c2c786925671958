import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { Sandbox } from "../support/sandbox.ts";

const tool = `cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs: { file: { type: File, inputBinding: {} } }
stdout: said.txt
outputs: { said: stdout }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("cat.cwl", tool);
  sandbox.write("job.yml", "file: { class: File, path: data/in.txt }\n");
  sandbox.write("data/in.txt", "hello\n");
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

function call(line: string) {
  return sandbox.call(["bash", "-c", line, process.execPath, commandPath("cwl-runner"), commandPath("sluice")]);
}

describe("documents and jobs that come through streams", () => {
  test.each([
    ["a job through a pipe", 'cat job.yml | "$0" "$1" -q --outdir=out cat.cwl -'],
    ["a job from a file", '"$0" "$1" -q --outdir=out cat.cwl - < job.yml'],
    ["a document", 'cat cat.cwl | "$0" "$1" -q --outdir=out - job.yml'],
    ["both from a shell", '"$0" "$1" -q --outdir=out <(cat cat.cwl) <(cat job.yml)'],
    ["sluice run", 'cat job.yml | "$0" "$2" run --quiet --outdir=out cat.cwl -'],
    [
      "named pipes",
      'mkfifo a.cwl b; (cat cat.cwl >a.cwl; cat job.yml >b) & "$0" "$1" -q --outdir=out a.cwl b; s=$?; wait; exit $s',
    ],
  ])("%s", (_what, line) => {
    sandbox.write("out/said.txt", "");
    const { status, stderr } = call(line);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(sandbox.read("out/said.txt")).toBe("hello\n");
  });

  test("a socket", () => {
    const script = `const [file, ...argv] = process.argv.slice(1);
      const input = "file: { class: File, path: data/in.txt }";
      process.exitCode = require("node:child_process").spawnSync(file, argv, { input, stdio: ["pipe", 1, 2] }).status;`;
    const argv = [commandPath("cwl-runner"), "-q", "--outdir=out", "cat.cwl", "-"];
    const { status, stderr } = sandbox.call([process.execPath, "-e", script, process.execPath, ...argv]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("are validated", () => {
    const line = 'cat cat.cwl | "$0" "$2" validate - job.yml && cat job.yml | "$0" "$2" validate cat.cwl -';
    const said = ["-: valid", "job.yml: valid for -", "cat.cwl: valid", "-: valid for cat.cwl", ""];
    expect(call(line)).toEqual({ status: 0, stdout: said.join("\n"), stderr: "" });
  });

  test("one cannot be both", () => {
    const { status, stderr } = call('cat cat.cwl | "$0" "$1" - -');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^USAGE: '-' is the document already/);
  });

  test.each([
    ["run", ["run", "waits.cwl"]],
    ["validate", ["validate", "waits.cwl"]],
  ])("whoever waits for one can be interrupted: %s", async (_what, argv) => {
    execFileSync("sh", ["-c", 'rm -f "$0"; mkfifo "$0"', sandbox.path("waits.cwl")]);
    // The writer is let go when the command has opened the pipe, and writes nothing.
    const opened = sandbox.startCall(["sh", "-c", "exec 3>waits.cwl; echo open >&2; exec sleep 60"]);
    const started = sandbox.start(...argv);
    await opened.seen("open");
    started.child.kill("SIGINT");
    const { status } = await started.finished;
    expect(status).not.toBe(0);
    opened.child.kill("SIGKILL");
    await opened.finished;
  });
});
