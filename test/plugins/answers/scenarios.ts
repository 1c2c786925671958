import { createHash } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  cacheStorePoint,
  toSluiceError,
  type RunEvent,
  type RunOptions,
  type RunResult,
  type RunStore,
  type SerializedError,
  type SluiceErrorList,
  type WorkflowGraph,
} from "@sluice/contracts";
import { createEngine, type Engine, type EngineOptions } from "@sluice/core";
import { createNotes } from "./notes.ts";
import { oddPlugin, type Answering } from "./odd-plugin.ts";
import { points } from "./points.ts";
import { sampleSteps, steps, until } from "./sample-steps.ts";

/** What an engine is asked to do with a plugin at fault. */
export type Scenario = (trial: Trial) => Promise<void>;

/** How long answers may take, in milliseconds: who waits for another waits longer. */
const timeouts = { answer: 500, setup: 700, transfer: 900, operation: 1500, outage: 500 };

/** The events of each run that began. */
type Journals = Readonly<Record<string, readonly string[]>>;

async function journalsOf({ database }: Engine): Promise<Journals> {
  const all: Record<string, string[]> = {};
  for (const { run } of await database.listRuns()) {
    await using store = await database.openRun({ run, readonly: true });
    const events = await Array.fromAsync(store.read());
    if (events.length > 0) all[run] = events.map((event) => JSON.stringify(event));
  }
  return all;
}

/** One method of one point, tried in a home of its own. */
export class Trial implements Disposable {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), "sluice-answers-")));
  /** Errors, each with its code, whose it is, and what it says. */
  readonly errors: string[] = [];
  readonly #notes = createNotes();
  readonly results: RunResult[] = [];
  /** How often the method at fault was called. */
  asked = 0;
  readonly #point: string;
  readonly #path: string;
  readonly #answer: Answering;

  constructor(point: string, path: string, answer: Answering) {
    this.#point = point;
    this.#path = path;
    this.#answer = (usual) => {
      this.asked += 1;
      return answer(usual);
    };
    writeFileSync(join(this.home, "input"), "text\n");
  }

  /** What runs are like before and after an answer comes too late, and how they end when the plugin is at fault no more. */
  async afterwards(
    settle: () => void,
  ): Promise<{ readonly before: Journals; readonly after: Journals; readonly ends: readonly string[] }> {
    await using engine = await createEngine({ ...this.#options(undefined), logger: this.#notes.logger });
    const before = await journalsOf(engine);
    settle();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const after = await journalsOf(engine);
    const ends = [];
    for (const run of Object.keys(before)) {
      const { status } = await (await engine.resumeRun({ run })).execute();
      ends.push(status);
    }
    return { before, after, ends };
  }

  #options(answer: Answering | undefined): EngineOptions {
    const { home } = this;
    const provided = points[this.#point]?.(home, this.#path);
    if (!provided) throw new Error(`nobody says how ${this.#point} is provided`);
    const fault = answer && { path: this.#path, answer };
    return {
      ...(this.#point !== "database" && { home }),
      plugins: [oddPlugin(provided, fault), sampleSteps(home)],
      ...provided.engine,
    };
  }

  /** Does something, and notes what it throws. */
  async note<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (thrown) {
      const error = toSluiceError(thrown);
      for (const each of "errors" in error ? (error as SluiceErrorList).errors : [error]) this.#say(each);
      return undefined;
    }
  }

  get warnings(): readonly string[] {
    return this.#notes.said;
  }

  /** Opens an engine, works with it, and closes it. */
  async engine(work: (engine: Engine) => Promise<void>): Promise<void> {
    await this.note(async () => {
      const engine = await createEngine({ ...this.#options(this.#answer), logger: this.#notes.logger, timeouts });
      await this.note(() => work(engine));
      await this.note(async () => engine[Symbol.asyncDispose]());
    });
  }

  async run(
    engine: Engine,
    input: { readonly graph: WorkflowGraph; readonly options?: Partial<RunOptions>; readonly x?: string },
  ): Promise<void> {
    const { graph, options = {}, x = pathToFileURL(join(this.home, "input")).href } = input;
    const run = await engine.createRun({ graph, inputs: { x: { class: "File", location: x } }, options });
    this.ended(await run.execute());
  }

  ended(result: RunResult): void {
    this.results.push(result);
    for (const { error } of result.failures) this.#say(error);
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  #say({ code, actor, message }: Pick<SerializedError, "code" | "actor" | "message">): void {
    this.errors.push(`${code} ${actor ?? "-"}: ${message}`);
  }
}

const cacheOf = ({ home }: Trial): Partial<RunOptions> => ({ cache: { folder: join(home, "cache"), store: "odd" } });
const { signal } = new AbortController();
const text = "text";
const digest = createHash("sha256").update(text).digest("hex");

/** A run that goes well: its outputs are placed. */
const runs =
  (names: readonly string[], more: (trial: Trial) => { readonly options?: Partial<RunOptions>; readonly x?: string }) =>
  (trial: Trial): Promise<void> =>
    trial.engine((engine) => {
      const { options, ...rest } = more(trial);
      const outdir = join(trial.home, "out");
      return trial.run(engine, { graph: steps(...names), options: { outdir, ...options }, ...rest });
    });

/** A journal that ends while a job is under way. */
async function leftOver(trial: Trial, location = "localhost"): Promise<void> {
  await using engine = await createEngine({ home: trial.home, plugins: [sampleSteps(trial.home)] });
  const x = { class: "File", location: pathToFileURL(join(trial.home, "input")).href };
  const key = { step: "/step-0", tag: "0", attempt: 1 };
  const deployment = points["connector"] && location === "far" ? "far" : "local";
  const events: RunEvent[] = [
    {
      type: "run_created",
      data: {
        run: "left",
        graph: steps("copy"),
        inputs: { x: { value: x } },
        options: { onError: "stop", window: 8, attempts: 1 },
        engine: "0",
        plugins: {},
        origin: {},
      },
    },
    { type: "run_started", data: { host: "h", pid: 1, engine: "0", retryFailed: true, freshAttempts: true } },
    {
      type: "job_scheduled",
      data: {
        ...key,
        job: "old",
        deployment,
        location: location === "far" ? "localhost" : location,
        directory: join(trial.home, "old"),
        hardware: { cores: 0.1 },
      },
    },
  ];
  await using store = await engine.database.createRun({ run: "left", name: "steps" });
  await store.append({ expectedSeq: 0, events, summary: { status: "running" } });
}

export const scenarios = {
  run: runs(["copy", "pass"], () => ({})),
  "a run with named outputs": (trial) =>
    trial.engine((engine) => {
      const outputNames = { y: { class: "File", basename: "y" } } as const;
      return trial.run(engine, {
        graph: { ...steps("copy"), outputNames },
        options: { outdir: join(trial.home, "out") },
      });
    }),
  "a run that looks at files": runs(["looking"], () => ({})),
  "a run with odd steps": runs(["odd"], () => ({})),
  "a run with an odd value": runs(["odd:evaluate"], () => ({})),
  "a run with an executor": runs(["counting"], () => ({})),
  "a run with a cache": runs(["copy"], (trial) => ({ options: cacheOf(trial) })),
  "an odd run with a cache": runs(["odd"], ({ home }) => ({ options: { cache: { folder: join(home, "cache") } } })),
  "a run with a lost file": runs(["copy", "losing"], () => ({})),
  "a fetch": (trial) =>
    trial.engine(async ({ context }) => {
      await context.dataManager.fetch({ uri: `odd:${trial.home}/input`, signal });
    }),
  "a removal": (trial) =>
    trial.engine(async ({ context }) => {
      const location = { name: "localhost", deployment: "local", local: true };
      await context.dataManager.discard?.({ run: "r", location, jobs: [], keepLogs: false, signal });
    }),
  retry: runs(["flaky"], () => ({ options: { attempts: 2 } })),
  cancel: async (trial) => {
    await trial.engine(async (engine) => {
      const x = { class: "File", location: pathToFileURL(join(trial.home, "input")).href };
      const run = await engine.createRun({ graph: steps("slow"), inputs: { x } });
      const executing = run.execute();
      await until(join(trial.home, "running"));
      await run.cancel({ reason: "enough", force: true });
      trial.ended(await executing);
    });
    writeFileSync(join(trial.home, "go"), "");
  },
  resume: async (trial) => {
    await leftOver(trial);
    await trial.engine(async (engine) => trial.ended(await (await engine.resumeRun({ run: "left" })).execute()));
  },
  "resume far": async (trial) => {
    await leftOver(trial, "far");
    await trial.engine(async (engine) => trial.ended(await (await engine.resumeRun({ run: "left" })).execute()));
  },
  "resume nowhere": async (trial) => {
    await leftOver(trial, "nowhere");
    await trial.engine(async (engine) => trial.ended(await (await engine.resumeRun({ run: "left" })).execute()));
  },
  look: (trial) =>
    trial.engine(async ({ database }) => {
      const lookAt = async (store: RunStore): Promise<void> => {
        await trial.note(() => store.summary());
        await trial.note(() => store.leaseHolder());
        await trial.note(() => Array.fromAsync(store.read()));
        await trial.note(async () => store.getBlob({ digest }));
        await store[Symbol.asyncDispose]();
      };
      const made = await database.createRun({ run: "r", name: "r" });
      await trial.note(async () => made.putBlob({ digest, text }));
      await lookAt(made);
      await database.listRuns();
      const opened = await database.openRun({ run: "r" });
      await trial.note(async () => opened.putBlob({ digest, text }));
      await lookAt(opened);
      await database.removeRun({ run: "r" });
    }),
  "look at a cache": (trial) =>
    trial.engine(async ({ context }) => {
      const { implementation } = await context.extension({ point: cacheStorePoint, name: "odd" });
      const store = await implementation.create({ options: { folder: join(trial.home, "cache") } });
      await store.list({ signal });
      await store.clear({ signal });
    }),
} satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;
