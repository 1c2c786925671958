import { SluiceError, type JsonObject } from "@sluice/contracts";
import { join } from "node:path/posix";
import { ExpressionFailure } from "../expression/expression-failure.ts";
import type { RefuseName } from "../value/complete-files.ts";
import { asValue, visitFiles, type FileDraft } from "../value/file-draft.ts";
import { innerPath, splitName } from "../value/file-names.ts";
import { fileUri } from "../value/file-uri.ts";
import { setPath } from "./stage-inputs.ts";
import { stagedSources } from "./staged-paths.ts";
import { nameOf, stageValue, type PlannedEntry } from "./stage-value.ts";
import type { WorkDirItem, WorkDirOrigin } from "./work-dir-entries.ts";

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
    const { name } = item;
    const refuse: RefuseName = (problem) => refuseName(item.origin, problem);
    const named = name === undefined ? undefined : join(outdir, relativeName(name, refuse));
    if ("text" in item) {
      plan.push({ location: "", entry: { type: "literal", contents: item.text, target: named ?? "" } });
      continue;
    }
    resolvePaths(item.draft, sourceOf);
    stageValue(item.draft, named ?? `${outdir}/${nameOf(item.draft, refuse)}`, {
      // A link to the original is what lets a tool update it in place.
      writable: item.writable && !inplace,
      inPlace: item.writable && inplace,
      placed: (draft, target) => {
        if (draft.location === undefined || moved.has(draft.location)) return;
        moved.set(draft.location, { path: target, named: draft === item.draft && item.name !== undefined });
      },
      plan,
      refuse,
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

/** A path in the output directory, from an `entryname`. */
function relativeName(name: string, refuse: RefuseName): string {
  if (name.startsWith("/"))
    throw refuse(`entryname ${JSON.stringify(name)} is absolute, which only a required container allows`);
  const relative = innerPath(name);
  if (relative !== undefined) return relative;
  throw refuse(`entryname ${JSON.stringify(name)} does not name something inside the output directory`);
}

/** The error of a name, at the expression that yielded it. */
function refuseName({ where, expression }: WorkDirOrigin, problem: string): SluiceError {
  const message = `${where}: ${problem}`;
  if (expression === undefined) return new SluiceError("CWL_INVALID", message);
  return new ExpressionFailure("CWL_INVALID", { text: expression, offset: 0 }, message);
}
