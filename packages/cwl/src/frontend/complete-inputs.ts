import type { Json, JsonObject } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import type { Process } from "../model/index.ts";
import { effectiveRequirements, inherit, noRequirements } from "../translate/index.ts";
import type { FormatChecker } from "../value/check-format.ts";
import { defaultListing, scopeOf } from "../value/find-requirement.ts";
import { localFiles } from "../value/local-files.ts";
import { fetchCopies, remoteLocations, withLocations, withoutCopies, type FetchFile } from "../value/local-copies.ts";
import { prepareInputs } from "../value/prepare-inputs.ts";

/** What inputs are completed with. */
export interface InputTools {
  readonly evaluator: ExpressionEvaluator;
  readonly formats: FormatChecker;
  readonly fetchFile: FetchFile;
}

/**
 * The inputs that a run starts with: a value for each input, defaults in place of what is absent or null. The files of
 * a workflow's inputs are completed as well (secondary files, formats, contents); a tool does that for each job.
 * @throws `CWL_INPUT_INVALID`, `FILE_NOT_FOUND`, `CWL_EXPRESSION`
 */
export async function completeInputs(
  process: Process,
  given: JsonObject,
  { evaluator, formats, fetchFile }: InputTools,
  signal: AbortSignal,
): Promise<JsonObject> {
  const values = Object.fromEntries(
    process.inputs.map((input): [string, Json] => [input.id, given[input.id] ?? input.default ?? null]),
  );
  if (process.class !== "Workflow") return values;
  const effective = effectiveRequirements(inherit(noRequirements, process));
  // Copies go with the engine; what the journal gets are the originals.
  const copies = await fetchCopies(remoteLocations(values), fetchFile, signal);
  const completed = await prepareInputs({
    parameters: process.inputs,
    values: withLocations(values, copies),
    files: localFiles,
    session: { evaluator, scope: scopeOf(effective, process.cwlVersion), runtime: {}, signal },
    cwlVersion: process.cwlVersion,
    defaultListing: defaultListing(effective, process.cwlVersion, process),
    formats,
    schemas: process.schemas ?? [],
    nested: false,
  });
  return copies.size === 0 ? completed : withoutCopies(completed, copies);
}
