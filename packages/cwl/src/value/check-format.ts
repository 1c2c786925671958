import type { Json } from "@sluice/contracts";
import type { FileDraft } from "./file-draft.ts";
import { ParameterError } from "./parameter-error.ts";

/** Decides whether a file format is one of those that a parameter allows, with the ontologies of `$schemas`. */
export interface FormatChecker {
  accepts(input: {
    readonly format: string;
    readonly allowed: readonly string[];
    readonly schemas: readonly string[];
  }): Promise<boolean>;
}

/** Takes formats as equal only when their IRIs are. */
export const exactFormats: FormatChecker = {
  accepts: async ({ format, allowed }) => allowed.includes(format),
};

/** @throws `CWL_INPUT_INVALID` when a File has no format or not one that its parameter allows */
export async function checkFormat(
  draft: FileDraft,
  wanted: Json,
  about: { readonly name: string; readonly checker: FormatChecker; readonly schemas: readonly string[] },
): Promise<void> {
  if (draft.class !== "File" || wanted === null) return;
  const allowed = (Array.isArray(wanted) ? (wanted as readonly Json[]) : [wanted]).filter(
    (iri) => typeof iri === "string",
  );
  if (allowed.length === 0) return;
  const { format } = draft;
  const problem =
    format === undefined
      ? "no format"
      : (await about.checker.accepts({ format, allowed, schemas: about.schemas }))
        ? undefined
        : `the format ${format}`;
  if (problem === undefined) return;
  throw new ParameterError(
    "CWL_INPUT_INVALID",
    { side: "input", parameter: about.name.replace(/[.[].*$/s, "") },
    `input ${JSON.stringify(about.name)} needs a File of format ${allowed.join(" or ")}, but ${draft.basename} has ${problem}`,
  );
}
