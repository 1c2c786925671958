import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildOnce, commandPath } from "./built-command.ts";
import { writeOwn } from "./write-own.ts";

/** Compiled code of the commands, which later tests use again. */
const compiled = join(import.meta.dirname, "../../../../node_modules/.cache/sluice-tests");
/** Bytes of output: listings of thousands of files are long. */
const mostOutput = 64 * 1024 * 1024;

/** What a command left behind. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that still runs. */
export interface Started {
  readonly child: ChildProcess;
  /** Settles once the text was seen on standard error. */
  readonly seen: (text: string) => Promise<void>;
  readonly finished: Promise<Finished>;
}

/** A folder with a home of its own, in which the built commands are called as a user calls them. */
export class Sandbox implements Disposable {
  readonly folder: string;
  readonly home: string;

  constructor() {
    buildOnce();
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-cli-")));
    this.home = join(this.folder, ".home");
    chmodSync(this.folder, 0o755);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(name: string, text: string): string {
    writeOwn(this.path(name), text);
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  sluice(...argv: string[]): Finished {
    return this.call([process.execPath, commandPath("sluice"), ...argv]);
  }

  cwlRunner(...argv: string[]): Finished {
    return this.call([process.execPath, commandPath("cwl-runner"), ...argv]);
  }

  /** Any command line, with this sandbox's home. */
  call([file = "", ...argv]: readonly string[]): Finished {
    const { status, stdout, stderr } = spawnSync(file, argv, {
      cwd: this.folder,
      env: this.#environment(),
      encoding: "utf8",
      input: "",
      timeout: 60_000,
      maxBuffer: mostOutput,
    });
    return { status, stdout, stderr };
  }

  start(...argv: string[]): Started {
    return this.startCall([process.execPath, commandPath("sluice"), ...argv]);
  }

  /** Starts any command line, with this sandbox's home. */
  startCall([file = "", ...argv]: readonly string[]): Started {
    const child = spawn(file, argv, {
      cwd: this.folder,
      env: this.#environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    const finished = new Promise<Finished>((resolve) =>
      child.on("close", (status) => resolve({ status, stdout, stderr })),
    );
    const seen = async (text: string): Promise<void> => {
      while (!stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`'${text}' never came; standard error was: ${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    return { child, seen, finished };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    const { CI: _ci, NODE_OPTIONS: _options, ...environment } = process.env;
    return { ...environment, SLUICE_HOME: this.home, XDG_CACHE_HOME: compiled };
  }
}
