import type { Json, StagingEntry } from "@sluice/contracts";
import { asDraft, type FileDraft } from "../value/file-draft.ts";
import { completeNames, type RefuseName } from "../value/complete-files.ts";
import { nameFault } from "../value/file-names.ts";
import { isRealLocation, pathOfLocation } from "../value/file-uri.ts";

/** A staging entry, and the location of the File or Directory that it is for. */
export interface PlannedEntry {
  readonly location: string;
  readonly entry: StagingEntry;
}

export interface Placement {
  readonly writable: boolean;
  /** Whether the job may change the original. */
  readonly inPlace?: boolean;
  /** Called with each File and Directory and the path that it gets. */
  readonly placed: (draft: FileDraft, target: string) => void;
  readonly plan: PlannedEntry[];
  readonly refuse: RefuseName;
}

/** Plans a File or Directory at a path, with everything that goes with it: secondary files beside it, listings of literals below it. */
export function stageValue(draft: FileDraft, target: string, placement: Placement): void {
  placement.placed(draft, target);
  const location = draft.location ?? "";
  if (isRealLocation(draft.location)) {
    const source = pathOfLocation(draft.location);
    const { writable, inPlace = false } = placement;
    const entry = { type: "input", source, target, writable, ...(inPlace && { inPlace }) } as const;
    placement.plan.push({ location, entry });
    visitListing(draft, target, placement);
  } else if (draft.class === "Directory") {
    placement.plan.push({ location, entry: { type: "directory", target } });
    for (const child of partsOf(draft, "listing", placement.refuse))
      stageValue(child, `${target}/${nameOf(child, placement.refuse)}`, placement);
  } else if (typeof draft.contents !== "string") {
    throw placement.refuse(`the File ${draft.basename ?? ""} has neither a location nor contents`);
  } else placement.plan.push({ location, entry: { type: "literal", contents: draft.contents, target } });
  const folder = target.slice(0, target.lastIndexOf("/"));
  for (const secondary of partsOf(draft, "secondaryFiles", placement.refuse))
    stageValue(secondary, `${folder}/${nameOf(secondary, placement.refuse)}`, placement);
}

/** What is in a real directory comes along with it. */
function visitListing(draft: FileDraft, target: string, placement: Placement): void {
  for (const child of partsOf(draft, "listing", placement.refuse)) {
    const path = `${target}/${nameOf(child, placement.refuse)}`;
    placement.placed(child, path);
    visitListing(child, path, placement);
  }
}

/** What expressions and job files give as such a list may be anything. */
function partsOf(draft: FileDraft, field: "listing" | "secondaryFiles", refuse: RefuseName): readonly FileDraft[] {
  const parts = (draft[field] as Json | undefined) ?? [];
  const drafts = Array.isArray(parts) ? (parts as readonly Json[]).map(asDraft) : [undefined];
  if (drafts.every((part) => part !== undefined)) return drafts;
  throw refuse(
    `the ${field} of ${draft.class} ${JSON.stringify(draft.basename)} must be a list of Files and Directories`,
  );
}

/** The name that a File or Directory has in its folder. Every name that something is staged under comes from here, or is an `entryname`. */
export function nameOf(draft: FileDraft, refuse: RefuseName): string {
  if (draft.basename === undefined) completeNames(draft, refuse);
  const fault = nameFault(draft);
  if (fault !== undefined) throw refuse(fault);
  return draft.basename ?? "";
}
