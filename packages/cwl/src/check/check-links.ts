import { formatPosition, type Json } from "@sluice/contracts";
import type {
  CwlType,
  LinkSource,
  Parameter,
  Process,
  Sink,
  Workflow,
  WorkflowStep,
  WorkflowStepInput,
} from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOf, placeOfKey, positionOf } from "../load/document/place.ts";
import { isExpression } from "../load/build/build-annotations.ts";
import { effectiveMerge, mergedType, withNull, withoutNull } from "./merged-type.ts";
import { isNullable, membersOf, showType } from "./show-type.ts";
import { scatteredType } from "./scattered-type.ts";
import { fitOf } from "./type-fit.ts";

/** A place that values come from. */
interface Source {
  readonly name: string;
  readonly parameter: Parameter;
  readonly type: CwlType;
  /** The step may be skipped. */
  readonly isConditional: boolean;
}

/** A place that values go to, with the words for it in a message. */
interface Target {
  readonly name: string;
  readonly type: CwlType;
  readonly sink: Sink & object;
  /** The parameter that declares the type. */
  readonly declared: Parameter;
  readonly field: "source" | "outputSource";
}

/** Checks that what flows along each link of a workflow suits the place it flows to. */
export function checkLinks(workflow: Workflow, faults: Faults): void {
  const sources = collectSources(workflow);
  for (const step of workflow.steps) {
    const declared = new Map(step.run.inputs.map((input) => [input.id, input]));
    for (const input of step.in) {
      // What is no list is not compared with one on top of that.
      if (step.scatter.includes(input.id) && !checkScatter(step, input, sources, faults)) continue;
      const parameter = declared.get(input.id);
      if (!parameter || input.valueFrom !== undefined || input.source.length === 0) continue;
      const type: CwlType = step.scatter.includes(input.id) ? { type: "array", items: parameter.type } : parameter.type;
      checkTarget(
        {
          name: `the input '${input.id}' of the step '${step.id}'`,
          type,
          sink: input,
          declared: parameter,
          field: "source",
        },
        sources,
        faults,
      );
    }
  }
  for (const output of workflow.outputs) {
    checkTarget(
      { name: `the output '${output.id}'`, type: output.type, sink: output, declared: output, field: "outputSource" },
      sources,
      faults,
    );
  }
}

function sourceKey(link: LinkSource): string {
  return "input" in link ? link.input : `${link.step}/${link.output}`;
}

function collectSources(workflow: Workflow): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const input of workflow.inputs)
    sources.set(input.id, { name: input.id, parameter: input, type: input.type, isConditional: false });
  for (const step of workflow.steps) {
    for (const id of step.out) {
      const parameter = outputOf(step.run, id);
      if (!parameter) continue;
      const isConditional = step.when !== undefined;
      const type = scatteredType(isConditional ? withNull(parameter.type) : parameter.type, step);
      const name = `${step.id}/${id}`;
      sources.set(name, { name, parameter, type, isConditional: isConditional && step.scatter.length === 0 });
    }
  }
  return sources;
}

function outputOf(process: Process, id: string): Parameter | undefined {
  return (process.outputs as readonly Parameter[]).find((output) => output.id === id);
}

function checkTarget(target: Target, sources: ReadonlyMap<string, Source>, faults: Faults): void {
  const { sink, field } = target;
  for (const link of sink.source) {
    const source = sources.get(sourceKey(link));
    if (!source) continue;
    const type = orDefault(mergedType(source.type, sink), target);
    const fit = fitOf(type, target.type);
    if (fit === "always") {
      warnOfSecondaryFiles(source, target, faults);
      continue;
    }
    const how = mergeWords(sink);
    const places = placesOf(source, target);
    const shown = `'${source.name}' is ${showType(type)}${how}, ${target.name} is ${showType(target.type)}`;
    const at = placeOfKey(sink, field);
    if (fit === "never") faults.add("CWL_TYPE", `the types do not match: ${shown}`, at, places);
    else if (
      source.isConditional &&
      fitOf(orDefault(mergedType(source.parameter.type, sink), target), target.type) === "always"
    ) {
      faults.warn(
        "CWL_TYPE",
        `${target.name} may get null, for the step of '${source.name}' may be skipped`,
        at,
        places,
      );
    } else faults.warn("CWL_TYPE", `the types may not match: ${shown}`, at, places);
  }
}

/** A default stands in for null. */
function orDefault(type: CwlType, target: Target): CwlType {
  const hasDefault =
    target.field === "source" &&
    [target.sink, target.declared].some((holder) => "default" in holder && holder.default !== null);
  return hasDefault ? withoutNull(type) : type;
}

function mergeWords(sink: Sink): string {
  const merge = effectiveMerge(sink);
  const words = [...(merge === undefined ? [] : [merge]), ...(sink.pickValue === undefined ? [] : [sink.pickValue])];
  return words.length === 0 ? "" : ` (after ${words.join(" and ")})`;
}

function placesOf(source: Source, target: Target): string | undefined {
  const from = positionOf(source.parameter, "type");
  const to = positionOf(target.declared, "type");
  if (!from || !to) return undefined;
  return `'${source.name}' is declared at ${formatPosition(from)}, what it goes to at ${formatPosition(to)}.`;
}

function checkScatter(
  step: WorkflowStep,
  input: WorkflowStepInput,
  sources: ReadonlyMap<string, Source>,
  faults: Faults,
): boolean {
  const before = faults.count;
  const name = `the step '${step.id}' scatters over '${input.id}'`;
  const place = placeOfKey(step, "scatter");
  if (input.source.length === 0) {
    const value: Json | undefined = input.default;
    if (value === undefined) faults.add("CWL_TYPE", `${name}, which has neither a source nor a default`, place);
    else if (!Array.isArray(value)) faults.add("CWL_TYPE", `${name}, whose default is no list`, place);
    return faults.count === before;
  }
  for (const link of input.source) {
    const source = sources.get(sourceKey(link));
    const type = source && mergedType(source.type, input);
    if (
      type === undefined ||
      membersOf(type).some((member) => member === "Any" || (typeof member === "object" && member.type === "array"))
    )
      continue;
    const from = source && positionOf(source.parameter, "type");
    const declared = from && `'${source.name}' is declared at ${formatPosition(from)}: `;
    const hint = `${declared ?? ""}make it ${showType({ type: "array", items: type })}, or take 'scatter' away.`;
    faults.add("CWL_TYPE", `${name}, but '${source?.name}' is ${showType(type)}, which is no list`, place, hint);
  }
  return faults.count === before;
}

/** What a step needs and does not get. */
export function checkRequiredInputs(workflow: Workflow, faults: Faults): void {
  for (const step of workflow.steps) {
    const given = new Map(step.in.map((input) => [input.id, input]));
    for (const parameter of step.run.inputs) {
      if (isNullable(parameter.type) || parameter.default !== undefined) continue;
      const input = given.get(parameter.id);
      if (input && (input.source.length > 0 || input.default !== undefined || input.valueFrom !== undefined)) continue;
      const what = `the step '${step.id}' gives no value for '${parameter.id}' (${showType(parameter.type)}), which what it runs needs`;
      faults.add(
        "CWL_TYPE",
        what,
        placeOf(input ?? step),
        `Add '${parameter.id}' to 'in' with a source, a default or valueFrom.`,
      );
    }
  }
}

function warnOfSecondaryFiles(source: Source, target: Target, faults: Faults): void {
  if (source.type !== "File" || target.type !== "File") return;
  const given = new Set(source.parameter.secondaryFiles?.map((file) => file.pattern));
  const wanted = target.declared.secondaryFiles ?? [];
  const isOutput = target.field === "outputSource";
  const missing = wanted
    .filter((file) => (file.required ?? !isOutput) === true && !isExpression(file.pattern) && !given.has(file.pattern))
    .map((file) => file.pattern);
  if (missing.length === 0) return;
  faults.warn(
    "CWL_TYPE",
    `${target.name} needs the secondary files ${missing.join(", ")}, which '${source.name}' does not declare`,
    placeOfKey(target.sink, target.field),
    placesOf(source, target),
  );
}
