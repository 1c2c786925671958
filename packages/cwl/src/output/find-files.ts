import type { Json, LocationFiles } from "@sluice/contracts";
import { relative, resolve } from "node:path/posix";
import type { Answer } from "../value/expression-round.ts";
import type { FileDraft } from "../value/file-draft.ts";
import { splitName } from "../value/file-names.ts";
import { fileUri } from "../value/file-uri.ts";
import { ParameterError } from "../value/parameter-error.ts";
import { valueText } from "../value/type-text.ts";
import { noData, refuseDangling } from "./no-data.ts";
import type { OutputPlaces } from "./output-places.ts";

const magic = /[*?[\\]/;

/** The patterns that a `glob` yields, relative to the output directory. @throws `CWL_OUTPUT_INVALID` for one that leads out of it */
export function globPatterns(answers: readonly Answer[], name: string, places: OutputPlaces): readonly string[] {
  return answers
    .map((answer) => answer())
    .flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : [value]))
    .filter((value) => value !== null && value !== "")
    .map((value) => {
      if (typeof value !== "string") {
        throw new ParameterError(
          "CWL_OUTPUT_INVALID",
          { side: "output", parameter: name },
          `glob of output ${JSON.stringify(name)} must yield strings, but there is ${valueText(value)}`,
        );
      }
      if (!places.isInside(value)) {
        throw new ParameterError(
          "CWL_OUTPUT_INVALID",
          { side: "output", parameter: name },
          `glob ${JSON.stringify(value)} of output ${JSON.stringify(name)} leads out of the output directory`,
          { hint: "Have the command write the file there, or copy it." },
        );
      }
      const pattern = relative(places.outdir, resolve(places.outdir, value)) || ".";
      return value.endsWith("/") ? `${pattern}/` : pattern;
    });
}

/** A path that a pattern matches, if there is what the pattern wants. */
export interface Match {
  readonly path: string;
  /** The pattern ends in a slash. */
  readonly onlyDirectory: boolean;
}

/**
 * The paths that each list of patterns matches, in the order of the patterns, each sorted. A pattern
 * that matches nothing is also tried as a plain name, for names that hold `[` or `*` themselves.
 */
export async function matchPatterns(
  lists: readonly (readonly string[])[],
  places: OutputPlaces,
  files: LocationFiles,
): Promise<readonly (readonly Match[])[]> {
  const all = [...new Set(lists.flat().map(withoutSlash))];
  const globbed = all.filter((pattern) => magic.test(pattern));
  const found = globbed.length === 0 ? [] : await files.glob({ directory: places.outdir, patterns: globbed });
  const matches = new Map(globbed.map((pattern, index) => [pattern, found[index] ?? []]));
  return lists.map((patterns) => {
    const found: Match[] = [];
    for (const pattern of patterns) {
      const onlyDirectory = pattern.endsWith("/");
      const plain = withoutSlash(pattern);
      const matched = matches.get(plain) ?? [];
      const paths = matched.length > 0 ? matched : [plain === "." ? places.outdir : `${places.outdir}/${plain}`];
      for (const path of paths) found.push({ path, onlyDirectory });
    }
    return found;
  });
}

function withoutSlash(pattern: string): string {
  return pattern.endsWith("/") ? pattern.slice(0, -1) : pattern;
}

/**
 * Files and Directories at paths inside the output directory, by path; what does not exist is left out.
 * @throws `CWL_OUTPUT_INVALID` for a link that leads nowhere, and for what is neither a file nor a directory
 */
export async function filesAt(
  matches: readonly Match[],
  places: OutputPlaces,
  files: LocationFiles,
): Promise<ReadonlyMap<string, FileDraft>> {
  const found = new Map<string, FileDraft>();
  const mayBeFiles = new Set(matches.flatMap(({ path, onlyDirectory }) => (onlyDirectory ? [] : [path])));
  const paths = [...new Set(matches.map(({ path }) => path))];
  const entries = await places.look(paths);
  const missing = paths.filter((path, index) => entries[index] === undefined && mayBeFiles.has(path));
  await refuseDangling(missing, files);
  for (const [index, path] of paths.entries()) {
    const entry = entries[index];
    const type = entry?.stat.type;
    if (type === "other" && mayBeFiles.has(path)) throw noData(path);
    if (entry === undefined || (type !== "file" && type !== "directory")) continue;
    const basename = path.slice(path.lastIndexOf("/") + 1);
    found.set(path, {
      class: type === "file" ? "File" : "Directory",
      location: fileUri(entry.place),
      path,
      basename,
      ...(type === "file" && { ...splitName(basename), size: entry.stat.size }),
    });
  }
  return found;
}
