import { dirname, join } from "node:path";
import { jobFolderName, SluiceError, type JsonObject, type StepKey } from "@sluice/contracts";
import { alteredFile, isInside, writtenSince } from "../data/index.ts";
import { createGiveWay } from "../give-way.ts";
import { effectId } from "./effect-id.ts";
import { inputFiles, type InputFile } from "./input-data.ts";
import type { RunDeps } from "./run-deps.ts";

/** Knows what files steps were committed with, and refuses those that are something else now. */
export interface CommittedFiles {
  /** Remembers that the files in a folder are a step's outputs since a moment, in milliseconds since 1970. */
  commit(folder: string, step: string, since: number): void;
  /**
   * Looks at the files of steps in values. With `deep`, also at everything in directories.
   * @throws `OUTPUT_CHANGED` for a file that was changed after its step was committed
   */
  check(values: JsonObject, options: { readonly deep: boolean; readonly signal: AbortSignal }): Promise<void>;
}

/** The outputs of a step in a folder. */
interface Commit {
  readonly folder: string;
  readonly step: string;
  readonly since: number;
}

/** Makes the knowledge of a run. What earlier engines committed is read from the journal when somebody first asks for it. */
export function createCommittedFiles(deps: RunDeps): CommittedFiles {
  const commits = new Map<string, Commit>();
  let read: Promise<void> | undefined = deps.resumed ? undefined : Promise.resolve();

  function known(path: string): Commit | undefined {
    for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
      const found = commits.get(folder);
      if (found) return found;
    }
    return undefined;
  }

  async function readJournal(): Promise<void> {
    const folders = new Map<string, string>();
    for await (const event of deps.store.read({ fromSeq: 1 })) {
      if (event.type === "job_scheduled") folders.set(nameOf(event.data), event.data.directory);
      if (event.type !== "step_completed") continue;
      const own = join(deps.folder, "jobs", jobFolderName(event.data, effectId(deps, event.data)));
      const folder = event.data.answeredBy === "cache" ? own : folders.get(nameOf(event.data));
      folders.delete(nameOf(event.data));
      if (folder !== undefined && !commits.has(folder))
        commits.set(folder, { folder, step: event.data.step, since: event.time });
    }
  }

  async function commitOf(path: string): Promise<Commit | undefined> {
    const found = known(path);
    if (found) return found;
    await (read ??= readJournal());
    return known(path);
  }

  /** Whether a later step has it, or something in it, among its outputs as it is now: tools may update their inputs in place. */
  async function isCommitted(path: string, isIt: (file: InputFile, time: number) => boolean): Promise<boolean> {
    for await (const event of deps.store.read({ fromSeq: 1 })) {
      if (event.type !== "step_completed") continue;
      const files = inputFiles(await deps.tokens.readAll(event.data.outputs));
      if (files.some((file) => isInside(file.path, path) && isIt(file, event.time))) return true;
    }
    return false;
  }

  async function isAltered(file: InputFile, commit: Commit, deep: boolean, signal: AbortSignal): Promise<boolean> {
    const { path } = file;
    if (!file.isDirectory) {
      const now = await alteredFile(file, commit.since);
      return now !== undefined && !(await isCommitted(path, ({ checksum }) => checksum === now.checksum));
    }
    if (!deep) return false;
    const at = await writtenSince(path, { ...commit, signal });
    return at !== undefined && !(await isCommitted(path, (_, time) => time >= at));
  }

  return {
    commit: (folder, step, since) => void commits.set(folder, { folder, step, since }),
    async check(values, { deep, signal }) {
      const giveWay = createGiveWay();
      for (const file of inputFiles(values)) {
        await giveWay();
        const commit = await commitOf(file.path);
        if (commit === undefined || !(await isAltered(file, commit, deep, signal))) continue;
        throw new SluiceError(
          "OUTPUT_CHANGED",
          `${file.path} was changed after the step that made it, ${commit.step}, was committed`,
          { hint: "Bring back what the step made, or run the workflow again." },
        );
      }
    },
  };
}

function nameOf({ step, tag, attempt }: StepKey): string {
  return `${step}\0${tag}\0${attempt}`;
}
