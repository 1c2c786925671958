import type { FrontendOptions, SluiceError } from "@sluice/contracts";
import { checkProcess, checkSize } from "../check/index.ts";
import { loadInputObject, loadProcess, type FetchText, type InputObject } from "../load/index.ts";
import type { Process } from "../model/index.ts";
import { readDocumentBytes } from "../load/yaml/index.ts";
import { namesTool } from "./detect.ts";
import { partOfProcess } from "./part/part-of-process.ts";

/** A process that was loaded and found valid. */
export interface LoadedDocument {
  readonly process: Process;
  readonly warnings: readonly SluiceError[];
  readonly documents: readonly string[];
  /** The document was an input object that names its process: these are its values. */
  readonly values?: InputObject;
}

/** Loads and checks the process of a document, or the one that an input object names. */
export async function loadDocument(
  document: string,
  options: FrontendOptions,
  fetchText: FetchText,
  signal: AbortSignal,
): Promise<LoadedDocument> {
  const values = await scriptOf(document, options, fetchText, signal);
  const loaded = await loadProcess({
    ...(values?.tool === undefined ? { path: document } : { uri: values.tool }),
    rules: options,
    fetchText,
    signal,
  });
  checkSize(loaded.process, options.limits);
  const warnings = [...(values?.warnings ?? []), ...loaded.warnings, ...checkProcess(loaded.process, options)];
  const documents = [...new Set([...(values?.documents ?? []), ...loaded.documents])];
  const process = loaded.step === undefined ? loaded.process : partOfProcess(loaded.process, { step: loaded.step });
  return { process, warnings, documents, ...(values && { values }) };
}

async function scriptOf(
  document: string,
  { localFiles }: FrontendOptions,
  fetchText: FetchText,
  signal: AbortSignal,
): Promise<InputObject | undefined> {
  if (document.includes("#") || /^[a-z][a-z0-9+.-]+:/i.test(document)) return undefined;
  // What cannot be read is the loader's to report.
  const text = await readDocumentBytes(document, { name: document, named: true, signal }).then(String, () => "");
  return namesTool(text) ? loadInputObject({ path: document, localFiles, fetchText, signal }) : undefined;
}
