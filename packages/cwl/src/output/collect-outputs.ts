import {
  SluiceError,
  type JobExit,
  type JobRequest,
  type Json,
  type JsonObject,
  type LocationFiles,
} from "@sluice/contracts";
import { placeInputs, type CommandJob, type PlacedInputs } from "../command/prepare-command.ts";
import { needsEvaluation } from "../expression/index.ts";
import type { CommandOutputParameter } from "../model/index.ts";
import { annotatedFiles } from "../value/annotated-files.ts";
import { createExpressionRound, type ExpressionSession } from "../value/expression-round.ts";
import { asValue, draftFiles } from "../value/file-draft.ts";
import { askSecondaryFiles } from "../value/secondary-files.ts";
import { defaultListing, scopeOf } from "../value/find-requirement.ts";
import { runtimeObject } from "../command/runtime-object.ts";
import { boundValues, type OutputSearch } from "./bound-values.ts";
import { checkOutputs, undeclared } from "./check-outputs.ts";
import { finishFiles } from "./finish-files.ts";
import { boundOutputs, outputShape, type BoundOutput, type OutputShape } from "./output-bindings.ts";
import { readOutputJson } from "./output-json.ts";
import { createOutputPlaces, type OutputPlaces } from "./output-places.ts";

export interface FinishedJob extends CommandJob {
  readonly files: LocationFiles;
  readonly request: JobRequest;
  readonly exit: JobExit;
  /** The inputs as they were prepared for the job, where that is still known. */
  readonly placed?: PlacedInputs | undefined;
}

/** The outputs of a job that succeeded. Source: CWL v1.2, Output binding. */
export async function collectOutputs(job: FinishedJob): Promise<JsonObject> {
  const { tool, files, request, directories, nested } = job;
  if (tool.outputs.length === 0 && nested) return {};
  const places = createOutputPlaces({ directories, staging: request.staging, inputs: job.values, files });
  const written = await readOutputJson(places, files);
  const values = written ?? (await findOutputs(job, places));
  for (const { id } of tool.outputs) await finishFiles(values[id] ?? null, places, files, id);
  const outputs = checkOutputs(tool.outputs, values);
  if (written === undefined || nested) return outputs;
  const more = undeclared(tool.outputs, written);
  for (const [id, value] of Object.entries(more)) await finishFiles(value, places, files, id);
  return { ...outputs, ...more };
}

/** Inputs are prepared once more only when an expression may look at them, and the first time is forgotten. */
async function outputSession(job: FinishedJob): Promise<ExpressionSession> {
  const { tool, effective, evaluator, signal } = job;
  const runtime = { ...runtimeObject(job.directories, job.hardware), exitCode: job.exit.code };
  if (!holdsExpression(tool.outputs as unknown as Json)) {
    return { evaluator, scope: scopeOf(effective, tool.cwlVersion), inputs: {}, runtime, signal };
  }
  const { session } = job.placed ?? (await placeInputs(job));
  return { ...session, runtime, signal };
}

function holdsExpression(value: Json | undefined): boolean {
  if (typeof value === "string") return needsEvaluation(value);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsExpression);
}

async function findOutputs(job: FinishedJob, places: OutputPlaces): Promise<JsonObject> {
  const { tool, effective, files } = job;
  const search: OutputSearch = {
    session: await outputSession(job),
    files,
    places,
    cwlVersion: tool.cwlVersion,
    defaultListing: defaultListing(effective, tool.cwlVersion, tool),
  };
  const shapes = tool.outputs.map((output) => ({ id: output.id, shape: outputShape(output, output.id) }));
  const found = await boundValues(
    shapes.flatMap(({ shape }) => boundOutputs(shape)),
    search,
  );
  const values = Object.fromEntries(shapes.map(({ id, shape }) => [id, draftFiles(valueOf(shape, found))]));
  await annotate(tool.outputs, values, search);
  return values;
}

function valueOf(shape: OutputShape, found: ReadonlyMap<BoundOutput, Json>): Json {
  if ("bound" in shape) return found.get(shape.bound) ?? null;
  if ("nothing" in shape) return null;
  return Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, valueOf(field, found)]));
}

/** Secondary files and formats, in one round of expressions. */
async function annotate(
  parameters: readonly CommandOutputParameter[],
  values: JsonObject,
  { session, files }: OutputSearch,
): Promise<void> {
  const annotated = parameters.flatMap((parameter) =>
    annotatedFiles(values[parameter.id] ?? null, parameter.type, parameter, parameter.id),
  );
  const round = createExpressionRound(session);
  const addSecondaryFiles = askSecondaryFiles(annotated, round, {
    files,
    requiredByDefault: false,
    code: "CWL_OUTPUT_INVALID",
    side: "output",
  });
  const formats = annotated.map(({ draft, annotations, name }) => {
    const format = Array.isArray(annotations.format)
      ? (annotations.format as readonly string[])[0]
      : annotations.format;
    return {
      draft,
      name,
      written: format,
      format: round.ask(format, { self: asValue(draft), where: `${name}.format` }),
    };
  });
  await round.settle();
  await addSecondaryFiles();
  for (const { draft, name, written, format } of formats) {
    const iri = format();
    if (draft.class !== "File" || written === undefined) continue;
    if (typeof iri !== "string")
      throw new SluiceError("CWL_TYPE", `${name}.format: an expression must give a string, not ${JSON.stringify(iri)}`);
    draft.format = iri;
  }
}
