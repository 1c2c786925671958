import { existsSync } from "node:fs";
import { SluiceError, type FrontendOptions, type SourcePosition } from "@sluice/contracts";
import type { CwlVersion, Process } from "../model/index.ts";
import { isProcess, processesWithoutMain } from "./build/choose-process.ts";
import { stepPlace } from "./build/embedded-processes.ts";
import { ProcessBuilder } from "./build/process-builder.ts";
import { versionIn } from "./build/read-version.ts";
import { DocumentStore } from "./document/document-store.ts";
import { Faults } from "./document/faults.ts";
import type { FetchText } from "./document/fetch-text.ts";
import { positionOf } from "./document/place.ts";
import { findReferences } from "./document/references.ts";
import { splitFragment, toUri } from "./document/uri.ts";
import { loadSaladTable } from "./salad/salad-tables.ts";
import type { SaladTable } from "./salad/salad-table.ts";

export interface LoadProcessOptions {
  /** Absolute URI of the document; it may end in `#id`. Either this or `path`. */
  readonly uri?: string;
  /** Path of the document, also with `#id` after it. */
  readonly path?: string;
  /** Which process of the document is wanted; overrides what `uri` or `path` say. */
  readonly fragment?: string;
  readonly signal?: AbortSignal;
  readonly rules?: FrontendOptions;
  /** Reads documents; by default files only. */
  readonly fetchText?: FetchText;
}

export interface LoadedDocument {
  readonly process: Process;
  /** The fragment named a step of it, or of what it runs: its path, as `outer/inner`. */
  readonly step?: string;
  /** Faults that do not keep the process from being run, in the order they were found. */
  readonly warnings: readonly SluiceError[];
  /** URIs of all documents that were read, the first one first. */
  readonly documents: readonly string[];
  readonly positions: Positions;
}

/** Where things of the model were written. */
export interface Positions {
  positionOf(target: object, key?: string | number): SourcePosition | undefined;
}

/**
 * Loads a process with all that it imports and runs. Throws a SluiceError, or a list of them
 * where a document has several faults; the exit status is that of "unsupported" only if nothing else is wrong.
 */
export async function loadProcess(options: LoadProcessOptions): Promise<LoadedDocument> {
  const { document: uri, fragment } = locate(options);
  const faults = new Faults();
  const store = new DocumentStore({ ...options, localFiles: options.rules?.localFiles });
  const document = await store.read(uri);
  const tables = await readAll(store, uri);
  const wanted = options.fragment ?? fragment;
  const place = wanted === undefined || isProcess(document, wanted) ? undefined : stepPlace(document, wanted);
  const process = new ProcessBuilder(store, tables, faults, options.rules).buildFrom(
    document,
    place ? place.fragment : wanted,
    undefined,
  );
  faults.throwIfAny();
  if (!process) throw new SluiceError("INTERNAL", `${uri} could not be loaded, yet no fault was found`);
  const step = place && { step: place.step };
  return { process, ...step, warnings: faults.warnings, documents: store.uris, positions: { positionOf } };
}

/**
 * The ids of the processes of a document of which none is the one that runs by default; nothing if there is such a one, or if the
 * document or one of its processes cannot be read as such.
 */
export async function namesOfProcesses(options: LoadProcessOptions): Promise<readonly string[]> {
  const { document, fragment } = locate(options);
  if (fragment !== undefined) return [];
  const store = new DocumentStore({ ...options, localFiles: options.rules?.localFiles });
  return processesWithoutMain(await store.read(document));
}

/** A hash mark may be part of a file's name. */
function locate(options: LoadProcessOptions): { document: string; fragment: string | undefined } {
  if (options.uri !== undefined) return splitFragment(options.uri);
  if (options.path === undefined) throw new SluiceError("USAGE", "the document to load was not given");
  const hash = options.path.lastIndexOf("#");
  if (hash < 0 || existsSync(options.path)) return { document: toUri(options.path), fragment: undefined };
  return { document: toUri(options.path.slice(0, hash)), fragment: options.path.slice(hash + 1) };
}

/** Reads whatever is run from a document on, and the tables of the versions that all that is written in. */
async function readAll(store: DocumentStore, first: string): Promise<ReadonlyMap<CwlVersion, SaladTable>> {
  const tables = new Map<CwlVersion, SaladTable>();
  const seen = new Set([first]);
  for (const uri of seen) {
    const root = store.get(uri)?.root;
    if (!root) continue;
    const { runs, versions } = findReferences(root, store);
    for (const node of versions) {
      const version = versionIn(node);
      if (version && !tables.has(version)) tables.set(version, await loadSaladTable(version));
    }
    for (const run of runs) {
      await store.read(run.uri, run.at);
      seen.add(run.uri);
    }
  }
  return tables;
}
