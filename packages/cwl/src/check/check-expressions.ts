import {
  needsEvaluation,
  checkLibrarySyntax,
  parseTemplate,
  shorten,
  templateFaults,
  type ExpressionFault,
  type Template,
} from "../expression/index.ts";
import type { CwlType, CwlVersion, Process, Requirement } from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeInText, placeOfItem } from "../load/document/place-in-text.ts";
import { placeOfValue, type Place } from "../load/document/place.ts";
import { withRequirements, type Features } from "./check-features.ts";
import { referenceFaults, type ReferenceScope } from "./check-references.ts";
import {
  expressionsOf,
  ownTexts,
  requirementTexts,
  stepExpressions,
  type ModelText,
} from "../value/model-expressions.ts";

/** Finds JavaScript that cannot be compiled, expressions without an end and references that lead nowhere, at their places. */
export function checkExpressions(process: Process, features: Features, libraries: Libraries, faults: Faults): void {
  const { requirements, hints, cwlVersion } = process;
  checkLibraries([...requirements, ...hints], faults);
  const isWorkflow = process.class === "Workflow";
  const javascript = features.has("InlineJavascriptRequirement");
  const library = libraryText(libraries, process);
  const inputs = new Map(process.inputs.map(({ id, type }) => [id, type]));
  const references: ReferenceScope = { javascript, library, inputs, hasJob: !isWorkflow };
  const written = writtenTexts(expressionsOf(process));
  // What a workflow requires is evaluated in each process that it runs, with the inputs of that.
  checkTexts(
    requirementTexts(process),
    { cwlVersion, javascript, ...(!isWorkflow && { references }) },
    written,
    faults,
  );
  checkTexts(ownTexts(process), { cwlVersion, javascript, references }, written, faults);
  if (!isWorkflow) return;
  for (const step of process.steps) {
    checkLibraries([...step.requirements, ...step.hints], faults);
    const inForce = withRequirements(features, step.requirements, step.hints);
    const scope: ReferenceScope = {
      javascript: inForce.has("InlineJavascriptRequirement"),
      library: libraryText(library, step),
      inputs: new Map([...step.in, ...step.run.inputs].map(({ id }) => [id, undefined])),
      hasJob: false,
    };
    checkTexts(stepExpressions(step), { cwlVersion, javascript: scope.javascript, references: scope }, none, faults);
  }
}

const none: ReadonlySet<string> = new Set();

/** The code of the libraries in force. */
export type Libraries = string;

/** With those that a process or step brings along. */
export function libraryText(around: Libraries, holder: Pick<Process, "requirements" | "hints">): Libraries {
  const own = [...holder.requirements, ...holder.hints].flatMap((each) =>
    each.class === "InlineJavascriptRequirement" ? each.expressionLib : [],
  );
  return own.length === 0 ? around : [around, ...own].join("\n");
}

interface TextScope {
  readonly cwlVersion: CwlVersion;
  readonly javascript: boolean;
  /** Absent where it is not known yet in which process the texts are evaluated. */
  readonly references?: ReferenceScope;
}

function writtenTexts(texts: Iterable<ModelText>): ReadonlySet<string> {
  const evaluated = [...texts].filter(({ text }) => needsEvaluation(text));
  return new Set(evaluated.flatMap(({ text, holder, key }) => (placeOfValue(holder, key) ? text : [])));
}

function checkTexts(texts: Iterable<ModelText>, scope: TextScope, written: ReadonlySet<string>, faults: Faults): void {
  for (const modelText of texts) {
    const { text, holder, key, index } = modelText;
    // A glob that was made up for an output of the type `stdout` says again what stands elsewhere.
    if (!needsEvaluation(text) || (written.has(text) && !placeOfValue(holder, key))) continue;
    const place = placeOfItem(placeOfValue(holder, key), index);
    const template = parseTemplate(text, { cwlVersion: scope.cwlVersion, keepWhitespace: true });
    checkSyntax(text, template, { place, scope, faults });
    if (scope.references) checkReferences(template, modelText.self, scope.references, { place, faults });
  }
}

interface Finding {
  /** Where the text stands. */
  readonly place: Place | undefined;
  readonly faults: Faults;
}

function checkSyntax(text: string, template: Template, { place, faults, scope }: Finding & { scope: TextScope }): void {
  for (const fault of templateFaults(text, template, scope)) {
    const at = placeInText(place, fault.offset);
    // The requirement may still come with the job, so that this alone is no error yet.
    if (!scope.javascript && fault.needs !== undefined) faults.warn("CWL_EXPRESSION", messageOf(fault), at, addFeature);
    else faults.add("CWL_EXPRESSION", messageOf(fault), at, hintOf(fault));
  }
}

function checkReferences(
  { parts }: Template,
  self: CwlType | undefined,
  scope: ReferenceScope,
  { place, faults }: Finding,
): void {
  for (const part of parts) {
    if (typeof part === "string") continue;
    for (const { message, hint, offset, certain } of referenceFaults(part, self, scope)) {
      const at = placeInText(place, offset);
      const what = `${shorten(part.text)}: ${message}`;
      if (certain) faults.add("CWL_REFERENCE", what, at, hint);
      else faults.warn("CWL_REFERENCE", what, at, hint);
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
