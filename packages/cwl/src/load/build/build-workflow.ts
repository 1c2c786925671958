import type {
  LinkSource,
  Process,
  ScatterMethod,
  Sink,
  Workflow,
  WorkflowOutputParameter,
  WorkflowStep,
  WorkflowStepInput,
} from "../../model/index.ts";
import { didYouMean, type Json } from "@sluice/contracts";
import { placed, placeOf, placeOfValue, type Place } from "../document/place.ts";
import { RawProcessNode, type Raw, type RawRecord } from "../salad/raw.ts";
import { docOf, listOf, textOf, textsOf } from "./build-annotations.ts";
import type { BuildContext } from "./build-context.ts";
import { buildParameter, buildPlainInputs, namedRecords } from "./build-parameters.ts";
import { buildRequirements } from "./build-requirements.ts";
import { declaredUri, inheritedName, isInherited, lookUp, shortName } from "./identifiers.ts";

export type WorkflowParts = Pick<Workflow, "class" | "inputs" | "outputs" | "steps">;

/** Builds what a step runs; undefined if it is faulty. */
export type BuildRun = (run: RawProcessNode, stepUri: string, context: BuildContext) => Process | undefined;

type Targets = Map<string, LinkSource>;

interface RawStep {
  readonly id: string;
  readonly uri: string;
  readonly raw: RawRecord;
  /** Short names of the outputs that are used, with the place of each. */
  readonly out: ReadonlyMap<string, Place | undefined>;
}

export function buildWorkflow(context: BuildContext, raw: RawRecord, buildRun: BuildRun): WorkflowParts {
  const inputs = buildPlainInputs(context, raw["inputs"], "Workflow");
  const targets: Targets = new Map();
  for (const [id, record] of namedRecordsQuietly(raw["inputs"]))
    targets.set(uriOf(record, context.processUri, context), { input: id });
  const steps = namedRecords(context, raw["steps"], "the step").map(([id, record]) =>
    declareStep(context, id, record, targets),
  );
  const built = steps.map((step) => buildStep(context, step, targets, buildRun)).filter((step) => step !== undefined);
  const outputs = namedRecords(context, raw["outputs"], "the output").map(([id, record]): WorkflowOutputParameter => {
    const sink = buildSink(context, record, "outputSource", targets);
    if (sink.source.length === 0)
      context.faults.warn(
        "CWL_REFERENCE",
        `the output '${id}' has no outputSource and is always null`,
        placeOf(record),
      );
    return placed({ ...buildParameter(context, id, record), ...sink }, placeOf(record));
  });
  return { class: "Workflow", inputs, outputs, steps: built };
}

/** Doubles were reported when the parameters were built. */
function namedRecordsQuietly(raw: Raw): (readonly [string, RawRecord])[] {
  return listOf(raw).map((item) => [shortName(textOf((item as RawRecord)["id"]) ?? ""), item as RawRecord] as const);
}

function uriOf(record: RawRecord, scope: string, context: BuildContext): string {
  return declaredUri(textOf(record["id"]) ?? "", scope, placeOf(record)?.source.uri ?? context.processUri);
}

function declareStep(context: BuildContext, id: string, raw: RawRecord, targets: Targets): RawStep {
  const uri = uriOf(raw, context.processUri, context);
  const out = new Map<string, Place | undefined>();
  const base = placeOf(raw)?.source.uri ?? context.processUri;
  for (const item of listOf(raw["out"])) {
    const record = typeof item === "string" ? undefined : (item as RawRecord);
    const written = textOf(record ? record["id"] : item) ?? "";
    const name = shortName(written);
    const place = record ? placeOf(record) : placeOf(raw["out"] as object);
    if (out.has(name)) context.faults.add("CWL_INVALID", `the step '${id}' has the output '${name}' twice`, place);
    else if (isInherited(name)) context.faults.add("CWL_INVALID", inheritedName("the output", name), place);
    out.set(name, place);
    targets.set(declaredUri(written, uri, base), { step: id, output: name });
  }
  return { id, uri, raw, out };
}

function buildStep(
  context: BuildContext,
  step: RawStep,
  targets: Targets,
  buildRun: BuildRun,
): WorkflowStep | undefined {
  const { id, raw } = step;
  const place = placeOf(raw);
  const requirements = buildRequirements(context, raw["requirements"]);
  const hints = buildRequirements(context, raw["hints"]);
  const inputUris = new Map<string, string>();
  const inputs = namedRecords(context, raw["in"], `the step '${id}': the input`).map(([inputId, record]) => {
    inputUris.set(uriOf(record, step.uri, context), inputId);
    return buildStepInput(context, inputId, record, targets);
  });
  const scatter = buildScatter(context, step, inputUris);
  const method = raw["scatterMethod"] as ScatterMethod | undefined;
  if (scatter.length > 1 && method === undefined) {
    context.faults.add(
      "CWL_INVALID",
      `the step '${id}' scatters over several inputs and needs 'scatterMethod'`,
      place,
      "One of: dotproduct, nested_crossproduct, flat_crossproduct.",
    );
  }
  if (!(raw["run"] instanceof RawProcessNode)) return undefined;
  const run = buildRun(raw["run"], step.uri, context);
  if (!run) return undefined;
  const when = textOf(raw["when"]);
  checkOutputs(context, step, run);
  return placed(
    {
      id,
      ...docOf(raw),
      in: inputs,
      out: [...step.out.keys()],
      run,
      ...(when !== undefined && { when }),
      scatter,
      ...(method !== undefined && { scatterMethod: method }),
      requirements,
      hints,
    },
    place,
  );
}

function buildStepInput(context: BuildContext, id: string, raw: RawRecord, targets: Targets): WorkflowStepInput {
  const { label } = docOf(raw);
  const valueFrom = textOf(raw["valueFrom"]);
  const input: WorkflowStepInput = {
    id,
    ...(label !== undefined && { label }),
    ...buildSink(context, raw, "source", targets),
    ...(raw["default"] !== undefined && { default: raw["default"] as Json }),
    ...(valueFrom !== undefined && { valueFrom }),
    ...(typeof raw["loadContents"] === "boolean" && { loadContents: raw["loadContents"] }),
    ...(raw["loadListing"] !== undefined && {
      loadListing: raw["loadListing"] as NonNullable<WorkflowStepInput["loadListing"]>,
    }),
  };
  return placed(input, placeOf(raw));
}

function buildSink(context: BuildContext, raw: RawRecord, field: "source" | "outputSource", targets: Targets): Sink {
  const written = raw[field];
  const base = placeOf(raw)?.source.uri ?? context.processUri;
  const source: LinkSource[] = [];
  for (const reference of textsOf(written)) {
    const found = lookUp(reference, context.processUri, base, targets);
    if (found) source.push(found);
    else
      context.faults.add(
        "CWL_REFERENCE",
        `${field} '${reference}' is no input of the workflow and no output of a step`,
        placeOfValue(raw, field),
        outputsHint(reference, targets) ?? didYouMean(reference, [...targets.values()].map(linkName)),
      );
  }
  const { linkMerge, pickValue } = raw;
  return {
    source,
    sourceIsList: Array.isArray(written),
    ...(linkMerge !== undefined && { linkMerge: linkMerge as NonNullable<Sink["linkMerge"]> }),
    ...(pickValue !== undefined && { pickValue: pickValue as NonNullable<Sink["pickValue"]> }),
  };
}

/** A source that names a step, not what comes out of it. */
function outputsHint(reference: string, targets: Targets): string | undefined {
  const name = reference.slice(reference.lastIndexOf("#") + 1);
  const outputs = [...targets.values()].filter((link) => "step" in link && link.step === name).map(linkName);
  const [first] = outputs;
  if (first === undefined) return undefined;
  return `'${name}' is a step: write ${outputs.length === 1 ? `'${first}'` : `one of ${outputs.slice(0, 5).join(", ")}`}.`;
}

export function linkName(link: LinkSource): string {
  return "input" in link ? link.input : `${link.step}/${link.output}`;
}

function buildScatter(context: BuildContext, step: RawStep, inputUris: ReadonlyMap<string, string>): string[] {
  const base = placeOf(step.raw)?.source.uri ?? context.processUri;
  const names: string[] = [];
  for (const reference of textsOf(step.raw["scatter"])) {
    const name = lookUp(reference, step.uri, base, inputUris);
    if (name !== undefined && names.includes(name))
      context.faults.add(
        "CWL_INVALID",
        `the step '${step.id}' scatters over '${name}' twice`,
        placeOfValue(step.raw, "scatter"),
      );
    else if (name !== undefined) names.push(name);
    else
      context.faults.add(
        "CWL_REFERENCE",
        `the step '${step.id}' scatters over '${reference}', which is none of its inputs`,
        placeOfValue(step.raw, "scatter"),
        didYouMean(reference, inputUris.values()),
      );
  }
  return names;
}

function checkOutputs(context: BuildContext, step: RawStep, run: Process): void {
  const names = run.outputs.map((output) => output.id);
  for (const [name, place] of step.out) {
    if (names.includes(name)) continue;
    const hint =
      didYouMean(name, names) ?? (names.length > 0 ? `Its outputs are: ${names.join(", ")}.` : "It has no outputs.");
    context.faults.add(
      "CWL_REFERENCE",
      `the step '${step.id}' has the output '${name}', which what it runs does not have`,
      place,
      hint,
    );
  }
}
