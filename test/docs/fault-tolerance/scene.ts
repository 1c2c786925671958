import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { Sandbox, type Finished, type Started } from "../../../packages/cli/test/support/sandbox.ts";

/** Says that it started, then waits for the file `go`; what it answers to SIGTERM is its mode. */
export const gate = `cwlVersion: v1.2
class: CommandLineTool
baseCommand:
  - sh
  - -c
  - |
    case "$1" in obey) ;; exits) trap "exit 0" TERM ;; ignores) trap "" TERM ;; esac
    echo half; echo start >> "$0/starts"
    until test -e "$0/go"; do sleep 0.05; done
    echo whole
inputs:
  folder: { type: string, inputBinding: { position: 1 } }
  mode: { type: string, default: obey, inputBinding: { position: 2 } }
stdout: said.txt
outputs: { said: stdout }
`;

/** A step that goes well, and one that fails as long as there is no file `cure`. */
export const twoSteps = `cwlVersion: v1.2
class: Workflow
inputs:
  folder: string
  data: File?
outputs:
  first: { type: File, outputSource: first/out }
  second: { type: File, outputSource: second/out }
steps:
  first:
    in: { folder: folder }
    out: [out]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo first >> "$0/starts"; echo one']
      inputs: { folder: { type: string, inputBinding: {} } }
      stdout: first.txt
      outputs: { out: stdout }
  second:
    in: { folder: folder, data: data, before: first/out }
    out: [out]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo second >> "$0/starts"; test -e "$0/cure" || exit 3; cat "$@"']
      inputs:
        folder: { type: string, inputBinding: { position: 1 } }
        data: { type: File?, inputBinding: { position: 2 } }
        before: { type: File, inputBinding: { position: 3 } }
      stdout: second.txt
      outputs: { out: stdout }
`;

/** A folder with the documents above, and what is often done in it. */
export class Scene extends Sandbox {
  constructor() {
    super();
    this.write("gate.cwl", gate);
    this.write("two.cwl", twoSteps);
  }

  starts(): string[] {
    return existsSync(this.path("starts")) ? readFileSync(this.path("starts"), "utf8").trim().split("\n") : [];
  }

  async untilStarts(count: number): Promise<void> {
    while (this.starts().length < count) await sleep(20);
  }

  /** A run of the gate whose job waits. */
  async waiting(run: string, ...options: readonly string[]): Promise<Started> {
    const before = this.starts().length;
    const started = this.start(
      "run",
      "gate.cwl",
      "--folder",
      this.folder,
      "--run-id",
      run,
      "--outdir",
      "out",
      ...options,
    );
    await this.untilStarts(before + 1);
    return started;
  }

  /** A run of the gate whose engine was killed while its job waits. */
  async orphaned(run: string, ...options: readonly string[]): Promise<void> {
    const { child, finished } = await this.waiting(run, ...options);
    child.kill("SIGKILL");
    await finished;
  }

  /** A run of two steps of which the second failed. */
  failed(run: string, ...options: readonly string[]): Finished {
    const done = this.sluice("run", "two.cwl", "--folder", this.folder, "--run-id", run, "--outdir", "out", ...options);
    expect([done.status, done.stderr]).toEqual([1, expect.stringContaining("JOB_FAILED")]);
    return done;
  }

  /** Goes on with a run; it must end well. */
  resumed(run: string, ...options: readonly string[]): Finished {
    const done = this.sluice("resume", run, ...options);
    expect(done).toMatchObject({ status: 0 });
    return done;
  }

  status(run: string): string {
    return /^Status: +(.*)$/m.exec(this.sluice("show", run).stdout)?.[1] ?? "";
  }

  /** Whether a process of a job in this folder runs. */
  isBusy(): boolean {
    return this.call(["ps", "-A", "-o", "args="]).stdout.includes(`${this.folder} `);
  }
}
