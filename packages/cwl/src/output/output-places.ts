import {
  SluiceError,
  type FileStat,
  type JobDirectories,
  type JsonObject,
  type LocationFiles,
  type StagingEntry,
} from "@sluice/contracts";
import { resolve } from "node:path/posix";
import { stagedSources } from "../command/staged-paths.ts";
import { visitFiles } from "../value/file-draft.ts";
import { isRealLocation, pathOfLocation } from "../value/file-uri.ts";

/** What there is at a path after a job. */
export interface OutputEntry {
  readonly stat: FileStat;
  /** Where it is when all links are followed, told by the name of the output directory where it is in there. */
  readonly place: string;
}

/** Answers what paths of the job's runtime environment stand for. */
export interface OutputPlaces {
  readonly outdir: string;
  /** Whether a path is the output directory or inside of it, by its name. */
  isInside(path: string): boolean;
  /** The path of the input that is staged at a path; undefined for other paths. */
  inputAt(path: string): string | undefined;
  /** Whether a path is that of an input, where it comes from or where it is staged, or inside of one. */
  isInput(path: string): Promise<boolean>;
  /**
   * What there is at each path; undefined where there is nothing. A path is asked for once: the job is over.
   * @throws `CWL_OUTPUT_INVALID` for a path inside the output directory that leads to what is neither in there nor an input
   */
  look(paths: readonly string[]): Promise<readonly (OutputEntry | undefined)[]>;
}

export function createOutputPlaces({
  directories,
  staging,
  inputs,
  files,
}: {
  readonly directories: JobDirectories;
  readonly staging: readonly StagingEntry[];
  /** The inputs of the job. */
  readonly inputs: JsonObject;
  readonly files: LocationFiles;
}): OutputPlaces {
  const outdir = directories.output;
  const sourceOf = stagedSources(staging);
  const seen = new Map<string, OutputEntry | undefined>();
  let roots: Promise<{ readonly outdir: string; readonly allowed: readonly string[] }> | undefined;

  const isBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);
  const isInside = (path: string): boolean => isBelow(resolve(outdir, path), outdir);

  async function findRoots(): Promise<{ readonly outdir: string; readonly allowed: readonly string[] }> {
    const sources = staging.filter((entry) => entry.type === "input").map((entry) => entry.source);
    // A plugin may have other sources staged in the place of the inputs.
    visitFiles(inputs, ({ location }) => {
      if (isRealLocation(location) && isLocal(location)) sources.push(pathOfLocation(location));
    });
    const [realOutdir, realStaging, ...real] = await files.realpath({
      paths: [outdir, directories.staging, ...sources],
    });
    const allowed = [directories.staging, realStaging, ...real, ...sources].filter((root) => root !== undefined);
    return { outdir: realOutdir ?? outdir, allowed };
  }

  async function placeOf(path: string, real: string): Promise<string> {
    if (real === path || !isInside(path)) return path;
    roots ??= findRoots();
    const { outdir: realOutdir, allowed } = await roots;
    if (isBelow(real, realOutdir)) return outdir + real.slice(realOutdir.length);
    if (allowed.some((root) => isBelow(real, root))) return real;
    throw new SluiceError(
      "CWL_OUTPUT_INVALID",
      `${path} is a link to ${real}, which is neither in the output directory nor an input`,
    );
  }

  return {
    outdir,
    isInside,
    inputAt: (path) => (isBelow(path, outdir) ? undefined : sourceOf(path)),
    async isInput(path) {
      roots ??= findRoots();
      const { allowed } = await roots;
      return allowed.some((root) => isBelow(resolve(path), root));
    },
    async look(paths) {
      const unseen = [...new Set(paths)].filter((path) => !seen.has(path));
      if (unseen.length > 0) {
        const stats = await files.stat({ paths: unseen });
        const existing = unseen.filter((_, index) => stats[index] !== undefined);
        const real = existing.length === 0 ? [] : await files.realpath({ paths: existing });
        const realOf = new Map(existing.map((path, index) => [path, real[index]]));
        for (const [index, path] of unseen.entries()) {
          const stat = stats[index];
          const followed = realOf.get(path);
          seen.set(path, stat && followed !== undefined ? { stat, place: await placeOf(path, followed) } : undefined);
        }
      }
      return paths.map((path) => seen.get(path));
    },
  };
}

function isLocal(location: string): boolean {
  return /^(?:\/|file:)/i.test(location);
}
