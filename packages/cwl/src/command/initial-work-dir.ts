import { SluiceError, type JsonObject } from "@sluice/contracts";
import { join, normalize } from "node:path/posix";
import { asValue, visitFiles, type FileDraft } from "../value/file-draft.ts";
import { splitName } from "../value/file-names.ts";
import { fileUri } from "../value/file-uri.ts";
import { setPath } from "./stage-inputs.ts";
import { stagedSources } from "./staged-paths.ts";
import { stageValue, type PlannedEntry } from "./stage-value.ts";
import type { WorkDirItem } from "./work-dir-entries.ts";

export interface WorkDirPlacement {
  readonly items: readonly WorkDirItem[];
  readonly outdir: string;
  /** The inputs, whose `path` is changed where they are placed into the output directory. */
  readonly inputs: JsonObject;
  /** Where inputs are staged, to know what a bare path in an expression's result means. */
  readonly staged: readonly PlannedEntry[];
  /** Whether files may be changed in place. */
  readonly inplace: boolean;
}

/** Plans the output directory, and moves the `path` of inputs that are placed there. Source: CWL v1.2, InitialWorkDirRequirement. */
export function placeWorkDir(placement: WorkDirPlacement): readonly PlannedEntry[] {
  const { items, outdir, inputs, staged, inplace } = placement;
  const plan: PlannedEntry[] = [];
  const moved = new Map<string, Move>();
  const sourceOf = stagedSources(staged.map(({ entry }) => entry));
  for (const item of items) {
    if ("text" in item) {
      plan.push({ location: "", entry: { type: "literal", contents: item.text, target: targetOf(item.name, outdir) } });
      continue;
    }
    resolvePaths(item.draft, sourceOf);
    stageValue(item.draft, targetOf(item.name ?? item.draft.basename ?? "", outdir), {
      // A link to the original is what lets a tool update it in place.
      writable: item.writable && !inplace,
      placed: (draft, target) => {
        if (draft.location === undefined || moved.has(draft.location)) return;
        moved.set(draft.location, { path: target, named: draft === item.draft && item.name !== undefined });
      },
      plan,
    });
  }
  visitFiles(inputs, (draft) => {
    const move = draft.location === undefined ? undefined : moved.get(draft.location);
    if (move !== undefined) apply(move, draft);
  });
  return plan;
}

/** Where an input comes to be in the output directory. */
interface Move {
  readonly path: string;
  /** Whether an `entryname` says so: that goes before the `basename` for expressions, too. Source: CWL v1.2, Dirent. */
  readonly named: boolean;
}

function apply({ path, named }: Move, draft: FileDraft): void {
  setPath(draft, path);
  if (!named) return;
  draft.basename = path.slice(path.lastIndexOf("/") + 1);
  if (draft.class === "File") Object.assign(draft, splitName(draft.basename));
}

/** Expressions may build Files from the paths of staged inputs: those stand for the inputs' locations. */
function resolvePaths(draft: FileDraft, sourceOf: (path: string) => string | undefined): void {
  visitFiles(asValue(draft), (one) => {
    if (typeof one.path !== "string") return;
    one.location ??= fileUri(sourceOf(one.path) ?? one.path);
    one.basename ??= one.path.slice(one.path.lastIndexOf("/") + 1);
  });
}

function targetOf(name: string, outdir: string): string {
  const relative = normalize(name).replace(/\/$/, "");
  if (name.startsWith("/")) {
    throw new SluiceError(
      "CWL_INVALID",
      `entryname ${JSON.stringify(name)} is absolute, which only a required container allows`,
    );
  }
  if (name === "" || relative === "." || relative === ".." || relative.startsWith("../")) {
    throw new SluiceError(
      "CWL_INVALID",
      `entryname ${JSON.stringify(name)} does not name something inside the output directory`,
    );
  }
  return join(outdir, relative);
}
