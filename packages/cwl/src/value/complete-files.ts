import { SluiceError } from "@sluice/contracts";
import { createHash } from "node:crypto";
import { isRemote } from "../load/document/file-value.ts";
import type { FileDraft } from "./file-draft.ts";
import { nameFault, splitName } from "./file-names.ts";
import type { FileQuestions } from "./file-questions.ts";
import { fileUri, isRealLocation, nameOfLocation, pathOfLocation } from "./file-uri.ts";

/** Makes an error of what is wrong with a name, for whoever knows where the name comes from. */
export type RefuseName = (problem: string) => SluiceError;

/** Sets `location` of what has only a `path`, and `basename`, `nameroot` and `nameext`. Source: CWL v1.2, File. */
export function completeNames(draft: FileDraft, refuse: RefuseName = refuseInput): void {
  if (draft.location === undefined && typeof draft.path === "string" && draft.path.startsWith("/"))
    draft.location = fileUri(draft.path);
  delete draft.path;
  delete draft.dirname;
  checkContents(draft, refuse);
  draft.basename ??= isRealLocation(draft.location) ? nameOfLocation(draft.location) : literalName(draft);
  const fault = nameFault(draft);
  if (fault !== undefined) throw refuse(fault);
  if (draft.class === "File") Object.assign(draft, splitName(draft.basename));
}

/** Expressions and tools may say anything of a File. */
function checkContents(draft: FileDraft, refuse: RefuseName): void {
  const contents: unknown = draft.contents;
  if (contents === null) delete draft.contents;
  else if (contents !== undefined && typeof contents !== "string")
    throw refuse(`the contents of a ${draft.class} must be a text, not ${JSON.stringify(contents)}`);
}

function refuseInput(problem: string): SluiceError {
  return new SluiceError("CWL_INPUT_INVALID", problem);
}

/** Literals may come without a name; theirs depends on their contents only, so that it is the same after a restart. */
function literalName(draft: FileDraft): string {
  const content = draft.class === "File" ? (draft.contents ?? "") : JSON.stringify(draft.listing ?? []);
  return createHash("sha1").update(content).digest("hex").slice(0, 16);
}

/**
 * Sets the sizes of Files, in one question.
 * @throws `FILE_NOT_FOUND` when `mustExist` and a file or directory does not exist or is the other thing.
 */
export async function completeSizes(
  drafts: readonly FileDraft[],
  files: FileQuestions,
  mustExist: boolean,
): Promise<void> {
  const asked: { draft: FileDraft; path: string }[] = [];
  for (const draft of drafts) {
    if (draft.class === "File" && draft.size !== undefined) continue;
    if (mustExist && draft.class === "Directory" && isRemote(draft.location)) {
      throw new SluiceError("CWL_INPUT_INVALID", `the entries of the Directory ${draft.location} cannot be listed`, {
        hint: "Write its 'listing', each File with a location of its own.",
      });
    }
    if (isRealLocation(draft.location)) {
      // Only an operation that needs the file itself can say that its scheme is not supported.
      if (!mustExist && !/^(?:\/|file:)/.test(draft.location)) continue;
      asked.push({ draft, path: pathOfLocation(draft.location) });
    } else if (draft.class === "File" && draft.contents !== undefined) draft.size = Buffer.byteLength(draft.contents);
  }
  if (asked.length === 0) return;
  const stats = await files.stat({ paths: asked.map(({ path }) => path) });
  for (const [index, { draft, path }] of asked.entries()) {
    const found = stats[index];
    const expected = draft.class === "File" ? "file" : "directory";
    if (mustExist && found === undefined)
      throw new SluiceError("FILE_NOT_FOUND", `the ${draft.class} ${path} does not exist`);
    if (mustExist && (found?.type === "file" || found?.type === "directory") && found.type !== expected) {
      throw new SluiceError("CWL_INPUT_INVALID", `${path} is given as a ${draft.class}, but it is a ${found.type}`);
    }
    if (draft.class === "File" && found !== undefined) draft.size = found.size;
  }
}
