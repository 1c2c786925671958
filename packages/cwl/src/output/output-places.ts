import { SluiceError, type JobDirectories, type LocationFiles, type StagingEntry } from "@sluice/contracts";
import { resolve } from "node:path/posix";
import { stagedSources } from "../command/staged-paths.ts";

/** Answers what a path of the job's runtime environment stands for. */
export interface OutputPlaces {
  readonly outdir: string;
  /** Whether a path is the output directory or inside of it, by its name. */
  isInside(path: string): boolean;
  /** The path of the input that is staged at a path; undefined for other paths. */
  inputAt(path: string): string | undefined;
  /**
   * Follows links: each path's real place, told by names inside the output directory where that is where it is.
   * @throws `CWL_OUTPUT_INVALID` for what is neither in the output directory nor in an input
   */
  realPlaces(paths: readonly string[]): Promise<readonly (string | undefined)[]>;
}

export function createOutputPlaces(
  directories: JobDirectories,
  staging: readonly StagingEntry[],
  files: LocationFiles,
): OutputPlaces {
  const outdir = directories.output;
  const sourceOf = stagedSources(staging);
  let roots: Promise<{ readonly outdir: string; readonly allowed: readonly string[] }> | undefined;

  async function findRoots(): Promise<{ readonly outdir: string; readonly allowed: readonly string[] }> {
    const sources = staging.filter((entry) => entry.type === "input").map((entry) => entry.source);
    const [realOutdir, realStaging, ...real] = await files.realpath({
      paths: [outdir, directories.staging, ...sources],
    });
    return {
      outdir: realOutdir ?? outdir,
      allowed: [realStaging, ...real, ...sources].filter((root) => root !== undefined),
    };
  }

  const isBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);
  return {
    outdir,
    isInside: (path) => isBelow(resolve(outdir, path), outdir),
    inputAt: (path) => (isBelow(path, outdir) ? undefined : sourceOf(path)),
    async realPlaces(paths) {
      if (paths.length === 0) return [];
      const real = await files.realpath({ paths });
      if (real.every((place, index) => place === paths[index])) return real;
      roots ??= findRoots();
      const { outdir: realOutdir, allowed } = await roots;
      return real.map((place, index) => {
        if (place === undefined) return undefined;
        if (isBelow(place, realOutdir)) return outdir + place.slice(realOutdir.length);
        if (allowed.some((root) => isBelow(place, root))) return place;
        throw new SluiceError(
          "CWL_OUTPUT_INVALID",
          `${paths[index]} is a link to ${place}, which is neither in the output directory nor an input`,
        );
      });
    },
  };
}
