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
  let count = 0;
  let folder: Promise<string> | undefined;

  const download = async ({ uri, limit, signal }: Parameters<DataManager["fetch"]>[0]): Promise<string> => {
    const name = uri.slice(0, uri.indexOf(":"));
    const transfer = scheme?.(name);
    if (!transfer) throw new SluiceError("PLUGIN_MISSING", `nothing here fetches ${uri}`);
    folder ??= mkdtemp(join(tmpdir(), "sluice-fetched-"));
    const number = String((count += 1));
    const target = join(await folder, number);
    await transfer.fetch({ uri, target, signal, ...(limit !== undefined && { limit }) });
    return target;
  };

  const manager: DataManager = {
    async fetch(input) {
      const { uri } = input;
      if (uri.startsWith("file:")) return fileURLToPath(uri);
      const known = fetched.get(uri);
      if (known) return known;
      const path = download(input);
      fetched.set(uri, path);
      // What failed may be asked for again.
      path.catch(() => fetched.delete(uri));
      return path;
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
        if (!entry.writable && (await stat(entry.target)).isFile()) await chmod(entry.target, 0o444);
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
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
  return manager;
};

function stagingError({ target }: StagingEntry, cause: NodeJS.ErrnoException): SluiceError {
  const isFull = cause.code === "ENOSPC" || cause.code === "EDQUOT";
  return new SluiceError(isFull ? "DISK_FULL" : "STAGING_FAILED", `${target} cannot be placed: ${cause.message}`, {
    cause,
  });
}
