import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { replaceFile } from "../command/command-state.ts";

/** Where a job of a batch system stands, by its long name. */
export type BatchState = "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED" | "TIMEOUT" | "NODE_FAIL";

/** A job of a fake batch system. */
export interface BatchJobRecord {
  /** A number from 1, as text. */
  readonly id: string;
  readonly name: string;
  /** The job script, whole. */
  readonly script: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly comment: string;
  /** Milliseconds after which it is ended. */
  readonly limit?: number;
  /** Options that were given and change nothing here, such as `mem`. */
  readonly resources: Readonly<Record<string, string>>;
  readonly state: BatchState;
  /** Leader of the process group, once it runs. */
  readonly pid?: number;
  readonly exitCode?: number;
  /** Number of the signal that ended it. */
  readonly signal?: number;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** The jobs in a folder that several processes share. */
export interface BatchStore {
  readonly folder: (id: string) => string;
  /** Makes the next number for a job. */
  readonly next: () => Promise<string>;
  readonly read: (id: string) => Promise<BatchJobRecord | undefined>;
  readonly write: (record: BatchJobRecord) => Promise<void>;
  readonly all: () => Promise<readonly BatchJobRecord[]>;
  readonly remove: (id: string) => Promise<void>;
  /** Tells the keeper of a job that somebody wants its end, and how. The first who asks is heard. */
  readonly requestEnd: (id: string, end: BatchEnd) => Promise<void>;
  readonly requestedEnd: (id: string) => Promise<BatchEnd | undefined>;
}

/** An end that somebody wants. */
export interface BatchEnd {
  readonly state: BatchState;
  /** Milliseconds between asking and forcing. */
  readonly wait: number;
}

export function batchStore(base: string): BatchStore {
  const folder = (id: string): string => join(base, "jobs", id);
  const json = async <T>(file: string): Promise<T | undefined> => {
    const text = await readFile(file, "utf8").catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  const read = (id: string): Promise<BatchJobRecord | undefined> => json(join(folder(id), "record.json"));
  return {
    folder,
    next: async () => {
      await mkdir(join(base, "jobs"), { recursive: true });
      for (let id = 1; ; id++) {
        try {
          // Who makes the folder has the number.
          await mkdir(folder(String(id)));
          return String(id);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        }
      }
    },
    read,
    write: (record) => replaceFile(join(folder(record.id), "record.json"), JSON.stringify(record)),
    all: async () => {
      const ids = await readdir(join(base, "jobs")).catch(() => []);
      const records = (await Promise.all(ids.map(read))).filter((record) => record !== undefined);
      return records.sort((one, other) => Number(one.id) - Number(other.id));
    },
    // The number stays taken: no later job has it.
    remove: async (id) => {
      await rm(join(folder(id), "record.json"), { force: true });
    },
    requestEnd: async (id, end) => {
      // The first one counts, and whoever reads it reads all of it.
      const part = join(folder(id), `end.${randomUUID()}`);
      await writeFile(part, JSON.stringify(end));
      await link(part, join(folder(id), "end.json")).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
      await rm(part);
    },
    requestedEnd: (id) => json(join(folder(id), "end.json")),
  };
}

export function isOver({ state }: BatchJobRecord): boolean {
  return state !== "PENDING" && state !== "RUNNING";
}

/** Ends a job and waits until that is so. */
export async function endBatchJob(store: BatchStore, id: string, end: BatchEnd): Promise<void> {
  const record = await store.read(id);
  if (!record || isOver(record)) return;
  await store.requestEnd(id, end);
  const deadline = Date.now() + end.wait + 5000;
  for (
    let now: BatchJobRecord | undefined = record;
    now && !isOver(now) && Date.now() < deadline;
    now = await store.read(id)
  )
    await sleep(10);
}
