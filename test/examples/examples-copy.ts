import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StoredRunEvent } from "@sluice/contracts";
import { buildOnce, commandPath } from "../../packages/cli/test/support/built-command.ts";

const root = join(import.meta.dirname, "../..");

/** What a command left behind. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The events of a run that was shown as JSON, with its end. */
export interface JsonRun extends Finished {
  readonly events: readonly StoredRunEvent[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A copy of the examples, to be run as a user runs them: by the built command, with packages found as after `npm install`. */
export class ExamplesCopy implements Disposable {
  readonly folder: string;

  constructor() {
    buildOnce();
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-examples-")));
    cpSync(join(root, "examples/plugins"), join(this.folder, "plugins"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
  }

  path(example: string, ...names: string[]): string {
    return join(this.folder, "plugins", example, ...names);
  }

  read(example: string, ...names: string[]): string {
    return readFileSync(this.path(example, ...names), "utf8");
  }

  write(example: string, name: string, text: string): void {
    writeFileSync(this.path(example, name), text);
  }

  /** `sluice …` in the folder of an example. */
  sluice(example: string, ...argv: string[]): Finished {
    return this.node(example, commandPath("sluice"), ...argv);
  }

  /** `sluice run sluice.yml --json …` in the folder of an example. */
  run(example: string, ...argv: string[]): JsonRun {
    return jsonRun(this.sluice(example, "run", "sluice.yml", "--json", ...argv));
  }

  /** `node …` in the folder of an example. */
  node(example: string, ...argv: string[]): Finished {
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
      cwd: this.path(example),
      env: this.#environment(),
      encoding: "utf8",
      input: "",
      timeout: 120_000,
    });
    return { status, stdout, stderr };
  }

  /** `sluice …`, to be killed. */
  start(example: string, ...argv: string[]): ChildProcess {
    return spawn(process.execPath, [commandPath("sluice"), ...argv], {
      cwd: this.path(example),
      env: this.#environment(),
      stdio: "ignore",
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #environment(): NodeJS.ProcessEnv {
    const { CI: _ci, NODE_OPTIONS: _options, VITEST: _vitest, ...environment } = process.env;
    return { ...environment, NO_COLOR: "1", SLUICE_HOME: join(this.folder, "home") };
  }
}

/** Where the jobs of a run went, in the order in which they got their places. */
export function places({ events }: JsonRun): { step: string; tag: string; deployment: string; location: string }[] {
  return events.flatMap((event) => {
    if (event.type !== "job_scheduled") return [];
    const { step, tag, deployment, location } = event.data;
    return [{ step, tag, deployment, location }];
  });
}

/** Reads what a command wrote with `--json`. */
export function jsonRun(finished: Finished): JsonRun {
  const lines = finished.stdout.split("\n").filter((line) => line.startsWith("{"));
  const events = lines.map((line) => JSON.parse(line) as StoredRunEvent & { outputs?: Record<string, unknown> });
  return { ...finished, events, outputs: events.at(-1)?.outputs ?? {} };
}

/** What a command did that must go well. @throws with what it said */
export function expectSuccess<Result extends Finished>(finished: Result): Result {
  if (finished.status === 0) return finished;
  throw new Error(`it ended with ${finished.status}: ${finished.stderr}\n${finished.stdout.slice(-4000)}`);
}
