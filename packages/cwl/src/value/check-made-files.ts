import type { ErrorCode, Json } from "@sluice/contracts";
import { visitFiles, type FileDraft } from "./file-draft.ts";
import { isRealLocation } from "./file-uri.ts";
import { ParameterError } from "./parameter-error.ts";

/**
 * Looks whether the Files in a value that an expression made stand for anything: they have a location, an absolute path or contents.
 * @throws with the code, and the name of the input or output
 */
export function checkMadeFiles(
  value: Json,
  about: { readonly side: "input" | "output"; readonly parameter: string; readonly code: ErrorCode },
): void {
  visitFiles(value, (draft) => {
    const problem = faultOf(draft);
    if (problem === undefined) return;
    throw new ParameterError(
      about.code,
      about,
      `${about.side} ${JSON.stringify(about.parameter)}: a File that the expression makes ${problem}`,
      { hint: "Give it a 'location', an absolute 'path', or 'contents' and a 'basename'." },
    );
  });
}

function faultOf(draft: FileDraft): string | undefined {
  const { location, path } = draft;
  // Expressions may say anything.
  const contents: unknown = draft.contents ?? undefined;
  if (draft.class !== "File" || contents !== undefined) return undefined;
  const given: unknown = location ?? path ?? undefined;
  if (given === undefined) return "has neither a location, nor a path, nor contents";
  if (typeof given !== "string") return `has a location that is no text: ${JSON.stringify(given)}`;
  if (typeof location !== "string") return given.startsWith("/") ? undefined : relative("path", given);
  if (!isRealLocation(given)) return `has the location ${JSON.stringify(given)} of a literal, but no contents`;
  return /^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(given) ? undefined : relative("location", given);
}

function relative(what: string, given: string): string {
  return `has the ${what} ${JSON.stringify(given)}, which is not absolute, and no contents`;
}
