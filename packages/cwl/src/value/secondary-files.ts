import { SluiceError, type ErrorCode, type Json } from "@sluice/contracts";
import type { SecondaryFileSchema } from "../model/index.ts";
import { needsEvaluation } from "../expression/index.ts";
import type { AnnotatedFile } from "./annotated-files.ts";
import type { Answer, ExpressionRound } from "./expression-round.ts";
import { completeNames, type RefuseName } from "./complete-files.ts";
import { asDraft, asValue, draftFiles, visitFiles, type FileDraft } from "./file-draft.ts";
import { applyPattern } from "./file-names.ts";
import { ParameterError } from "./parameter-error.ts";
import type { FileQuestions } from "./file-questions.ts";
import { valueText } from "./type-text.ts";
import { fileUri, isRealLocation, nameOfLocation, pathOfLocation } from "./file-uri.ts";

interface Wanted {
  readonly file: AnnotatedFile;
  readonly schema: SecondaryFileSchema;
  readonly pattern: Answer;
  readonly required: Answer;
}

/** Its expressions are evaluated. */
interface Settled extends Wanted {
  readonly isRequired: boolean;
}

/** A secondary file: one that has to be looked for at a path, or one that an expression gave. */
type Candidate = { readonly wanted: Settled; readonly basename: string } & (
  | { readonly path: string; readonly given?: undefined }
  | { readonly given: FileDraft; readonly path?: undefined }
);

/** What inputs and outputs do differently. */
export interface SecondaryFileRules {
  readonly files: FileQuestions;
  readonly requiredByDefault: boolean;
  readonly code: ErrorCode;
  /** `input` or `output`, for messages. */
  readonly side: "input" | "output";
  /** Files beside which nothing is looked for: they must bring their secondary files along. Default: none. */
  readonly mustBring?: (file: AnnotatedFile) => boolean;
}

/**
 * Finds the secondary files that parameters declare: those that the value brings along, else those beside the primary file.
 * Call it before the round is settled, and what it returns after that.
 */
export function askSecondaryFiles(
  annotated: readonly AnnotatedFile[],
  round: ExpressionRound,
  rules: SecondaryFileRules,
): () => Promise<void> {
  const wanted = annotated
    .filter(({ draft }) => draft.class === "File")
    .flatMap((file) =>
      (file.annotations.secondaryFiles ?? []).map((schema): Wanted => {
        const about = { self: asValue(file.draft), where: `${file.name}.secondaryFiles` };
        return { file, schema, pattern: round.ask(schema.pattern, about), required: round.ask(schema.required, about) };
      }),
    );
  return async () => {
    if (wanted.length > 0) await addSecondaryFiles(wanted, rules);
  };
}

async function addSecondaryFiles(wanted: readonly Wanted[], rules: SecondaryFileRules): Promise<void> {
  const candidates: Candidate[] = [];
  for (const one of wanted) {
    const settled: Settled = { ...one, isRequired: isRequired(one, rules) };
    const answer = one.pattern();
    const answers = Array.isArray(answer) ? (answer as readonly Json[]) : [answer];
    for (const item of answers) collect(settled, item, candidates, rules);
  }
  if (candidates.length === 0) return;
  const paths = candidates.flatMap(({ path }) => path ?? []);
  const stats = paths.length === 0 ? [] : await rules.files.stat({ paths });
  const statOf = new Map(paths.map((path, index) => [path, stats[index]]));
  for (const { wanted: one, basename, path, given } of candidates) {
    if (path === undefined) {
      add(one, { ...given, class: given.class, basename }, rules);
      continue;
    }
    const type = statOf.get(path)?.type;
    if (type !== "file" && type !== "directory") {
      if (one.isRequired) throw missing(one, basename, rules);
      continue;
    }
    const found: FileDraft = { class: type === "file" ? "File" : "Directory", location: fileUri(path), basename };
    // Paths of a job may be those of staged inputs: what they stand for is found out with the other files of the output.
    if (rules.side === "output") found.path = path;
    if (type === "file") found.size = statOf.get(path)?.size ?? 0;
    add(one, found, rules);
  }
}

function collect(wanted: Settled, answer: Json, candidates: Candidate[], rules: SecondaryFileRules): void {
  const { draft } = wanted.file;
  if (answer === null) return;
  const given = asDraft(draftFiles(answer));
  if (given !== undefined) {
    const basename = given.basename ?? nameOfLocation(given.path ?? given.location ?? "");
    // A path of the job may name what the job did not make; a location comes from an input, so it is there.
    const isPath = rules.side === "output" && given.path?.startsWith("/") === true;
    candidates.push(isPath ? { wanted, basename, path: given.path ?? "" } : { wanted, basename, given });
    return;
  }
  if (typeof answer !== "string") {
    throw new SluiceError(
      rules.code,
      `secondaryFiles of ${rules.side} ${JSON.stringify(wanted.file.name)} must yield names or Files`,
    );
  }
  const isPattern = !needsEvaluation(wanted.schema.pattern);
  const basename = isPattern ? applyPattern(draft.basename ?? "", answer) : answer;
  if (draft.secondaryFiles?.some((other) => other.basename === basename) === true) return;
  const isAlone = !isRealLocation(draft.location) && draft.path === undefined;
  if (isAlone || rules.mustBring?.(wanted.file) === true) {
    if (wanted.isRequired) throw missing(wanted, basename, rules);
    return;
  }
  // An input that was renamed has neighbours under the old name; an output is where its path says.
  const primary = draft.path ?? pathOfLocation(draft.location ?? "");
  const directory = primary.slice(0, primary.lastIndexOf("/"));
  const name = isPattern ? applyPattern(primary.slice(directory.length + 1), answer) : answer;
  candidates.push({ wanted, basename: basename.slice(basename.lastIndexOf("/") + 1), path: `${directory}/${name}` });
}

/** What an output names is completed with the other files of outputs. */
function add({ file: { draft, name } }: Wanted, found: FileDraft, { side, code }: SecondaryFileRules): void {
  if (side === "input") {
    const about = { side, parameter: parameterOf(name) };
    const refuse: RefuseName = (problem) =>
      new ParameterError(code, about, `secondaryFiles of input ${JSON.stringify(name)}: ${problem}`);
    visitFiles(asValue(found), (each) => completeNames(each, refuse));
  }
  draft.secondaryFiles ??= [];
  if (!draft.secondaryFiles.some((other) => other.basename === found.basename)) draft.secondaryFiles.push(found);
}

/** An expression that yields null says that the file is not required. Source: CWL v1.2, SecondaryFileSchema. */
function isRequired({ file, schema, required }: Wanted, rules: SecondaryFileRules): boolean {
  if (schema.required === undefined) return rules.requiredByDefault;
  const answer = required();
  if (answer === null || typeof answer === "boolean") return answer === true;
  throw new ParameterError(
    rules.code,
    { side: rules.side, parameter: parameterOf(file.name) },
    `'required' of secondaryFiles of ${rules.side} ${JSON.stringify(file.name)} must be true, false or null, not ${valueText(answer)}`,
  );
}

function missing(wanted: Wanted, basename: string, rules: SecondaryFileRules): SluiceError {
  const { draft, name } = wanted.file;
  const brings = rules.mustBring?.(wanted.file) === true;
  return new ParameterError(
    rules.code,
    { side: rules.side, parameter: parameterOf(name) },
    brings
      ? `the input ${JSON.stringify(name)} needs the secondary file ${basename}, which ${draft.basename} does not bring along`
      : `the ${rules.side} ${JSON.stringify(name)} lacks the required secondary file ${basename} beside ${draft.basename}`,
    {
      hint: brings
        ? "Declare the secondary files where the File comes from: at the input of the workflow, or at the output of the step before."
        : optionalHint(wanted.schema.pattern),
    },
  );
}

/** Of a list or record, the whole parameter has a place. */
function parameterOf(name: string): string {
  return name.replace(/[.[].*$/s, "");
}

/** The short form for what may be missing is for patterns that stand alone. */
function optionalHint(pattern: string): string {
  return pattern.endsWith("?")
    ? "Beside 'pattern:', a ? is part of the name: write 'required: false' there instead."
    : "Mark the pattern with ? at its end if it may be missing.";
}
