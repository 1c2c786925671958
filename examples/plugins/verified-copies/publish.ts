import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  isExactNumber,
  isDirectoryValue,
  isFileValue,
  isSluiceError,
  SluiceError,
  type DataManager,
  type DirectoryValue,
  type FileValue,
  type Json,
  type JsonObject,
} from "@sluice/contracts";
import { checksum, copyVerified } from "./copy-verified.ts";

type Data = FileValue | DirectoryValue;

/** Where something goes, and what it is. */
interface Placed {
  readonly place: string;
  readonly key: string;
}

/** Copies everything that the outputs name into a folder, and answers with outputs that name the copies. */
export const publish: DataManager["publish"] = async ({ outputs, outdir, signal }) => {
  try {
    return (await createPublisher(signal)(outputs, outdir)) as JsonObject;
  } catch (cause) {
    signal.throwIfAborted();
    if (isSluiceError(cause)) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    const isFull = code === "ENOSPC" || code === "EDQUOT";
    throw new SluiceError(
      isFull ? "DISK_FULL" : "FILE_UNWRITABLE",
      `outputs cannot be placed in ${outdir}: ${message}`,
      {
        cause,
      },
    );
  }
};

function createPublisher(signal: AbortSignal): (value: Json, folder: string) => Promise<Json> {
  /** Where things went, so that the same thing goes there once: from the place of a copy to its source. */
  const taken = new Map<string, string>();

  /** The same number for all that belong together: `a_2.bam`, `a_2.bam.bai`. */
  const placesOf = (group: readonly Data[], folder: string): string[] => {
    const { name: stem } = parse(nameOf(group[0] as Data));
    const isFree = ({ place, key }: Placed): boolean => (taken.get(place) ?? key) === key;
    for (let number = 1; ; number += 1) {
      const placed = group.map((each): Placed => {
        return { place: join(folder, numbered(nameOf(each), stem, number)), key: keyOf(each) };
      });
      if (!placed.every(isFree)) continue;
      for (const { place, key } of placed) taken.set(place, key);
      return placed.map(({ place }) => place);
    }
  };

  const placeOne = async (value: Data, target: string): Promise<JsonObject> => {
    signal.throwIfAborted();
    const source = sourceOf(value);
    const named = { ...value, basename: basename(target), path: target, location: pathToFileURL(target).href };
    if (isFileValue(value)) {
      const { contents, ...rest } = named as JsonObject;
      if (source === undefined) await writeFile(target, typeof contents === "string" ? contents : "");
      const sum = source === undefined ? await checksum(target, signal) : await copyVerified(source, target, signal);
      return { ...(source === undefined ? rest : named), size: (await stat(target)).size, checksum: sum ?? null };
    }
    if (source !== undefined) {
      await copyVerified(source, target, signal);
      return { ...named, listing: await listingOf(target, signal) };
    }
    return { ...named, listing: await publishValue(value["listing"] ?? [], target) };
  };

  const publishValue = async (value: Json, folder: string): Promise<Json> => {
    if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
    if (isFileValue(value) || isDirectoryValue(value)) {
      await mkdir(folder, { recursive: true });
      const secondary = (value["secondaryFiles"] ?? []) as readonly Data[];
      const group = [value, ...secondary];
      const placed: JsonObject[] = [];
      for (const [index, target] of placesOf(group, folder).entries()) {
        placed.push(await placeOne(group[index] as Data, target));
      }
      const [first = {}, ...rest] = placed;
      return secondary.length > 0 ? { ...first, secondaryFiles: rest } : first;
    }
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const item of value as readonly Json[]) items.push(await publishValue(item, folder));
      return items;
    }
    const fields: Record<string, Json> = {};
    for (const [name, field] of Object.entries(value)) fields[name] = await publishValue(field, folder);
    return fields;
  };
  return publishValue;
}

/** Undefined for what is told by its contents alone. */
function sourceOf(value: Data): string | undefined {
  const place = value["location"] ?? value["path"];
  if (typeof place !== "string" || place.startsWith("_:")) return undefined;
  return place.startsWith("file:") ? fileURLToPath(place) : place;
}

function nameOf(value: Data): string {
  const name = value["basename"] ?? basename(sourceOf(value) ?? "output");
  if (typeof name === "string" && !["", ".", ".."].includes(name) && !name.includes("/")) return name;
  throw new SluiceError("FILE_UNWRITABLE", `an output cannot have the name ${JSON.stringify(name)}`);
}

function keyOf(value: Data): string {
  return `${value.class} ${sourceOf(value) ?? JSON.stringify(value)}`;
}

function numbered(name: string, stem: string, number: number): string {
  if (number === 1) return name;
  const own = name.startsWith(stem) ? stem : parse(name).name;
  return `${own}_${number}${name.slice(own.length)}`;
}

async function listingOf(folder: string, signal: AbortSignal): Promise<Json[]> {
  const listing: Json[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const common = { basename: name, path, location: pathToFileURL(path).href };
    const { size, isDirectory } = await statOf(path);
    if (isDirectory) listing.push({ class: "Directory", ...common, listing: await listingOf(path, signal) });
    else listing.push({ class: "File", ...common, size, checksum: await checksum(path, signal) });
  }
  return listing;
}

async function statOf(path: string): Promise<{ readonly size: number; readonly isDirectory: boolean }> {
  const found = await stat(path);
  return { size: found.size, isDirectory: found.isDirectory() };
}
