import { checksumFile } from "@sluice/connector-kit";
import { createHash } from "node:crypto";
import { statSync, type Stats } from "node:fs";
import { basename } from "node:path";
import {
  isDirectoryValue,
  isFileValue,
  SluiceError,
  type DirectoryValue,
  type FileValue,
  type Json,
  type JsonObject,
  isExactNumber,
} from "@sluice/contracts";
import { createGiveWay } from "../../give-way.ts";
import { localPath } from "../local-path.ts";
import { readTree, treeChild, treeTop, type TreePlace } from "../read-tree.ts";
import { createSetDigest } from "../set-digest.ts";
import { canonicalJson } from "./canonical-json.ts";
import { fileState, type FileState } from "./file-state.ts";

/** Says what values are, whatever the places of their files. */
export interface ValueFingerprint {
  /**
   * Files count with their base name, content and secondary files, directories with everything in
   * them; a checksum that a value claims to have is not believed.
   * @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`; also for files that are not on this machine
   */
  of(value: Json, signal: AbortSignal): Promise<Fingerprint>;
}

/** What a value was when it was looked at. */
export interface Fingerprint {
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  /**
   * The path of a file or directory of the value that is not what it was, or undefined. One that was written is another one, whatever is in
   * it now; one of which only something else changed, such as its number of names, is read again.
   */
  changed(signal: AbortSignal): Promise<string | undefined>;
}

/** A file or directory that was read. */
interface Seen {
  readonly path: string;
  readonly state: FileState | undefined;
  readonly content: string;
}

/** Fields that follow from the place, the base name or the content. */
const derived = new Set([
  "location",
  "path",
  "dirname",
  "nameroot",
  "nameext",
  "size",
  "checksum",
  "contents",
  "listing",
]);

/** How many checksums are remembered: the elements of a scatter often have files in common. */
const remembered = 4096;

/** Makes a fingerprint that reads a file once, however often it is asked for, unless it changes. */
export function createValueFingerprint(): ValueFingerprint {
  const checksums = new Map<string, Promise<string>>();
  const giveWay = createGiveWay();

  function checksumOf(path: string | Buffer): Promise<string> {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (!stats) throw new SluiceError("FILE_NOT_FOUND", `there is no file ${path.toString()}`);
    const identity = [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(":");
    const known = checksums.get(identity);
    if (known) return known;
    const made = checksumFile(path, Number(stats.size));
    checksums.set(identity, made);
    // One that failed is not an answer.
    made.catch(() => checksums.delete(identity));
    if (checksums.size > remembered) checksums.delete(checksums.keys().next().value as string);
    return made;
  }

  async function treeDigest(place: TreePlace, signal: AbortSignal): Promise<string> {
    const digest = createSetDigest();
    for (const entry of readTree(place)) {
      await giveWay();
      signal.throwIfAborted();
      const what =
        entry.type === "link"
          ? entry.to.toString("latin1")
          : entry.type === "directory"
            ? await treeDigest(treeChild(place, entry.path), signal)
            : entry.type === "file"
              ? `${await checksumOf(entry.path)}${mark(entry.stats)}`
              : "";
      digest.add(`${entry.type} ${entry.name.toString("latin1")}\0${what}`);
    }
    return digest.digest();
  }

  async function fileContent(path: string): Promise<string> {
    const checksum = await checksumOf(path);
    return `${checksum}${mark(statSync(path))}`;
  }

  async function contentOf(path: string, signal: AbortSignal): Promise<string> {
    const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    return isDirectory ? treeDigest(treeTop(path), signal) : fileContent(path);
  }

  async function describeData(value: FileValue | DirectoryValue, look: Look): Promise<Json> {
    const { seen, signal } = look;
    const place = value["location"] ?? value["path"];
    const named = value["basename"];
    const known: [string, Json][] = [];
    for (const [name, field] of Object.entries(value)) {
      if (!derived.has(name)) known.push([name, await describe(field, look)]);
    }
    const fields = Object.fromEntries(known);
    if (typeof place !== "string" || place.startsWith("_:")) {
      const content = isFileValue(value) ? value["contents"] : value["listing"];
      return { ...fields, literal: await describe(content ?? null, look) };
    }
    const path = localPath(place);
    if (path === undefined) throw new SluiceError("FILE_NOT_FOUND", `${place} is not a file of this machine`);
    // Seen before it is read: what changes meanwhile is noticed.
    const state = await fileState(path, signal);
    const content = isFileValue(value) ? await fileContent(path) : await treeDigest(treeTop(path), signal);
    seen.push({ path, state, content });
    return { ...fields, basename: typeof named === "string" ? named : basename(path), content };
  }

  async function describe(value: Json, look: Look): Promise<Json> {
    if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
    if (isFileValue(value) || isDirectoryValue(value)) return describeData(value, look);
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const item of value as readonly Json[]) items.push(await describe(item, look));
      return items;
    }
    const fields: [string, Json][] = [];
    for (const [name, field] of Object.entries(value as JsonObject)) fields.push([name, await describe(field, look)]);
    return Object.fromEntries(fields);
  }

  async function isChanged({ path, state: before, content }: Seen, signal: AbortSignal): Promise<boolean> {
    const now = await fileState(path, signal);
    if (!now || !before || now.identity !== before.identity || now.entries !== before.entries) return true;
    if (now.modifiedAt !== before.modifiedAt) return true;
    return now.changedAt !== before.changedAt && (await contentOf(path, signal)) !== content;
  }

  return {
    async of(value, signal) {
      const seen: Seen[] = [];
      const described = canonicalJson(await describe(value, { seen, signal }));
      return {
        digest: createHash("sha256").update(described).digest("hex"),
        async changed(patience) {
          for (const each of seen) if (await isChanged(each, patience)) return each.path;
          return undefined;
        },
      };
    },
  };
}

/** A file that its owner may execute is another one for who runs it; one that nobody may has the digest that it always had. */
function mark({ mode }: Stats): string {
  return (mode & 0o100) === 0 ? "" : " executable";
}

/** One look at a value. */
interface Look {
  readonly seen: Seen[];
  readonly signal: AbortSignal;
}
