import { checksumFile } from "@sluice/connector-kit";
import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  isDirectoryValue,
  isEntryName,
  isFileValue,
  SluiceError,
  type DataManager,
  type DirectoryValue,
  type FileValue,
  type Json,
  type JsonObject,
  isExactNumber,
} from "@sluice/contracts";
import { localPath } from "../local-path.ts";
import { createOutputNames, splitName, type OutputNames } from "./output-names.ts";
import { beginPublication } from "./publication.ts";
import { createOutputPlacer, type OutputPlacer } from "./place-output.ts";
import { publishError } from "./publish-error.ts";
import { publishTree } from "./publish-tree.ts";

type Data = FileValue | DirectoryValue;

/** A folder of outputs. */
interface Folder {
  readonly path: string;
  readonly names: OutputNames;
}

/**
 * Places everything that the outputs name into a folder. The same outputs give the same names every time; what is
 * there under such a name is replaced, so that a publication that was cut short is simply repeated.
 */
export async function publishOutputs(
  input: Parameters<DataManager["publish"]>[0],
): Promise<Readonly<Record<string, Json>>> {
  const { outputs, outdir, owned, signal, progress } = input;
  const plain = createOutputPlacer(owned, outdir);
  const placer: OutputPlacer = {
    ...plain,
    async file(...given) {
      const placed = await plain.file(...given);
      progress?.();
      return placed;
    },
  };
  const publish = (): Promise<Json> =>
    publishValue(outputs, { path: outdir, names: createOutputNames() }, placer, signal);
  try {
    using _ = await beginPublication(owned, outdir);
    return (await placer.folder(outdir, publish, true)) as JsonObject;
  } catch (error) {
    signal.throwIfAborted();
    throw publishError(outdir, error);
  }
}

async function publishValue(value: Json, folder: Folder, placer: OutputPlacer, signal: AbortSignal): Promise<Json> {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
  if (isFileValue(value) || isDirectoryValue(value)) return publishGroup(value, folder, placer, signal);
  if (isList(value)) {
    const items: Json[] = [];
    for (const item of value) items.push(await publishValue(item, folder, placer, signal));
    return items;
  }
  const fields: [string, Json][] = [];
  for (const [key, field] of Object.entries(value))
    fields.push([key, await publishValue(field, folder, placer, signal)]);
  return Object.fromEntries(fields);
}

/** Places a file or directory with its secondary files, whose names must go together. */
async function publishGroup(value: Data, folder: Folder, placer: OutputPlacer, signal: AbortSignal): Promise<Json> {
  const list = value["secondaryFiles"];
  const secondary = Array.isArray(list) ? (list as readonly Json[]).filter((each) => isData(each)) : undefined;
  const group = [value, ...(secondary ?? [])];
  const names = folder.names.claim(group.map((each) => ({ basename: basenameOf(each), key: keyOf(each) })));
  const placed: Json[] = [];
  for (const [index, each] of group.entries()) {
    signal.throwIfAborted();
    const path = join(folder.path, names[index] ?? "");
    try {
      placed.push(await publishOne(each, path, placer, signal));
    } catch (error) {
      signal.throwIfAborted();
      throw publishError(path, error);
    }
  }
  const [first, ...rest] = placed;
  return secondary === undefined ? (first ?? null) : { ...(first as JsonObject), secondaryFiles: rest };
}

async function publishOne(value: Data, path: string, placer: OutputPlacer, signal: AbortSignal): Promise<Json> {
  const source = sourceOf(value);
  if (source === "elsewhere") return value;
  const named = { ...value, ...renamed(value, path), path, location: pathToFileURL(path).href };
  if (isFileValue(value)) {
    const { contents: literal, ...rest } = named as JsonObject;
    const text = typeof literal === "string" ? literal : "";
    const { size, at } = await (source === undefined ? placer.text(text, path) : placer.file(source, path));
    const checksum = value["checksum"] ?? (await checksumFile(at, size));
    return { ...(source === undefined ? rest : named), class: "File", size, checksum };
  }
  if (source !== undefined) return { ...named, listing: await publishTree({ source, target: path, placer, signal }) };
  const publish = (): Promise<Json> =>
    publishValue(value["listing"] ?? [], { path, names: createOutputNames() }, placer, signal);
  const listing = await placer.folder(path, publish);
  return { ...named, listing };
}

/** The path of what exists; undefined for a literal, `elsewhere` for what is not a file of this machine. */
function sourceOf(value: Data): string | undefined {
  const place = value["location"] ?? value["path"];
  if (typeof place !== "string" || place.startsWith("_:")) {
    if (value["contents"] !== undefined || value["listing"] !== undefined || isDirectoryValue(value)) return undefined;
    throw new SluiceError("FILE_NOT_FOUND", "An output File has neither a location nor contents.");
  }
  const path = localPath(place);
  if (path !== undefined && !statSync(path, { throwIfNoEntry: false })) {
    throw new SluiceError("FILE_NOT_FOUND", `The output ${path} does not exist.`);
  }
  return path ?? "elsewhere";
}

/** Fields that follow the name, where the value has them. */
function renamed(value: Data, path: string): JsonObject {
  const name = basename(path);
  const { stem, extension } = splitName(name);
  return {
    basename: name,
    ...(value["nameroot"] !== undefined && { nameroot: stem }),
    ...(value["nameext"] !== undefined && { nameext: extension }),
    ...(value["dirname"] !== undefined && { dirname: path.slice(0, -name.length - 1) }),
  };
}

function basenameOf(value: Data): string {
  const given = value["basename"];
  const place = sourceOf(value);
  const name = typeof given === "string" ? given : basename(place ?? "output");
  if (isEntryName(name)) return name;
  throw new SluiceError("FILE_UNWRITABLE", `An output cannot have the name ${JSON.stringify(name)}.`);
}

function keyOf(value: Data): string {
  return `${value.class} ${sourceOf(value) ?? JSON.stringify(value)}`;
}

function isData(value: Json): value is Data {
  return isFileValue(value) || isDirectoryValue(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
