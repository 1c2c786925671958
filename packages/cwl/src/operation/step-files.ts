import type { JsonObject } from "@sluice/contracts";
import { completeNames, completeSizes } from "../value/complete-files.ts";
import { draftFiles, holdsFiles, visitFiles, type FileDraft } from "../value/file-draft.ts";
import { localFiles } from "../value/local-files.ts";

/** The inputs of a step as its expressions see them: private copies, Files with all their names and sizes. */
export async function completeStepInputs(inputs: JsonObject): Promise<JsonObject> {
  if (!holdsFiles(inputs)) return inputs;
  const copy = draftFiles(inputs) as JsonObject;
  const drafts: FileDraft[] = [];
  visitFiles(copy, (draft) => {
    completeNames(draft);
    if (draft.class === "File") drafts.push(draft);
  });
  // Whether a file exists is a matter of the tool that reads it.
  await completeSizes(drafts, localFiles, false);
  return copy;
}
