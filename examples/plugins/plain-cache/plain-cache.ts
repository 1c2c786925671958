import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { access, constants, cp, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  parseJson,
  isSluiceError,
  SluiceError,
  type CacheEntry,
  type CacheStore,
  type ErrorCode,
  type JsonObject,
} from "@sluice/contracts";
import { checksum } from "./checksum.ts";
import { mapData, placeOf, type Data } from "./map-data.ts";

/** What `outputs.json` says. The files lie beside it, in folders with the numbers of their entries in `files`. */
interface Result {
  readonly label: string;
  readonly createdAt: number;
  readonly bytes: number;
  /** Files of this result have a location of the form `result:0/name`. */
  readonly outputs: JsonObject;
  /** Checksums of the files, in order. */
  readonly files: readonly string[];
}

const scheme = "result:";

/** A result is a folder that is named by its key. It is made under another name and renamed, so nobody sees half of one. */
export function createPlainCache(folder: string): CacheStore {
  const folderOf = (key: string): string => join(folder, key);
  const describe = (place: string): string => join(place, "outputs.json");
  const readResult = async (place: string): Promise<Result> =>
    parseJson(await readFile(describe(place), "utf8")) as Result;

  /** Renamed first: a result that is being removed is not found any more. */
  const remove = async (place: string): Promise<void> => {
    const aside = `${place}.${randomUUID()}.removed`;
    await rename(place, aside);
    await rm(aside, { recursive: true });
  };
  const names = async (): Promise<string[]> => (existsSync(folder) ? readdir(folder) : []);
  const isKey = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
  const entryOf = async (key: string): Promise<CacheEntry> => {
    const { label, createdAt, bytes } = await readResult(folderOf(key));
    const { mtimeMs } = await stat(describe(folderOf(key)));
    // The clock of a file system may lag behind.
    return { key, label, createdAt, bytes, usedAt: Math.max(createdAt, mtimeMs) };
  };

  return {
    async lookup({ key, directory, signal }) {
      signal.throwIfAborted();
      const place = folderOf(key);
      if (!existsSync(describe(place))) return undefined;
      await rm(directory, { recursive: true, force: true });
      const { outputs, files } = await readResult(place);
      try {
        await cp(join(place, "files"), directory, { recursive: true });
        for (const [index, sum] of files.entries()) {
          const [name = ""] = await readdir(join(directory, String(index)));
          if ((await checksum(join(directory, String(index), name), signal)) !== sum) throw new Error("it was changed");
        }
      } catch (error) {
        signal.throwIfAborted();
        await rm(directory, { recursive: true, force: true });
        if (isFull(error)) throw storeError(error, "DISK_FULL", directory);
        // A result that is not what was stored is worse than none.
        await remove(place);
        return undefined;
      }
      await utimes(describe(place), new Date(), new Date());
      return mapData(outputs, (data) => attach(data, directory));
    },
    async store({ key, outputs, private: hidden, label, signal }) {
      signal.throwIfAborted();
      if (existsSync(describe(folderOf(key)))) return true;
      const sources: string[] = [];
      const detached = mapData(outputs, (data) => detach(data, sources));
      if (hidden.some((path) => JSON.stringify(detached).includes(path))) return false;
      const part = `${folderOf(key)}.${randomUUID()}.part`;
      try {
        await mkdir(join(part, "files"), { recursive: true });
        const files: string[] = [];
        for (const [index, source] of sources.entries()) {
          const target = join(part, "files", String(index), basename(source));
          await access(source, constants.R_OK).catch((error: unknown) => {
            throw storeError(error, "FILE_UNREADABLE", source);
          });
          await cp(source, target, { recursive: true, dereference: true });
          files.push(await checksum(target, signal));
        }
        const sizes = await readdir(part, { recursive: true });
        const bytes = (await Promise.all(sizes.map((name) => stat(join(part, name)))))
          .filter((each) => each.isFile())
          .reduce((sum, { size }) => sum + size, 0);
        const result: Result = { label, createdAt: Date.now(), bytes, outputs: detached, files };
        await writeFile(describe(part), JSON.stringify(result, undefined, 2));
        // Of several that store the same key at once one wins.
        await rename(part, folderOf(key)).catch(() => rm(part, { recursive: true }));
        return existsSync(describe(folderOf(key)));
      } catch (error) {
        await rm(part, { recursive: true, force: true });
        signal.throwIfAborted();
        if (isSluiceError(error)) throw error;
        throw storeError(error, isFull(error) ? "DISK_FULL" : "FILE_UNWRITABLE", folder);
      }
    },
    async list({ signal }) {
      signal.throwIfAborted();
      const entries = await Promise.all((await names()).filter(isKey).map(entryOf));
      return entries.sort((left, right) => right.usedAt - left.usedAt);
    },
    async clear({ usedBefore = Infinity, signal }) {
      signal.throwIfAborted();
      let [entries, bytes] = [0, 0];
      for (const name of await names()) {
        if (!isKey(name)) {
          // Left behind by a crash, unless somebody is at it now.
          const { mtimeMs } = await stat(folderOf(name)).catch(() => ({ mtimeMs: Infinity }));
          if (Date.now() - mtimeMs > 3_600_000) await rm(folderOf(name), { recursive: true, force: true });
          continue;
        }
        const entry = await entryOf(name);
        if (entry.usedAt >= usedBefore) continue;
        await remove(folderOf(name));
        entries += 1;
        bytes += entry.bytes;
      }
      return { entries, bytes };
    },
  };
}

/** Notes where the file is, and says instead where its copy will be. */
function detach(data: Data, sources: string[]): JsonObject {
  const source = placeOf(data);
  if (source === undefined) return data;
  const { path: _path, dirname: _dirname, ...rest } = data;
  const index = sources.push(source) - 1;
  return { ...rest, location: `${scheme}${index}/${basename(source)}` };
}

function attach(data: Data, directory: string): JsonObject {
  const { location } = data;
  if (typeof location !== "string" || !location.startsWith(scheme)) return data;
  return { ...data, location: pathToFileURL(join(directory, location.slice(scheme.length))).href };
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}

function storeError(cause: unknown, code: ErrorCode, path: string): SluiceError {
  return new SluiceError(code, `${path}: ${(cause as Error).message}`, { cause });
}
