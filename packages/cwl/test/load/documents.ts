import { expect } from "vitest";
import { isSluiceError, SluiceError, type SluiceErrorList } from "@sluice/contracts";
import { loadProcess, type LoadedDocument } from "../../src/load/index.ts";

/** Documents that exist in memory only, by their file name in one folder. */
export type Documents = Readonly<Record<string, string>>;

export const folder = "file:///w/";

/** Loads a document, by default `a.cwl`, of a set. */
export function loadFrom(documents: Documents | string, name = "a.cwl"): Promise<LoadedDocument> {
  const all = typeof documents === "string" ? { "a.cwl": documents } : documents;
  return loadProcess({
    uri: folder + name,
    fetchText: async (uri) => {
      const text = all[decodeURIComponent(uri.slice(folder.length))];
      if (text === undefined) throw new SluiceError("FILE_NOT_FOUND", `${uri} does not exist`);
      return text;
    },
  });
}

/** The faults of what is expected to fail, as `line:column CODE message`. */
export async function faultsOf(action: Promise<unknown>): Promise<string[]> {
  try {
    await action;
  } catch (thrown) {
    if (!isSluiceError(thrown)) throw thrown;
    return listOf(thrown).map(show);
  }
  expect.fail("nothing was thrown");
}

export function listOf(error: SluiceError): readonly SluiceError[] {
  return "errors" in error ? (error as SluiceErrorList).errors : [error];
}

export function show(error: SluiceError): string {
  const place = error.position ? `${error.position.line}:${error.position.column} ` : "";
  return `${place}${error.code} ${error.message}`;
}

/** A CommandLineTool with further lines. */
export function tool(...lines: string[]): string {
  return ["cwlVersion: v1.2", "class: CommandLineTool", ...lines, ...missing(lines)].join("\n");
}

function missing(lines: readonly string[]): string[] {
  return ["inputs", "outputs"]
    .filter((field) => !lines.some((line) => line.startsWith(`${field}:`)))
    .map((field) => `${field}: []`);
}
