import {
  needsEvaluation,
  checkExpressionSyntax,
  checkLibrarySyntax,
  type ExpressionFault,
} from "../expression/index.ts";
import type { CwlVersion, Process, Requirement } from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeInText, placeOfItem } from "../load/document/place-in-text.ts";
import { placeOfValue } from "../load/document/place.ts";
import type { Features } from "./check-features.ts";
import { expressionsOf, stepExpressions, type ModelText } from "../value/model-expressions.ts";

/** Finds JavaScript that cannot be compiled and expressions without an end, at their places in the document. */
export function checkExpressions(process: Process, features: Features, faults: Faults): void {
  checkLibraries([...process.requirements, ...process.hints], faults);
  checkTexts(expressionsOf(process), features, process.cwlVersion, faults);
  if (process.class !== "Workflow") return;
  for (const step of process.steps) {
    checkLibraries([...step.requirements, ...step.hints], faults);
    const inForce = new Set([...features, ...[...step.requirements, ...step.hints].map((each) => each.class)]);
    checkTexts(stepExpressions(step), inForce, process.cwlVersion, faults);
  }
}

function checkTexts(texts: Iterable<ModelText>, features: Features, cwlVersion: CwlVersion, faults: Faults): void {
  const javascript = features.has("InlineJavascriptRequirement");
  const all = [...texts].filter(({ text }) => needsEvaluation(text));
  const written = new Set(all.flatMap(({ text, holder, key }) => (placeOfValue(holder, key) ? text : [])));
  for (const { text, holder, key, index } of all) {
    // A glob that was made up for an output of the type `stdout` says again what stands elsewhere.
    if (written.has(text) && !placeOfValue(holder, key)) continue;
    for (const fault of checkExpressionSyntax(text, { javascript, cwlVersion })) {
      const place = placeInText(placeOfItem(placeOfValue(holder, key), index), fault.offset);
      // The requirement may still come with the job, so that this alone is no error yet.
      if (!javascript && fault.needs !== undefined) faults.warn("CWL_EXPRESSION", messageOf(fault), place, addFeature);
      else faults.add("CWL_EXPRESSION", messageOf(fault), place, hintOf(fault));
    }
  }
}

function checkLibraries(requirements: readonly Requirement[], faults: Faults): void {
  for (const requirement of requirements) {
    if (requirement.class !== "InlineJavascriptRequirement") continue;
    for (const fault of checkLibrarySyntax(requirement.expressionLib)) {
      const place = placeOfItem(placeOfValue(requirement, "expressionLib"), fault.entry);
      faults.add("CWL_EXPRESSION", `expressionLib: ${fault.message}`, placeInText(place, fault.offset));
    }
  }
}

const addFeature =
  "Add 'InlineJavascriptRequirement: {}' to the requirements, or write \\$ where the text itself is meant.";

function messageOf({ expression, message }: ExpressionFault): string {
  return `${expression}: ${message}`;
}

function hintOf(fault: ExpressionFault): string | undefined {
  return fault.unfinished === true ? "Close it, or write \\$ where the text itself is meant." : undefined;
}
