import type { JsonObject } from "@sluice/contracts";
import type { CwlVersion, LinkSource, Sink, WorkflowStep, WorkflowStepInput } from "../model/index.ts";
import { compact } from "./compact.ts";
import { writeRequirements } from "./write-requirements.ts";

/** A step as a document has it. */
export function writeStep(step: WorkflowStep, run: string, version: CwlVersion): JsonObject {
  return compact({
    id: step.id,
    label: step.label,
    doc: step.doc,
    run,
    in: step.in.map(writeStepInput),
    out: step.out,
    when: step.when,
    scatter: step.scatter.length > 0 ? step.scatter : undefined,
    scatterMethod: step.scatterMethod,
    requirements: writeRequirements(step.requirements, version),
    hints: writeRequirements(step.hints, version),
  });
}

function writeStepInput(input: WorkflowStepInput): JsonObject {
  return compact({
    id: input.id,
    label: input.label,
    ...writeSink(input, "source"),
    default: input.default,
    valueFrom: input.valueFrom,
    loadContents: input.loadContents,
    loadListing: input.loadListing,
  });
}

/** Where a value comes from, in the field of that name. */
export function writeSink(sink: Sink, field: "source" | "outputSource"): JsonObject {
  const sources = sink.source.map(writeSource);
  return compact({
    [field]: sink.sourceIsList ? sources : sources[0],
    linkMerge: sink.linkMerge,
    pickValue: sink.pickValue,
  });
}

function writeSource(source: LinkSource): string {
  return "input" in source ? source.input : `${source.step}/${source.output}`;
}
