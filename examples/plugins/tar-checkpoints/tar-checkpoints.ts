import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  isDirectoryValue,
  isFileValue,
  SluiceError,
  type CheckpointManager,
  type CheckpointManagerFactory,
  type Json,
} from "@sluice/contracts";

type Options = { readonly folder: string };

const tar = promisify(execFile).bind(undefined, "tar");

/** One tar file for each path, named by its place and path: found again without any memory of what was saved. */
export const createTarCheckpoints: CheckpointManagerFactory["create"] = ({ options, context }) => {
  const folder = resolve(context.configDir, (options as Options).folder);

  const archiveOf = (run: string, deployment: string, location: string, path: string): string => {
    const name = createHash("sha256")
      .update(JSON.stringify([deployment, location, path]))
      .digest("hex");
    return join(folder, run, `${name}.tar`);
  };

  const manager: CheckpointManager = {
    async save({ run, outputs, location, signal }) {
      // The bytes of other machines would have to be fetched first.
      if (!location.local) return;
      await mkdir(join(folder, run), { recursive: true });
      for (const path of pathsIn(outputs)) {
        const archive = archiveOf(run, location.deployment, location.name, path);
        if (existsSync(archive)) continue;
        try {
          await tar(["-cf", `${archive}.part`, "-C", dirname(path), "--", basename(path)], { signal });
          await rename(`${archive}.part`, archive);
        } catch (cause) {
          throw new SluiceError("CHECKPOINT_FAILED", `${path} could not be kept in ${archive}`, { cause });
        }
      }
    },
    async find({ run, deployment, location, path, signal }) {
      // What is looked for may be inside a folder that was kept as a whole.
      for (let kept = path; kept !== dirname(kept); kept = dirname(kept)) {
        const archive = archiveOf(run, deployment, location, kept);
        if (!existsSync(archive)) continue;
        const target = archive.replace(/\.tar$/, "");
        if (!existsSync(target)) await extract(archive, target, signal);
        const found = join(target, relative(dirname(kept), path));
        return existsSync(found) ? found : undefined;
      }
      return undefined;
    },
    // Everything is on disk under names that need no memory.
    restore: () => undefined,
  };
  return manager;
};

/** Several steps may want it at the same time: the folder appears as a whole, made by one of them. */
async function extract(archive: string, target: string, signal: AbortSignal): Promise<void> {
  const part = await mkdtemp(`${target}.`);
  await tar(["-xf", archive, "-C", part], { signal });
  await rename(part, target).catch(() => rm(part, { recursive: true }));
}

/** The places of all files and directories of a value. */
function pathsIn(value: Json): string[] {
  if (typeof value !== "object" || value === null) return [];
  const place = isFileValue(value) || isDirectoryValue(value) ? (value["location"] ?? value["path"]) : undefined;
  const inside = Object.values(value).flatMap(pathsIn);
  if (typeof place !== "string") return inside;
  return [place.startsWith("file:") ? fileURLToPath(place) : place, ...inside];
}
