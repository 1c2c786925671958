import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { isSluiceError, type Json, type JsonObject } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { runtimeObject } from "../command/runtime-object.ts";
import type { InputParameter, Process } from "../model/index.ts";
import {
  effectiveRequirements,
  inherit,
  noRequirements,
  staticHardware,
  type EffectiveRequirements,
} from "../translate/index.ts";
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
  // Ontologies are read when formats are compared, which steps do as well.
  const looked = new Set(
    [process, ...stepProcesses(process)].flatMap(({ schemas = [] }) => schemas.flatMap(localPath)),
  );
  const lookedFor = (copies: LocalCopies): readonly string[] => {
    // Beside a copy is nothing of the user's.
    const folders = new Set([...copies.values()].map((copy) => dirname(fileURLToPath(copy))));
    return [...looked].filter((path) => !folders.has(dirname(path)));
  };
  if (process.class === "Workflow" || tools.complete === true) {
    // Copies go with the engine; what the journal gets are the originals.
    const copies = await fetchCopies(remoteLocations(inputs), tools.fetchFile, signal);
    const completed = await prepare(process, withLocations(inputs, copies), tools, { looked, signal });
    for (const inner of stepProcesses(process)) await lookBesideDefaults(inner, tools, { looked, signal });
    return { inputs: copies.size === 0 ? completed : withoutCopies(completed, copies), lookedFor: lookedFor(copies) };
  }
  await lookBeside(process, inputs, tools, { looked, signal });
  return { inputs, lookedFor: lookedFor(new Map()) };
}

function localPath(uri: string): readonly string[] {
  return uri.startsWith("file:") ? [fileURLToPath(uri)] : [];
}

/** Paths that were looked at so far. */
interface Looking {
  readonly looked: Set<string>;
  readonly signal: AbortSignal;
}

/** Looks where each job of a tool is going to look. What is beside a file from elsewhere is nobody's input. */
async function lookBeside(process: Process, inputs: JsonObject, tools: InputTools, looking: Looking): Promise<void> {
  const here = process.inputs.filter(({ id }) => remoteLocations({ [id]: inputs[id] ?? null }).size === 0);
  const searched = here.filter((input) => hasSecondaryFiles(input, inputs[input.id] ?? null));
  if (searched.length === 0) return;
  if (await isPrepared({ ...process, inputs: here }, inputs, tools, looking)) return;
  // One that cannot be prepared does not hide the others.
  for (const input of searched) await isPrepared({ ...process, inputs: [input] }, inputs, tools, looking);
}

/** Looks beside the Files that the inputs of a step's process have by default: those beside others come with them. */
async function lookBesideDefaults(process: Process, tools: InputTools, looking: Looking): Promise<void> {
  const presets = Object.fromEntries(process.inputs.map((input): [string, Json] => [input.id, input.default ?? null]));
  await lookBeside(
    { ...process, inputs: process.inputs.filter((input) => input.default !== undefined) },
    presets,
    tools,
    looking,
  );
}

/** False for what is wrong, or needs what only a job knows: that is for the job to tell, which does the same again. */
async function isPrepared(process: Process, values: JsonObject, tools: InputTools, looking: Looking): Promise<boolean> {
  try {
    await prepare(process, values, tools, looking);
    return true;
  } catch (error) {
    if (looking.signal.aborted || !isSluiceError(error)) throw error;
    return false;
  }
}

/** The processes that steps run, at every depth, each once. */
function stepProcesses(process: Process, seen = new Set<Process>()): ReadonlySet<Process> {
  if (process.class !== "Workflow") return seen;
  for (const { run } of process.steps) {
    if (seen.has(run)) continue;
    seen.add(run);
    stepProcesses(run, seen);
  }
  return seen;
}

/** Completes the files of values, and adds the paths that it asks for to `looked`. */
function prepare(
  process: Process,
  values: JsonObject,
  { evaluator, formats, complete }: InputTools,
  { looked, signal }: Looking,
): Promise<JsonObject> {
  const inForce = inherit(noRequirements, process);
  const effective = effectiveRequirements(inForce);
  // Where a job gets what it asks for, this is what it is told of it.
  const runtime = process.class === "CommandLineTool" ? staticRuntime(inForce, process.cwlVersion) : {};
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
    session: { evaluator, scope: scopeOf(effective, process.cwlVersion), runtime, signal },
    cwlVersion: process.cwlVersion,
    defaultListing: complete === true ? "no_listing" : defaultListing(effective, process.cwlVersion, process),
    formats,
    schemas: process.schemas ?? [],
    nested: false,
  });
}

/** What expressions know of the place of a job before there is one. */
function staticRuntime(inForce: EffectiveRequirements, cwlVersion: Process["cwlVersion"]): JsonObject {
  const hardware = staticHardware(inForce, cwlVersion);
  if (hardware === undefined) return {};
  const folders = { job: "", output: "", temporary: "", staging: "" };
  const { outdir: _outdir, tmpdir: _tmpdir, ...known } = runtimeObject(folders, hardware);
  return known;
}

/** Whether files have to be found beside those of the value of an input. */
function hasSecondaryFiles(input: InputParameter, value: Json): boolean {
  return annotatedFiles(value, input.type, input, input.id).some(
    ({ annotations }) => (annotations.secondaryFiles ?? []).length > 0,
  );
}
