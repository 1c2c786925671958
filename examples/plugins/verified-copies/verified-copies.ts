import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  isSluiceError,
  SluiceError,
  type DataManager,
  type DataManagerFactory,
  type StagingEntry,
} from "@sluice/contracts";
import { copyVerified } from "./copy-verified.ts";
import { publish } from "./publish.ts";

/** Links nothing: whatever a job does to its inputs, and whatever a user does to outputs, stays theirs. */
export const createVerifiedCopies: DataManagerFactory["create"] = ({ scheme }) => {
  const fetched = new Map<string, Promise<string>>();
  /** Ends what is on its way: when the engine closes, not when one of several stops waiting. */
  const closing = new AbortController();
  let count = 0;
  let folder: Promise<string> | undefined;

  const download = async ({ uri, limit }: Parameters<DataManager["fetch"]>[0]): Promise<string> => {
    const name = uri.slice(0, uri.indexOf(":"));
    const transfer = scheme?.(name);
    if (!transfer) throw new SluiceError("PLUGIN_MISSING", `nothing here fetches ${uri}`);
    folder ??= mkdtemp(join(tmpdir(), "sluice-fetched-"));
    const number = String((count += 1));
    const target = join(await folder, number);
    const { signal } = closing;
    await transfer.fetch({ uri, target, signal, ...(limit !== undefined && { limit }) });
    return target;
  };

  const manager: DataManager = {
    async fetch(input) {
      const { uri, signal } = input;
      signal.throwIfAborted();
      if (uri.startsWith("file:")) return fileURLToPath(uri);
      const known = fetched.get(uri);
      if (known) return unlessAborted(known, signal);
      const path = download(input);
      fetched.set(uri, path);
      // What failed may be asked for again.
      path.catch(() => fetched.delete(uri));
      return unlessAborted(path, signal);
    },
    async stage({ entries, location, signal }) {
      if (!location.local) throw new SluiceError("STAGING_FAILED", `${location.name} is not on this machine`);
      const place = async (entry: StagingEntry): Promise<void> => {
        if (entry.type === "directory") return void (await mkdir(entry.target, { recursive: true }));
        await mkdir(dirname(entry.target), { recursive: true });
        if (entry.type === "literal") {
          return writeFile(entry.target, entry.contents, { mode: entry.executable ? 0o755 : 0o644 });
        }
        // It came into place as a whole, and a job that was started before may have changed it.
        if (await stat(entry.target).catch(() => undefined)) return;
        const { source } = entry;
        const path = source.startsWith("/") ? source : await manager.fetch({ uri: source, signal });
        await copyVerified(path, entry.target, signal);
        const placed = await stat(entry.target);
        const mode = entry.writable ? placed.mode | 0o200 : placed.mode & ~0o222;
        if (placed.isFile()) await chmod(entry.target, mode & 0o777);
      };
      for (const entry of entries) {
        await place(entry).catch((cause: unknown) => {
          signal.throwIfAborted();
          throw isSluiceError(cause) ? cause : stagingError(entry, cause as NodeJS.ErrnoException);
        });
      }
    },
    release: ({ directories }) => rm(directories.temporary, { recursive: true, force: true }),
    publish,
    // Copies are found where they were made.
    restore: () => undefined,
    async [Symbol.asyncDispose]() {
      closing.abort(new Error("the engine closes"));
      await Promise.allSettled(fetched.values());
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
  return manager;
};

async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function stagingError({ target }: StagingEntry, cause: NodeJS.ErrnoException): SluiceError {
  const isFull = cause.code === "ENOSPC" || cause.code === "EDQUOT";
  return new SluiceError(isFull ? "DISK_FULL" : "STAGING_FAILED", `${target} cannot be placed: ${cause.message}`, {
    cause,
  });
}
