import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { replaceFile } from "../command/command-state.ts";

/** A container of a fake container engine. */
export interface ContainerRecord {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** What it runs, mounts translated. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** From folders in the container to folders of this machine. */
  readonly mounts: readonly { readonly source: string; readonly target: string; readonly readonly: boolean }[];
  readonly directory: string;
  /** Removed when it ends. */
  readonly temporary: boolean;
  readonly status: "created" | "running" | "exited";
  /** Leader of the process group, once it runs. */
  readonly pid?: number;
  readonly exitCode?: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** The containers in a folder that several processes share. Each record is written by one process at a time. */
export interface ContainerStore {
  readonly folder: (id: string) => string;
  readonly add: (record: ContainerRecord) => Promise<void>;
  readonly change: (id: string, change: Partial<ContainerRecord>) => Promise<void>;
  readonly all: () => Promise<readonly ContainerRecord[]>;
  /** By name, id, or the beginning of the id. */
  readonly find: (name: string) => Promise<ContainerRecord | undefined>;
  readonly remove: (id: string) => Promise<void>;
  /** Remembers a command that runs in a container besides its own. */
  readonly addExec: (id: string, pid: number) => Promise<void>;
  readonly execs: (id: string) => Promise<readonly number[]>;
}

export function containerStore(base: string): ContainerStore {
  const folder = (id: string): string => join(base, "containers", id);
  const file = (id: string): string => join(folder(id), "record.json");
  const read = async (id: string): Promise<ContainerRecord | undefined> => {
    const text = await readFile(file(id), "utf8").catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as ContainerRecord);
  };
  const store: ContainerStore = {
    folder,
    add: async (record) => {
      await mkdir(join(folder(record.id), "execs"), { recursive: true });
      await replaceFile(file(record.id), JSON.stringify(record));
    },
    change: async (id, change) => {
      const record = await read(id);
      if (record) await replaceFile(file(id), JSON.stringify({ ...record, ...change }));
    },
    all: async () => {
      const ids = await readdir(join(base, "containers")).catch(() => []);
      const records = (await Promise.all(ids.map(read))).filter((record) => record !== undefined);
      return records.sort((one, other) => one.createdAt - other.createdAt);
    },
    find: async (name) =>
      (await store.all()).find((each) => each.name === name || (name.length >= 4 && each.id.startsWith(name))),
    remove: (id) => rm(folder(id), { recursive: true, force: true, maxRetries: 3 }),
    addExec: (id, pid) => writeFile(join(folder(id), "execs", String(pid)), ""),
    execs: async (id) => (await readdir(join(folder(id), "execs")).catch(() => [])).map(Number),
  };
  return store;
}

/** Sends a signal to everything in a container; what is gone is gone. */
export async function signalContainer(store: ContainerStore, id: string, signal: NodeJS.Signals): Promise<void> {
  const { pid } = (await store.find(id)) ?? {};
  for (const each of [pid, ...(await store.execs(id))]) {
    if (each === undefined) continue;
    try {
      process.kill(-each, signal);
    } catch {
      // It ended by itself.
    }
  }
}

/** Ends a container: asks with a signal, forces after the grace period in milliseconds, and waits for its end. */
export async function endContainer(
  store: ContainerStore,
  id: string,
  signal: NodeJS.Signals,
  grace: number,
): Promise<void> {
  const isOver = async (): Promise<boolean> => ["exited", undefined].includes((await store.find(id))?.status);
  if (await isOver()) return;
  await signalContainer(store, id, signal);
  const forced = Date.now() + grace;
  const over = forced + 5000;
  while (!(await isOver()) && Date.now() < over) {
    if (Date.now() >= forced) await signalContainer(store, id, "SIGKILL");
    await sleep(10);
  }
}
