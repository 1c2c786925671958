import { stat } from "node:fs/promises";
import { nearestName, type Json, type JsonObject, isExactNumber } from "@sluice/contracts";
import type { Faults } from "../document/faults.ts";
import { isRemote } from "../document/file-value.ts";
import { placeOf, placeOfKey } from "../document/place.ts";
import { pathOfUri } from "../yaml/index.ts";
import { similarFile } from "../document/similar-file.ts";

/** A File or Directory in a value, and the name of the input that it belongs to. */
interface Found {
  readonly input: string;
  readonly file: JsonObject;
}

interface LocalFile extends Found {
  readonly path: string;
}

/** How many files are looked at a time. */
const concurrency = 32;

/** Checks the Files and Directories anywhere in the values: that they say where they are, and that they are there. */
export async function checkFiles(
  values: Readonly<Record<string, Json>>,
  faults: Faults,
  signal?: AbortSignal,
): Promise<void> {
  const found: Found[] = [];
  for (const [input, value] of Object.entries(values)) collect(input, value, found);
  const local: LocalFile[] = [];
  for (const entry of found) checkForm(entry, local, faults);
  for (let start = 0; start < local.length; start += concurrency) {
    signal?.throwIfAborted();
    await Promise.all(local.slice(start, start + concurrency).map((entry) => checkExists(entry, faults)));
  }
}

function collect(input: string, value: Json, found: Found[]): void {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return;
  if (isList(value)) return value.forEach((item) => collect(input, item, found));
  if (value["class"] === "File" || value["class"] === "Directory") found.push({ input, file: value });
  for (const part of Object.values(value)) collect(input, part, found);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Keeps the local files, which can be looked for. */
function checkForm({ input, file }: Found, local: LocalFile[], faults: Faults): void {
  const { location, contents, listing } = file;
  const kind = file["class"] === "File" ? "File" : "Directory";
  if (typeof location === "string") {
    if (kind === "Directory" && isRemote(location)) {
      const what = `the input '${input}' names the Directory ${location}, whose entries cannot be listed`;
      faults.add(
        "CWL_INPUT_INVALID",
        what,
        placeOf(file),
        "Write its 'listing', each File with a location of its own.",
      );
      return;
    }
    if (!location.startsWith("file:")) return;
    const path = pathOfUri(location);
    if (path !== undefined) local.push({ input, file, path });
    else {
      const what = `the input '${input}' has a location that names no file of this machine: ${location}`;
      faults.add("CWL_INPUT_INVALID", what, placeOf(file), "Write file:///, an absolute path, or use 'path'.");
    }
    return;
  }
  const isLiteral = kind === "File" ? typeof contents === "string" : Array.isArray(listing);
  if (!isLiteral) {
    const needs = kind === "File" ? "'location', 'path' or 'contents'" : "'location', 'path' or 'listing'";
    const known = new Set(["class", "basename", "nameroot", "nameext", "checksum", "size", "secondaryFiles", "format"]);
    const [meant] = Object.keys(file)
      .filter((key) => !known.has(key))
      .flatMap((key) => {
        const wanted = nearestName(key, ["path", "location", "contents", "listing"]);
        return wanted === undefined ? [] : [{ key, hint: `Is '${key}' meant to be '${wanted}'?` }];
      });
    const place = meant === undefined ? placeOf(file) : placeOfKey(file, meant.key);
    faults.add("CWL_INPUT_INVALID", `the input '${input}' has a ${kind} without ${needs}`, place, meant?.hint);
  }
}

async function checkExists({ input, file, path }: LocalFile, faults: Faults): Promise<void> {
  const wanted = file["class"] === "File" ? "file" : "directory";
  try {
    const isDirectory = (await stat(path)).isDirectory();
    if (isDirectory === (wanted === "directory")) return;
    faults.add(
      "CWL_INPUT_INVALID",
      `the input '${input}' names ${path} as a ${wanted}, but it is a ${isDirectory ? "directory" : "file"}`,
      placeOf(file),
    );
  } catch (thrown) {
    const isMissing = ["ENOENT", "ENOTDIR"].includes((thrown as NodeJS.ErrnoException).code ?? "");
    const what = isMissing
      ? "which does not exist"
      : `which cannot be read (${(thrown as NodeJS.ErrnoException).code})`;
    faults.add(
      isMissing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
      `the input '${input}' names the ${wanted} ${path}, ${what}`,
      placeOf(file),
      isMissing ? (homeHint(path) ?? (await similarFile(path))) : undefined,
    );
  }
}

/** Only shells know what `~` means. */
function homeHint(path: string): string | undefined {
  return path.includes("/~/") ? "'~' is a folder of that name here: write the whole path of your home." : undefined;
}
