import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { settingsFile } from "../command/command-state.ts";
import type { BatchEnd, BatchJobRecord, BatchStore } from "./batch-store.ts";

/** What a fake batch system was made with; see `FakeBatchSystemInput`. */
export interface BatchSettings {
  readonly slots: number;
  readonly queueDelay: number;
  readonly accountingDelay: number;
  readonly killWait: number;
  readonly minute: number;
  readonly held: boolean;
}

interface Exit {
  readonly exitCode: number;
  readonly signal?: number;
}

/** Milliseconds between looks at what is wanted. */
const pause = 10;

/** Lets a job wait for its turn, runs it, and keeps its record until it ends. Runs in a process of its own. */
export async function keepBatchJob(base: string, store: BatchStore, id: string): Promise<void> {
  let record = await store.read(id);
  if (!record) return;
  const write = async (change: Partial<BatchJobRecord>): Promise<void> => {
    record = { ...(record as BatchJobRecord), ...change };
    await store.write(record);
  };
  const slot = await waitForSlot(base, store, record);
  if (slot === undefined) {
    const end = await store.requestedEnd(id);
    return write({ state: end?.state ?? "CANCELLED", endedAt: Date.now() });
  }
  try {
    await run(store, record, write);
  } finally {
    await rm(slot, { recursive: true, force: true });
  }
}

/** The folder that stands for a slot, or undefined when the job is not wanted any more. */
async function waitForSlot(
  base: string,
  store: BatchStore,
  { id, submittedAt }: BatchJobRecord,
): Promise<string | undefined> {
  const settings = settingsFile<BatchSettings>(base);
  await mkdir(join(base, "slots"), { recursive: true });
  for (;;) {
    if (await store.requestedEnd(id)) return undefined;
    const { slots, queueDelay, held } = await settings.read();
    const isDue = !held && Date.now() >= submittedAt + queueDelay && (await isNext(store, id));
    for (let number = 0; number < (isDue ? slots : 0); number++) {
      const slot = join(base, "slots", String(number));
      const made = await mkdir(slot).then(
        () => true,
        () => false,
      );
      if (made) return slot;
    }
    await sleep(pause);
  }
}

/** First come, first served. */
async function isNext(store: BatchStore, id: string): Promise<boolean> {
  const first = (await store.all()).find(({ state }) => state === "PENDING");
  return first?.id === id;
}

async function run(
  store: BatchStore,
  record: BatchJobRecord,
  write: (change: Partial<BatchJobRecord>) => Promise<void>,
): Promise<void> {
  const { id, script, directory, stdout, stderr, limit } = record;
  const file = join(store.folder(id), "script");
  await writeFile(file, script, { mode: 0o700 });
  const [out, err] = [openSync(stdout, "w"), stderr === stdout ? undefined : openSync(stderr, "w")];
  const child = spawn(file, [...record.arguments], {
    cwd: directory,
    env: {
      ...record.environment,
      SLURM_JOB_ID: id,
      SLURM_JOBID: id,
      SLURM_JOB_NAME: record.name,
      SLURM_SUBMIT_DIR: directory,
    },
    detached: true,
    stdio: ["ignore", out, err ?? out],
  });
  for (const each of [out, err]) if (each !== undefined) closeSync(each);
  const exit = new Promise<Exit>((resolve) => {
    child.once("error", () => resolve({ exitCode: 127 }));
    child.once("exit", (code, signal) =>
      resolve({ exitCode: code ?? 0, ...(signal && { signal: constants.signals[signal] }) }),
    );
  });
  const startedAt = Date.now();
  await write({ state: "RUNNING", startedAt, ...(child.pid !== undefined && { pid: child.pid }) });

  let end: (BatchEnd & { readonly at: number }) | undefined;
  let asked = false;
  let ended: Exit | undefined;
  do {
    const wanted = await store.requestedEnd(id);
    if (!end && wanted) end = { ...wanted, at: Date.now() };
    if (!end && limit !== undefined && Date.now() > startedAt + limit)
      end = { state: "TIMEOUT", wait: 500, at: Date.now() };
    if (end && !asked && end.wait > 0) signalGroup(child.pid, "SIGTERM");
    asked = end !== undefined;
    if (end && Date.now() >= end.at + end.wait) signalGroup(child.pid, "SIGKILL");
    ended = await Promise.race([exit, sleep(pause, undefined)]);
  } while (!ended);
  // With its script, all of a job ends.
  signalGroup(child.pid, "SIGKILL");
  const { exitCode, signal } = ended;
  const own = exitCode === 0 && signal === undefined ? "COMPLETED" : "FAILED";
  await write({ state: end?.state ?? own, exitCode, endedAt: Date.now(), ...(signal !== undefined && { signal }) });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself.
  }
}
