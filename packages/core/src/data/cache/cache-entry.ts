import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CacheEntry, JsonObject } from "@sluice/contracts";

/** What `entry.json` in the folder of an entry says. Another version is another folder of the store. */
export interface StoredEntry {
  readonly key: string;
  readonly label: string;
  readonly createdAt: number;
  readonly bytes: number;
  /** Detached from all places. */
  readonly outputs: JsonObject;
  /** Digest of all that the folder `files` of the entry holds. */
  readonly tree: string;
}

/** Name of the description in the folder of an entry; its time of change is the time of the entry's last use. */
export const entryFile = "entry.json";

/** @throws an `ENOENT` error when there is none, any other when it is not whole */
export function readEntry(folder: string): StoredEntry {
  const entry = JSON.parse(readFileSync(join(folder, entryFile), "utf8")) as Partial<StoredEntry> | null;
  const { key, label, createdAt, bytes, outputs, tree } = entry ?? {};
  if (
    typeof key !== "string" ||
    typeof label !== "string" ||
    typeof createdAt !== "number" ||
    typeof bytes !== "number" ||
    typeof outputs !== "object" ||
    typeof tree !== "string"
  ) {
    throw new Error(`${folder} is not an entry of a cache`);
  }
  return { key, label, createdAt, bytes, outputs, tree };
}

/** What a list says of an entry; undefined when it cannot be read. */
export function summarizeEntry(folder: string): CacheEntry | undefined {
  try {
    const { key, label, createdAt, bytes } = readEntry(folder);
    // The clock of the file system may lag behind that of the process.
    const usedAt = Math.max(createdAt, statSync(join(folder, entryFile)).mtimeMs);
    return { key, label, createdAt, bytes, usedAt };
  } catch {
    return undefined;
  }
}
