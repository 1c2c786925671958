import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type CacheEntry, type JsonObject, parseJson } from "@sluice/contracts";
import { canonicalJson } from "../fingerprint/canonical-json.ts";

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

/** The text of an entry, with a digest of everything else that it says. */
export function sealedEntry(entry: StoredEntry): string {
  return JSON.stringify({ ...entry, seal: sealOf(entry) });
}

function sealOf({ key, label, createdAt, bytes, outputs, tree }: StoredEntry): string {
  return hash("sha256", canonicalJson({ key, label, createdAt, bytes, outputs, tree }));
}

/** Name of the description in the folder of an entry; its time of change is the time of the entry's last use. */
export const entryFile = "entry.json";

/** @throws an `ENOENT` error when there is none, any other when it is not whole, or not what was stored */
export function readEntry(folder: string): StoredEntry {
  const entry = parseJson(readFileSync(join(folder, entryFile), "utf8")) as Partial<SealedEntry> | null;
  const { key, label, createdAt, bytes, outputs, tree, seal } = entry ?? {};
  if (
    typeof key !== "string" ||
    typeof label !== "string" ||
    typeof createdAt !== "number" ||
    typeof bytes !== "number" ||
    typeof outputs !== "object" ||
    (outputs as unknown) === null ||
    typeof tree !== "string"
  ) {
    throw new Error("its description is not whole");
  }
  const read = { key, label, createdAt, bytes, outputs, tree };
  if (seal !== sealOf(read) || basename(folder) !== key) throw new Error("its description was changed");
  return read;
}

interface SealedEntry extends StoredEntry {
  readonly seal: string;
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
