import { dirname, join, relative, resolve } from "node:path";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  isDirectoryValue,
  isFileValue,
  SluiceError,
  type CheckpointManager,
  type CheckpointManagerFactory,
  type Json,
  type JsonObject,
  type SluiceContext,
} from "@sluice/contracts";
import { createCheckpointFolder, type CheckpointFolder } from "./checkpoint-folder.ts";

/**
 * Keeps copies in a folder of this machine, of files that are on this machine. Option `checkpoint_dir`: the folder, with one folder for each run
 * in it; by default the copies are in the folder `checkpoints` of their run, and go with it.
 */
export const folderCheckpointManagerFactory = {
  create: ({ options, context }) => createManager(options["checkpoint_dir"], context),
} satisfies CheckpointManagerFactory;

function createManager(folder: Json | undefined, context: SluiceContext): CheckpointManager {
  const folders = new Map<string, CheckpointFolder>();
  const folderOf = (run: string): CheckpointFolder => {
    const known = folders.get(run);
    if (known) return known;
    const path =
      typeof folder === "string"
        ? join(resolve(context.configDir, folder), run)
        : join(context.database.runFolder(run), "checkpoints");
    const made = createCheckpointFolder(path);
    folders.set(run, made);
    return made;
  };

  return {
    // Copies are found by where their originals were. Only what a dead engine left half made is of interest.
    restore: ({ run }) => folderOf(run).sweep(),
    async save({ run, outputs, location, signal }) {
      const paths = outermostPaths(outputs);
      if (paths.length === 0) return;
      const { deployment, name } = location;
      if (!location.local) {
        throw new SluiceError("CHECKPOINT_FAILED", `the files of ${deployment}/${name} are not on this machine`, {
          hint: "Use a checkpoint manager that transfers files.",
        });
      }
      for (const path of paths) {
        try {
          await folderOf(run).keep({ deployment, location: name, path }, signal);
        } catch (error) {
          signal.throwIfAborted();
          const { message } = error as Error;
          throw new SluiceError("CHECKPOINT_FAILED", `${path} cannot be kept: ${message}`, { cause: error });
        }
      }
    },
    async find({ run, deployment, location, path, signal }) {
      // It may lie in a directory that was kept as a whole.
      for (let kept = path; kept !== dirname(kept); kept = dirname(kept)) {
        const copy = await folderOf(run).find({ deployment, location, path: kept }, signal);
        if (copy === undefined) continue;
        const wanted = join(copy, relative(kept, path));
        return existsSync(wanted) ? wanted : undefined;
      }
      return undefined;
    },
  };
}

/** The paths of all files and directories of outputs, without what lies in another of them. */
function outermostPaths(outputs: JsonObject): string[] {
  const all = new Set(pathsOf(outputs));
  const liesInAnother = (path: string): boolean => {
    for (let above = dirname(path); above !== dirname(above); above = dirname(above)) if (all.has(above)) return true;
    return false;
  };
  return [...all].filter((path) => !liesInAnother(path));
}

function pathsOf(value: Json): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(pathsOf);
  const object = value as JsonObject;
  const inner = Object.values(object).flatMap(pathsOf);
  if (!isFileValue(value) && !isDirectoryValue(value)) return inner;
  const place = object["location"] ?? object["path"];
  if (typeof place !== "string") return inner;
  if (/^file:/i.test(place)) return [fileURLToPath(place).replace(/(?<=.)\/+$/, ""), ...inner];
  return place.startsWith("/") ? [place, ...inner] : inner;
}
