import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A failure that is to happen. */
export interface Fault {
  /** The sub-command or the executable that fails, such as `run` or `squeue`. */
  readonly command: string;
  /** Exit status. Default: 1. */
  readonly status?: number;
  /** What it says on standard error. */
  readonly message?: string;
  /** How often. Default: 1. */
  readonly times?: number;
}

/** Settings that the executables and the test that made them share. */
export interface CommandSettings<Settings> {
  read(): Promise<Settings & { readonly faults: readonly Fault[] }>;
  write(settings: Settings & { readonly faults: readonly Fault[] }): Promise<void>;
}

export function settingsFile<Settings>(folder: string): CommandSettings<Settings> {
  const file = join(folder, "settings.json");
  return {
    read: async () => JSON.parse(await readFile(file, "utf8")) as Settings & { readonly faults: readonly Fault[] },
    write: (settings) => replaceFile(file, JSON.stringify(settings)),
  };
}

/** Writes a file so that readers see all of it or what was there before. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const part = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(part, text);
  await rename(part, file);
}

/** Keeps a call, and makes it fail where that is wanted: then it ends the process. */
export async function beginCall(folder: string, name: string, words: readonly string[]): Promise<void> {
  await appendFile(join(folder, "calls"), `${JSON.stringify([name, ...words])}\n`);
  const settings = settingsFile<object>(folder);
  const now = await settings.read();
  const fault = now.faults.find(({ command }) => command === name || command === words[0]);
  if (!fault) return;
  const { times = 1, status = 1, message = "it was told to fail" } = fault;
  const rest = now.faults.filter((each) => each !== fault);
  await settings.write({ ...now, faults: times > 1 ? [...rest, { ...fault, times: times - 1 }] : rest });
  fail(message, status);
}

/** Ends the process with a message. */
export function fail(message: string, status: number = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}
