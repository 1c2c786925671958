import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Json, JsonObject } from "@sluice/contracts";
import type { Faults } from "../document/faults.ts";
import { placeOf } from "../document/place.ts";

/** A File or Directory in a value, and the name of the input that it belongs to. */
interface Found {
  readonly input: string;
  readonly file: JsonObject;
}

/** How many files are looked at a time. */
const concurrency = 32;

/** Checks the Files and Directories anywhere in the values: that they say where they are, and that they are there. */
export async function checkFiles(values: Readonly<Record<string, Json>>, faults: Faults, signal?: AbortSignal): Promise<void> {
  const found: Found[] = [];
  for (const [input, value] of Object.entries(values)) collect(input, value, found);
  const local = found.filter((entry) => isWellFormed(entry, faults));
  for (let start = 0; start < local.length; start += concurrency) {
    signal?.throwIfAborted();
    await Promise.all(local.slice(start, start + concurrency).map((entry) => checkExists(entry, faults)));
  }
}

function collect(input: string, value: Json, found: Found[]): void {
  if (typeof value !== "object" || value === null) return;
  if (isList(value)) return value.forEach((item) => collect(input, item, found));
  if (value["class"] === "File" || value["class"] === "Directory") found.push({ input, file: value });
  for (const part of Object.values(value)) collect(input, part, found);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether there is a local file to look for. */
function isWellFormed({ input, file }: Found, faults: Faults): boolean {
  const { class: kind, location, contents, listing } = file;
  if (typeof location === "string") return location.startsWith("file:");
  const isLiteral = kind === "File" ? typeof contents === "string" : Array.isArray(listing);
  if (!isLiteral) {
    const needs = kind === "File" ? "'location', 'path' or 'contents'" : "'location', 'path' or 'listing'";
    faults.add("CWL_INPUT_INVALID", `the input '${input}' has a ${String(kind)} without ${needs}`, placeOf(file));
  }
  return false;
}

async function checkExists({ input, file }: Found, faults: Faults): Promise<void> {
  const path = fileURLToPath(String(file["location"]));
  const wanted = file["class"] === "File" ? "file" : "directory";
  try {
    const isDirectory = (await stat(path)).isDirectory();
    if (isDirectory === (wanted === "directory")) return;
    faults.add("CWL_INPUT_INVALID", `the input '${input}' names ${path} as a ${wanted}, but it is a ${isDirectory ? "directory" : "file"}`, placeOf(file));
  } catch (thrown) {
    const isMissing = ["ENOENT", "ENOTDIR"].includes((thrown as NodeJS.ErrnoException).code ?? "");
    const what = isMissing ? "which does not exist" : `which cannot be read (${(thrown as NodeJS.ErrnoException).code})`;
    faults.add(isMissing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE", `the input '${input}' names the ${wanted} ${path}, ${what}`, placeOf(file));
  }
}
