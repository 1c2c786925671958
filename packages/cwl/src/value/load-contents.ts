import { SluiceError, type ErrorCode } from "@sluice/contracts";
import type { CwlVersion } from "../model/index.ts";
import type { FileDraft } from "./file-draft.ts";
import type { FileQuestions } from "./file-questions.ts";
import { isRealLocation, pathOfLocation } from "./file-uri.ts";

/** The most that `loadContents` loads, in bytes. Source: CWL v1.2, LoadContents. */
export const contentsLimit: number = 64 * 1024;

/**
 * Loads the contents of Files, in one question. More than the limit is an error from v1.2 on; before, the first part
 * was loaded. Sizes must be complete.
 */
export async function loadContents(
  drafts: readonly FileDraft[],
  options: { readonly files: FileQuestions; readonly cwlVersion: CwlVersion; readonly code: ErrorCode },
): Promise<void> {
  const wanted = drafts.filter((draft) => draft.class === "File" && isRealLocation(draft.location));
  if (wanted.length === 0) return;
  for (const draft of wanted) {
    if (options.cwlVersion !== "v1.2" || (draft.size ?? 0) <= contentsLimit) continue;
    throw new SluiceError(
      options.code,
      `loadContents cannot load ${draft.basename}: it has ${draft.size} bytes, the limit is ${contentsLimit}`,
      { hint: "Read the file in a tool that writes what is needed of it, or write cwl.output.json." },
    );
  }
  const paths = wanted.map((draft) => pathOfLocation(draft.location ?? ""));
  const texts = await options.files.read({ paths, limit: contentsLimit });
  for (const [index, draft] of wanted.entries()) draft.contents = texts[index] ?? "";
}
