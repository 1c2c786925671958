import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { isSluiceError, type Json, type JsonObject } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import type { Process } from "../model/index.ts";
import { effectiveRequirements, inherit, noRequirements } from "../translate/index.ts";
import { annotatedFiles } from "../value/annotated-files.ts";
import type { FormatChecker } from "../value/check-format.ts";
import type { FileQuestions } from "../value/file-questions.ts";
import { defaultListing, scopeOf } from "../value/find-requirement.ts";
import { localFiles } from "../value/local-files.ts";
import {
  fetchCopies,
  remoteLocations,
  withLocations,
  withoutCopies,
  type FetchFile,
  type LocalCopies,
} from "../value/local-copies.ts";
import { prepareInputs } from "../value/prepare-inputs.ts";

/** What inputs are completed with. */
export interface InputTools {
  readonly evaluator: ExpressionEvaluator;
  readonly formats: FormatChecker;
  readonly fetchFile: FetchFile;
  /** Also what a job completes for itself; directories are listed only where the document says so. */
  readonly complete?: boolean;
}

/** What a run starts with. */
export interface CompletedInputs {
  readonly inputs: JsonObject;
  /** Paths where files were looked for, or will be. */
  readonly lookedFor: readonly string[];
}

/**
 * The inputs that a run starts with: a value for each input, defaults in place of what is absent or null. The files of
 * a workflow's inputs are completed as well (secondary files, formats, contents); a tool does that for each job.
 * @throws `CWL_INPUT_INVALID`, `FILE_NOT_FOUND`, `CWL_EXPRESSION`
 */
export async function completeInputs(
  process: Process,
  given: JsonObject,
  tools: InputTools,
  signal: AbortSignal,
): Promise<CompletedInputs> {
  const inputs = Object.fromEntries(
    process.inputs.map((input): [string, Json] => [input.id, given[input.id] ?? input.default ?? null]),
  );
  const looked = new Set<string>();
  const lookedFor = (copies: LocalCopies): readonly string[] => {
    // Beside a copy is nothing of the user's.
    const folders = new Set([...copies.values()].map((copy) => dirname(fileURLToPath(copy))));
    return [...looked].filter((path) => !folders.has(dirname(path)));
  };
  if (process.class === "Workflow" || tools.complete === true) {
    // Copies go with the engine; what the journal gets are the originals.
    const copies = await fetchCopies(remoteLocations(inputs), tools.fetchFile, signal);
    const completed = await prepare(process, withLocations(inputs, copies), tools, { looked, signal });
    return { inputs: copies.size === 0 ? completed : withoutCopies(completed, copies), lookedFor: lookedFor(copies) };
  }
  if (remoteLocations(inputs).size === 0 && hasSecondaryFiles(process, inputs)) {
    try {
      await prepare(process, inputs, tools, { looked, signal });
    } catch (error) {
      // What is wrong, or needs what only a job knows, is for the job to tell: it does the same again.
      if (signal.aborted || !isSluiceError(error)) throw error;
    }
  }
  return { inputs, lookedFor: lookedFor(new Map()) };
}

/** Completes the files of values, and adds the paths that it asks for to `looked`. */
function prepare(
  process: Process,
  values: JsonObject,
  { evaluator, formats, complete }: InputTools,
  { looked, signal }: { readonly looked: Set<string>; readonly signal: AbortSignal },
): Promise<JsonObject> {
  const effective = effectiveRequirements(inherit(noRequirements, process));
  const files: FileQuestions = {
    ...localFiles,
    stat(question) {
      for (const path of question.paths) looked.add(path);
      return localFiles.stat(question);
    },
  };
  return prepareInputs({
    parameters: process.inputs,
    values,
    files,
    session: { evaluator, scope: scopeOf(effective, process.cwlVersion), runtime: {}, signal },
    cwlVersion: process.cwlVersion,
    defaultListing: complete === true ? "no_listing" : defaultListing(effective, process.cwlVersion, process),
    formats,
    schemas: process.schemas ?? [],
    nested: false,
  });
}

/** Whether files have to be found beside those of the values. */
function hasSecondaryFiles(process: Process, values: JsonObject): boolean {
  return process.inputs.some((input) =>
    annotatedFiles(values[input.id] ?? null, input.type, input, input.id).some(
      ({ annotations }) => (annotations.secondaryFiles ?? []).length > 0,
    ),
  );
}
