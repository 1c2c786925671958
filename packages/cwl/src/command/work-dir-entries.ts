import { SluiceError, type Json, type JsonObject } from "@sluice/contracts";
import { interpolatedText, needsEvaluation } from "../expression/index.ts";
import type { InitialWorkDirRequirement } from "../model/index.ts";
import type { Answer, ExpressionRound } from "../value/expression-round.ts";
import { asDraft, draftFiles, type FileDraft } from "../value/file-draft.ts";
import { valueText } from "../value/type-text.ts";

/** One thing that InitialWorkDirRequirement puts into the output directory. */
export type WorkDirItem = { readonly origin: WorkDirOrigin } & (
  | { readonly draft: FileDraft; readonly name?: string; readonly writable: boolean }
  | { readonly text: string; readonly name: string }
);

/** What of the document a thing comes from. */
export interface WorkDirOrigin {
  /** For people: `InitialWorkDirRequirement.listing[0]`. */
  readonly where: string;
  /** The text that yielded its name, where that is an expression. */
  readonly expression?: string;
}

/** Asks for everything that InitialWorkDirRequirement lists. Source: CWL v1.2, InitialWorkDirRequirement and Dirent. */
export function askWorkDirEntries(
  requirement: InitialWorkDirRequirement,
  round: ExpressionRound,
): () => readonly WorkDirItem[] {
  const { listing } = requirement;
  if (typeof listing === "string") {
    const origin = originOf("InitialWorkDirRequirement.listing", listing);
    const answer = round.ask(listing, origin);
    return () => itemsOf(answer(), origin);
  }
  const asked = listing.map((entry, index) =>
    askEntry(entry as Json, `InitialWorkDirRequirement.listing[${index}]`, round),
  );
  return () => asked.flatMap((answer) => answer());
}

function askEntry(entry: Json, where: string, round: ExpressionRound): () => readonly WorkDirItem[] {
  if (isDirent(entry)) {
    const content = round.ask(entry["entry"], { where: `${where}.entry`, keepWhitespace: true });
    const name = round.ask(entry["entryname"], { where: `${where}.entryname` });
    const origin = originOf(where, entry["entryname"] ?? entry["entry"]);
    return () => direntItems(content, name, entry["writable"] === true, origin);
  }
  const answer = round.ask(entry, { where });
  return () => itemsOf(answer(), originOf(where, entry));
}

function originOf(where: string, text: Json | undefined): WorkDirOrigin {
  return { where, ...(needsEvaluation(text) && { expression: text }) };
}

/** What an expression in the listing may yield: null, a File, a Directory, a Dirent, or a list of them. */
function itemsOf(value: Json, origin: WorkDirOrigin): readonly WorkDirItem[] {
  if (value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => itemsOf(item, origin));
  if (isDirent(value)) {
    const { entry, entryname, writable } = value;
    return direntItems(
      () => entry ?? null,
      () => entryname ?? null,
      writable === true,
      origin,
    );
  }
  const draft = asDraft(draftFiles(value));
  if (draft !== undefined) return [{ origin, draft, writable: false }];
  throw new SluiceError(
    "CWL_EXPRESSION",
    `${origin.where} must yield a File, Directory or Dirent, but it is ${valueText(value)}`,
  );
}

function direntItems(
  content: Answer,
  nameAnswer: Answer,
  writable: boolean,
  origin: WorkDirOrigin,
): readonly WorkDirItem[] {
  const { where } = origin;
  const name = nameAnswer();
  if (name !== null && typeof name !== "string") {
    throw new SluiceError("CWL_EXPRESSION", `${where}.entryname must be a string, but it is ${valueText(name)}`);
  }
  const value = draftFiles(content());
  if (value === null) return [];
  const draft = asDraft(value);
  if (draft !== undefined) return [{ origin, draft, writable, ...(name !== null && { name }) }];
  if (Array.isArray(value) && (value.length > 0 || name === null)) {
    const drafts = (value as readonly Json[]).filter((item) => item !== null).map(asDraft);
    if (drafts.every((item) => item !== undefined)) {
      if (name === null) return drafts.map((item) => ({ origin, draft: item, writable }));
      throw new SluiceError("CWL_EXPRESSION", `${where}.entryname cannot name a list of ${value.length} files`);
    }
  }
  if (name === null) {
    throw new SluiceError("CWL_EXPRESSION", `${where} needs an entryname for the file that its text is written to`);
  }
  return [{ origin, text: interpolatedText(value), name }];
}

function isDirent(value: Json): value is JsonObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && "entry" in value && !("class" in value)
  );
}
