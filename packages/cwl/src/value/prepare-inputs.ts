import type { Json, JsonObject } from "@sluice/contracts";
import type { CwlVersion, InputParameter, LoadListing } from "../model/index.ts";
import { annotatedFiles, type AnnotatedFile } from "./annotated-files.ts";
import { checkFormat, type FormatChecker } from "./check-format.ts";
import { completeNames, completeSizes, type RefuseName } from "./complete-files.ts";
import { createExpressionRound, type ExpressionSession } from "./expression-round.ts";
import { asValue, draftFiles, holdsFiles, visitFiles, type FileDraft } from "./file-draft.ts";
import type { FileQuestions } from "./file-questions.ts";
import { fitsType } from "./fits-type.ts";
import { loadContents } from "./load-contents.ts";
import { loadListing } from "./load-listing.ts";
import { ParameterError } from "./parameter-error.ts";
import { askSecondaryFiles } from "./secondary-files.ts";
import { typeText, valueText } from "./type-text.ts";

/** What makes an input object ready for a process. */
export interface InputPreparation {
  readonly parameters: readonly InputParameter[];
  readonly values: JsonObject;
  readonly files: FileQuestions;
  readonly session: Omit<ExpressionSession, "inputs">;
  readonly cwlVersion: CwlVersion;
  /** For Directories whose parameter does not say how to list them. */
  readonly defaultListing: LoadListing;
  readonly formats: FormatChecker;
  /** `$schemas` of the document. */
  readonly schemas: readonly string[];
  /** Whether the values come from a workflow, in which Files bring their secondary files along. */
  readonly nested: boolean;
}

/**
 * The input object as expressions see it: defaults in place of what is absent or null, types checked, Files and
 * Directories completed (names, sizes, secondary files, contents, listings). Inputs that are not declared are left out.
 * @throws `CWL_INPUT_INVALID`, `FILE_NOT_FOUND`, `CWL_EXPRESSION`
 */
export async function prepareInputs(preparation: InputPreparation): Promise<JsonObject> {
  const inputs = checkedInputs(preparation.parameters, preparation.values);
  if (!holdsFiles(inputs)) return inputs;
  const { files, parameters, session } = preparation;

  const drafts: FileDraft[] = [];
  for (const { id } of parameters) {
    visitFiles(inputs[id] ?? null, (draft) => {
      completeNames(draft, refuseInput(id));
      drafts.push(draft);
    });
  }
  await completeSizes(drafts, files, true);

  const given = new Set<AnnotatedFile>();
  const annotated = parameters.flatMap((parameter) => {
    // v1.0 wrote loadContents into the binding.
    const contents = parameter.loadContents ?? parameter.inputBinding?.loadContents;
    const annotations = contents === undefined ? parameter : { ...parameter, loadContents: contents };
    const files = annotatedFiles(inputs[parameter.id] ?? null, parameter.type, annotations, parameter.id);
    if ((preparation.values[parameter.id] ?? null) !== null) for (const file of files) given.add(file);
    return files;
  });
  await completeAnnotated(annotated, preparation);

  const round = createExpressionRound({ ...session, inputs });
  const addSecondaryFiles = askSecondaryFiles(annotated, round, {
    files,
    requiredByDefault: true,
    code: "CWL_INPUT_INVALID",
    side: "input",
    mustBring: (file) => preparation.nested && given.has(file),
  });
  const formats = annotated.map(({ draft, annotations, name }) => ({
    draft,
    name,
    wanted: round.ask(annotations.format, { self: asValue(draft), where: `${name}.format` }),
  }));
  await round.settle();
  await addSecondaryFiles();
  for (const { draft, name, wanted } of formats) {
    await checkFormat(draft, wanted(), { name, checker: preparation.formats, schemas: preparation.schemas });
  }
  const late: FileDraft[] = [];
  visitFiles(inputs, (draft) => {
    if (draft.nameroot === undefined && draft.class === "File") completeNames(draft);
    if (draft.class === "File") late.push(draft);
  });
  await completeSizes(late, files, true);
  return inputs;
}

/** The error of a name in an input, for its place. */
function refuseInput(parameter: string): RefuseName {
  return (problem) =>
    new ParameterError(
      "CWL_INPUT_INVALID",
      { side: "input", parameter },
      `input ${JSON.stringify(parameter)}: ${problem}`,
    );
}

/** Declared inputs only, with defaults, each a private copy if there are files in it. */
function checkedInputs(parameters: readonly InputParameter[], values: JsonObject): JsonObject {
  const inputs: Record<string, Json> = {};
  for (const { id, type, default: fallback } of parameters) {
    const value = values[id] ?? fallback ?? null;
    if (!fitsType(value, type)) {
      const found = value === null ? "it has no value" : `it is ${valueText(value)}`;
      throw new ParameterError(
        "CWL_INPUT_INVALID",
        { side: "input", parameter: id },
        `input ${JSON.stringify(id)} must be ${typeText(type)}, but ${found}`,
      );
    }
    inputs[id] = draftFiles(value);
  }
  return inputs;
}

async function completeAnnotated(annotated: readonly AnnotatedFile[], preparation: InputPreparation): Promise<void> {
  const { files, cwlVersion, defaultListing } = preparation;
  const loaded = annotated.filter(({ annotations }) => annotations.loadContents === true).map(({ draft }) => draft);
  await loadContents(loaded, { files, cwlVersion, code: "CWL_INPUT_INVALID" });
  for (const { draft, annotations } of annotated)
    await loadListing(draft, annotations.loadListing ?? defaultListing, files);
}
