import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import {
  isSluiceError,
  SluiceError,
  type CacheStore,
  type CacheStoreFactory,
  type ErrorCode,
  type JsonObject,
  type Logger,
} from "@sluice/contracts";
import { makeFolders } from "../../make-folders.ts";
import { isDiskFull } from "../disk-full.ts";
import { copyTree } from "../stage/copy-tree.ts";
import { entryFile, readEntry, sealedEntry, summarizeEntry, type StoredEntry } from "./cache-entry.ts";
import { createCacheFolders, type CacheFolders } from "./cache-folders.ts";
import { attachOutputs, detachOutputs } from "./detach-outputs.ts";
import { treeDigest } from "./tree-digest.ts";

/** Keeps results in a folder. Option `folder`: its absolute path. */
export const folderCacheStoreFactory = {
  create({ options, logger }: Parameters<CacheStoreFactory["create"]>[0]) {
    const { folder } = options;
    if (typeof folder === "string" && isAbsolute(folder)) return createFolderCacheStore(folder, logger);
    throw new SluiceError("CONFIG_INVALID", "a cache needs the option folder, an absolute path");
  },
} satisfies CacheStoreFactory;

/** Folder of the files in the folder of an entry. */
const filesFolder = "files";

function createFolderCacheStore(folder: string, logger?: Logger): CacheStore {
  const folders = createCacheFolders(folder);
  return {
    async lookup({ key, directory, signal }) {
      signal.throwIfAborted();
      const place = folders.of(key);
      if (!existsSync(join(place, entryFile))) return undefined;
      makeWay(directory);
      try {
        return await bring(place, directory, signal);
      } catch (error) {
        signal.throwIfAborted();
        rmSync(directory, { recursive: true, force: true });
        if (isDiskFull(error)) throw storeError(error, directory, "FILE_UNWRITABLE");
        // Somebody else may have removed it meanwhile.
        if (existsSync(join(place, entryFile)))
          logger?.warn(`the kept result ${place} is damaged, and is removed: ${(error as Error).message}`);
        discard(folders, place);
        return undefined;
      }
    },
    async store({ key, outputs, private: own, label, signal }) {
      signal.throwIfAborted();
      const place = folders.of(key);
      if (existsSync(join(place, entryFile))) return true;
      const { outputs: detached, sources } = detachOutputs(outputs);
      // A path in a text would mislead whoever gets it from the cache.
      if (own.some((each) => mentions(detached, each))) return false;
      let scratch: string | undefined;
      try {
        scratch = folders.scratch();
        const files = join(scratch, filesFolder);
        mkdirSync(files);
        for (const { path, target } of sources) {
          makeFolders(dirname(join(files, target)));
          await copyTree(path, join(files, target), signal).catch((error: unknown) => {
            throw unreadable(path, error) ?? error;
          });
        }
        let bytes = 0;
        const tree = await treeDigest(files, signal, (path, size) => {
          bytes += size;
          chmodSync(path, statSync(path).mode & 0o555);
        });
        const entry: StoredEntry = { key, label, createdAt: Date.now(), bytes, outputs: detached, tree };
        writeFileSync(join(scratch, entryFile), sealedEntry(entry));
        // Nobody can use what has lost its description, and it would stand in the way.
        if (existsSync(place) && !existsSync(join(place, entryFile))) discard(folders, place);
        folders.publish(scratch, key);
        return true;
      } catch (error) {
        if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
        signal.throwIfAborted();
        throw storeError(error, folder, "FILE_UNWRITABLE");
      }
    },
    list: ({ signal }) => {
      signal.throwIfAborted();
      try {
        const entries = folders.all().flatMap((place) => summarizeEntry(place) ?? []);
        return Promise.resolve(entries.sort((left, right) => right.usedAt - left.usedAt));
      } catch (error) {
        return Promise.reject(storeError(error, folder, "FILE_UNREADABLE"));
      }
    },
    clear: ({ usedBefore = Infinity, signal }) => {
      let [entries, bytes] = [0, 0];
      try {
        for (const place of folders.all()) {
          signal.throwIfAborted();
          // What cannot be read is of no use to anybody, however old it is.
          const entry = summarizeEntry(place);
          if ((entry?.usedAt ?? 0) >= usedBefore || !folders.remove(place)) continue;
          entries += 1;
          bytes += entry?.bytes ?? 0;
        }
        folders.sweep();
        return Promise.resolve({ entries, bytes });
      } catch (error) {
        return Promise.reject(storeError(error, folder, "FILE_UNWRITABLE"));
      }
    },
  };
}

/** The copy is verified, not the entry: what the step gets is what was looked at, whatever happens to the entry meanwhile. */
async function bring(place: string, directory: string, signal: AbortSignal): Promise<JsonObject> {
  const { outputs, tree } = readEntry(place);
  await copyTree(join(place, filesFolder), directory, signal);
  if ((await treeDigest(directory, signal)) !== tree) throw new Error("its files were changed");
  touch(place);
  return attachOutputs(outputs, directory);
}

function makeWay(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
    makeFolders(dirname(directory));
  } catch (error) {
    throw storeError(error, directory, "FILE_UNWRITABLE");
  }
}

/** Notes when an entry was last used. */
function touch(place: string): void {
  try {
    const now = new Date();
    utimesSync(join(place, entryFile), now, now);
  } catch {
    // Others may read a store that only its owner can write.
  }
}

function discard(folders: CacheFolders, place: string): void {
  try {
    folders.remove(place);
  } catch {
    // It stays where it is, and is found broken again.
  }
}

function mentions(value: JsonObject, folder: string): boolean {
  return JSON.stringify(value).includes(JSON.stringify(folder).slice(1, -1));
}

/** The error of a copy when it is the original that cannot be read. */
function unreadable(source: string, error: unknown): SluiceError | undefined {
  const { path = source } = error as NodeJS.ErrnoException;
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (cause) {
    return new SluiceError("FILE_UNREADABLE", `${path} cannot be kept as a result: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function storeError(error: unknown, path: string, code: ErrorCode): SluiceError {
  if (isSluiceError(error)) return error;
  const { message } = error as Error;
  if (isDiskFull(error)) return new SluiceError("DISK_FULL", `no space is left to write ${path}`, { cause: error });
  return new SluiceError(code, `${path} cannot be used for cached results: ${message}`, { cause: error });
}
