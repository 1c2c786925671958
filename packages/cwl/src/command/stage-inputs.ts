import { SluiceError, type JsonObject, type StagingEntry } from "@sluice/contracts";
import { visitFiles, visitOuterFiles, type FileDraft } from "../value/file-draft.ts";
import { isRealLocation } from "../value/file-uri.ts";
import { nameOf, stageValue, type PlannedEntry } from "./stage-value.ts";

/**
 * Plans where the Files and Directories of an input object go, each with its secondary files in a folder of its own,
 * and writes their `path` and `dirname`.
 */
export function stageInputs(inputs: JsonObject, folder: string): readonly PlannedEntry[] {
  nameLiterals(inputs);
  const plan: PlannedEntry[] = [];
  let count = 0;
  visitOuterFiles(inputs, (draft) => {
    stageValue(draft, `${folder}/${count}/${nameOf(draft, refuse)}`, {
      writable: false,
      placed: setPath,
      plan,
      refuse,
    });
    count += 1;
  });
  return plan;
}

function refuse(problem: string): SluiceError {
  return new SluiceError("CWL_INPUT_INVALID", problem);
}

/** Writes the path of a File or Directory in the runtime environment. */
export function setPath(draft: FileDraft, path: string): void {
  draft.path = path;
  if (draft.class === "File") draft.dirname = path.slice(0, path.lastIndexOf("/"));
}

/** Literals get an opaque location, so that they are recognised when expressions hand them back. Source: CWL v1.2, File.location. */
function nameLiterals(inputs: JsonObject): void {
  let count = 0;
  visitFiles(inputs, (draft) => {
    if (isRealLocation(draft.location)) return;
    draft.location = `_:literal-${count}`;
    count += 1;
  });
}

/** @throws `CWL_INPUT_INVALID` when two different things would get the same path */
export function withoutConflicts(plan: readonly PlannedEntry[]): readonly StagingEntry[] {
  const byTarget = new Map<string, StagingEntry>();
  for (const { entry } of plan) {
    const other = byTarget.get(entry.target);
    if (other === undefined) byTarget.set(entry.target, entry);
    else if (!isSame(other, entry)) {
      throw new SluiceError("CWL_INPUT_INVALID", `two different files would be placed at ${entry.target}`, {
        hint: "Give one of them another basename or entryname.",
      });
    }
  }
  return [...byTarget.values()];
}

function isSame(left: StagingEntry, right: StagingEntry): boolean {
  if (left.type === "input" && right.type === "input")
    return left.source === right.source && left.writable === right.writable;
  if (left.type === "literal" && right.type === "literal") return left.contents === right.contents;
  return left.type === "directory" && right.type === "directory";
}
