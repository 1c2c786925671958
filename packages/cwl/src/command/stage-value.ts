import { SluiceError, type StagingEntry } from "@sluice/contracts";
import type { FileDraft } from "../value/file-draft.ts";
import { completeNames } from "../value/complete-files.ts";
import { isRealLocation, pathOfLocation } from "../value/file-uri.ts";

/** A staging entry, and the location of the File or Directory that it is for. */
export interface PlannedEntry {
  readonly location: string;
  readonly entry: StagingEntry;
}

export interface Placement {
  readonly writable: boolean;
  /** Called with each File and Directory and the path that it gets. */
  readonly placed: (draft: FileDraft, target: string) => void;
  readonly plan: PlannedEntry[];
}

/** Plans a File or Directory at a path, with everything that goes with it: secondary files beside it, listings of literals below it. */
export function stageValue(draft: FileDraft, target: string, placement: Placement): void {
  placement.placed(draft, target);
  const location = draft.location ?? "";
  if (isRealLocation(draft.location)) {
    const source = pathOfLocation(draft.location);
    placement.plan.push({ location, entry: { type: "input", source, target, writable: placement.writable } });
    visitListing(draft, target, placement.placed);
  } else if (draft.class === "Directory") {
    placement.plan.push({ location, entry: { type: "directory", target } });
    for (const child of draft.listing ?? []) stageValue(child, `${target}/${nameOf(child)}`, placement);
  } else if (draft.contents === undefined) {
    throw new SluiceError("CWL_INPUT_INVALID", `the File ${draft.basename ?? ""} has neither a location nor contents`);
  } else placement.plan.push({ location, entry: { type: "literal", contents: draft.contents, target } });
  const folder = target.slice(0, target.lastIndexOf("/"));
  for (const secondary of draft.secondaryFiles ?? [])
    stageValue(secondary, `${folder}/${nameOf(secondary)}`, placement);
}

/** What is in a real directory comes along with it. */
function visitListing(draft: FileDraft, target: string, placed: Placement["placed"]): void {
  for (const child of draft.listing ?? []) {
    const path = `${target}/${nameOf(child)}`;
    placed(child, path);
    visitListing(child, path, placed);
  }
}

function nameOf(draft: FileDraft): string {
  if (draft.basename === undefined) completeNames(draft);
  return draft.basename ?? "";
}
