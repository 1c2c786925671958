import { statSync } from "node:fs";
import { join } from "node:path";
import { SluiceError, type DataManager, type StagingEntry } from "@sluice/contracts";
import { localPath } from "../local-path.ts";
import type { SpareFolders } from "../spare-folders.ts";
import { entriesInside } from "./entries-inside.ts";
import { createParentFolders, type ParentFolders } from "./parent-folders.ts";
import { copyInput, linkInput } from "./place-input.ts";
import { placeLiteral } from "./place-literal.ts";
import { stagingError } from "./staging-error.ts";

/** Puts everything in place, in order. What is there from an earlier time is kept. */
export async function stageEntries(
  { entries, location, directory, signal, progress }: Parameters<DataManager["stage"]>[0],
  fetch: DataManager["fetch"],
  spares: SpareFolders,
): Promise<void> {
  if (!location.local) {
    const text = `Inputs cannot be brought to ${location.deployment}/${location.name}, which is not on this machine.`;
    throw new SluiceError("STAGING_FAILED", text, { hint: "Use a data manager that transfers files." });
  }
  const folders = createParentFolders(directory, spares);
  for (const entry of entriesInside(entries, directory)) {
    signal.throwIfAborted();
    try {
      await place(entry, { folders, root: directory, fetch, signal, progress });
      progress?.();
    } catch (error) {
      // An abort is not a failure of the entry.
      signal.throwIfAborted();
      throw stagingError(entry, error);
    }
  }
}

/** What placing an entry needs besides it. */
interface Placing {
  readonly folders: ParentFolders;
  /** The job's folder. */
  readonly root: string;
  readonly fetch: DataManager["fetch"];
  readonly signal: AbortSignal;
  readonly progress: (() => void) | undefined;
}

async function place(entry: StagingEntry, { folders, root, fetch, signal, progress }: Placing): Promise<void> {
  if (entry.type === "directory") {
    folders.make(join(entry.target, "inside"));
    return;
  }
  folders.make(entry.target);
  if (entry.type === "literal") {
    placeLiteral(entry.target, entry.contents, entry.executable === true);
    return;
  }
  const source = isRemote(entry.source) ? await fetch({ uri: entry.source, signal }) : sourceOf(entry.source);
  if (entry.writable) {
    await copyInput(source, entry.target, root, { signal, progress });
  } else {
    linkInput(source, entry.target, root);
    folders.linked(entry.target, source);
  }
}

/** Whether a source is named by a URI of another scheme than `file`. */
function isRemote(source: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(source) && localPath(source) === undefined;
}

function sourceOf(source: string): string {
  const path = localPath(source);
  if (path === undefined) {
    throw new SluiceError(
      "STAGING_FAILED",
      `Cannot place ${source}: it is neither an absolute path nor a file:// URI.`,
    );
  }
  // A link can be made to nowhere; the job would be the first to notice.
  statSync(path);
  return path;
}
