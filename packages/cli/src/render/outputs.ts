import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isFileValue, SluiceError, type Json, type JsonObject, parseJson } from "@sluice/contracts";
import { makeFolders } from "@sluice/core/listing";
import type { CommandConsole } from "../session/command-console.ts";

/** Characters that are put together before they are handed on. */
const chunk = 1 << 16;
const step = "    ";

/** Writes outputs into a file. @throws `FILE_UNWRITABLE` */
export async function saveOutputs(outputs: JsonObject, path: string): Promise<void> {
  try {
    makeFolders(dirname(path));
    await writeFile(path, outputText(outputs));
  } catch (cause) {
    throw new SluiceError("FILE_UNWRITABLE", `the outputs cannot be written: ${(cause as Error).message}`, { cause });
  }
}

/** Prints outputs. */
export function writeOutputs(outputs: JsonObject, console: Pick<CommandConsole, "out">): void {
  for (const text of outputText(outputs)) console.out(text);
}

/**
 * Makes sure that what was printed of a run arrived: a full device and a reader that went away cost the outputs, and the run has them.
 * @param commandSuffix - what commands about the run need besides
 * @throws `FILE_UNWRITABLE`, `DISK_FULL`
 */
export async function confirmPrinted(
  run: string,
  commandSuffix: string,
  console: Pick<CommandConsole, "delivered">,
): Promise<void> {
  const cause = await console.delivered();
  if (cause === undefined) return;
  const code = cause.code === "ENOSPC" || cause.code === "EDQUOT" ? "DISK_FULL" : "FILE_UNWRITABLE";
  throw new SluiceError(code, `the outputs cannot be written to standard output: ${cause.message}`, {
    hint: `They are kept: 'sluice show ${run} --outputs${commandSuffix}' prints them.`,
    cause,
  });
}

/** Outputs whose files have no checksums. */
export function withoutChecksums(outputs: JsonObject): JsonObject {
  const text = JSON.stringify(outputs, function (this: Json, key, value: Json) {
    return key === "checksum" && isFileValue(this) ? undefined : value;
  });
  return parseJson(text) as JsonObject;
}

/** Outputs as they are printed, in pieces: the listing of a directory may be longer than any text can be. */
export function* outputText(outputs: JsonObject): Generator<string, void, undefined> {
  let text = "";
  for (const piece of piecesOf(outputs, "\n")) {
    text += piece;
    if (text.length < chunk) continue;
    yield text;
    text = "";
  }
  yield `${text}\n`;
}

/** The same text as that of JSON.stringify with an indent of four. */
function* piecesOf(value: Json, newline: string): Generator<string, void, undefined> {
  const inner = newline + step;
  let separator = "";
  if (isList(value) && value.length > 0) {
    yield "[";
    for (const item of value) {
      yield separator + inner;
      yield* piecesOf(item, inner);
      separator = ",";
    }
    yield `${newline}]`;
  } else if (isObject(value) && Object.values(value).some((field) => typeof field === "object")) {
    yield "{";
    for (const [name, field] of Object.entries(value)) {
      if ((field as Json | undefined) === undefined) continue;
      yield `${separator}${inner}${JSON.stringify(name)}: `;
      yield* piecesOf(field, inner);
      separator = ",";
    }
    yield `${newline}}`;
  } else yield JSON.stringify(value, undefined, step).replaceAll("\n", newline);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
