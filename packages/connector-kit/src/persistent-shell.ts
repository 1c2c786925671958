import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { SluiceError } from "@sluice/contracts";
import { identifyProcess, type ProcessIdentity } from "./process-identity.ts";
import { processPlace } from "./process-place.ts";

/** How to start a shell, and who hears of it. */
export interface PersistentShellOptions {
  /** Path of a POSIX shell. */
  readonly shell: string;
  /** Text that the shell reads first. */
  readonly prelude: string;
  /** Called with each line of its standard output. */
  readonly onLine: (line: string) => void;
  /** Called with what it writes to standard error: complaints about its own work, never a job's output. */
  readonly onComplaint: (text: string) => void;
  /** Called once, when it has ended and all of its lines were delivered. */
  readonly onEnd: (signal: NodeJS.Signals | undefined) => void;
}

/** A shell that reads commands from us, in a session of its own, so that it outlives us with what it runs. */
export interface PersistentShell {
  readonly identity: ProcessIdentity;
  /** Has the text run as soon as everything before it has ended. */
  write(text: string): void;
  /** Whether our own process waits for it: it should while there is work, and should not while there is none. */
  hold(on: boolean): void;
  /** Lets it end after its last command. */
  end(): void;
}

/**
 * Starts a shell. Its environment is empty and its folder is the root, so that jobs inherit nothing.
 * @throws `JOB_START` when the system refuses
 */
export function createPersistentShell(options: PersistentShellOptions): PersistentShell {
  const child = start(options.shell);
  const { pid } = child;
  if (pid === undefined) throw new ProcessRefused(options.shell, once(child, "error"));
  let buffered = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (buffered + text).split("\n");
    buffered = lines.pop() ?? "";
    lines.forEach(options.onLine);
  });
  child.stderr.setEncoding("utf8").on("data", options.onComplaint);
  // Writing to a shell that has just died: its end is reported anyway.
  child.stdin.on("error", () => {});
  // Not `close`: a background process that a job left behind may hold the pipes for ever.
  child.once("exit", (_code, signal) => setImmediate(() => options.onEnd(signal ?? undefined)));
  child.stdin.write(options.prelude);
  const streams = [child.stdin, child.stdout, child.stderr] as (Readable | Writable)[] as Socket[];
  return {
    // A shell that is gone already has no identity; its end is on its way to us.
    identity: { ...(identifyProcess(pid) ?? { pid, start: "" }), place: processPlace() },
    write: (text) => void child.stdin.write(text),
    hold: (on) => {
      for (const one of [child, ...streams])
        if (on) one.ref();
        else one.unref();
    },
    end: () => void child.stdin.end(),
  };
}

/** The system did not start a process. Why is told only a moment after this is thrown. */
export class ProcessRefused extends SluiceError {
  readonly #told: Promise<unknown[]>;

  constructor(program: string, told: Promise<unknown[]>) {
    super("JOB_START", `No process could be started for ${program}.`);
    this.#told = told;
    told.catch(() => {});
  }

  /** The error of the system. */
  async reason(): Promise<unknown> {
    const [error] = await this.#told;
    return error;
  }
}

function start(shell: string): ChildProcessByStdio<Writable, Readable, Readable> {
  const child = spawn(shell, [], { detached: true, cwd: "/", env: {}, stdio: ["pipe", "pipe", "pipe"] });
  // Without a process the error comes as an event after we have thrown.
  child.once("error", () => {});
  return child;
}
