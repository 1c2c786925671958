import type { Json, LocationFiles } from "@sluice/contracts";
import { relative, resolve } from "node:path/posix";
import type { Answer } from "../value/expression-round.ts";
import type { FileDraft } from "../value/file-draft.ts";
import { splitName } from "../value/file-names.ts";
import { fileUri } from "../value/file-uri.ts";
import { ParameterError } from "../value/parameter-error.ts";
import { valueText } from "../value/type-text.ts";
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
      return relative(places.outdir, resolve(places.outdir, value)) || ".";
    });
}

/**
 * The paths that each list of patterns matches, in the order of the patterns, each sorted and named once. A pattern
 * that matches nothing is also tried as a plain name, for names that hold `[` or `*` themselves.
 */
export async function matchPatterns(
  lists: readonly (readonly string[])[],
  places: OutputPlaces,
  files: LocationFiles,
): Promise<readonly (readonly string[])[]> {
  const all = [...new Set(lists.flat())];
  const globbed = all.filter((pattern) => magic.test(pattern));
  const found = globbed.length === 0 ? [] : await files.glob({ directory: places.outdir, patterns: globbed });
  const matches = new Map(globbed.map((pattern, index) => [pattern, found[index] ?? []]));
  return lists.map((patterns) => {
    const paths = patterns.flatMap((pattern) => {
      const matched = matches.get(pattern) ?? [];
      return matched.length > 0 ? matched : [pattern === "." ? places.outdir : `${places.outdir}/${pattern}`];
    });
    return [...new Set(paths)];
  });
}

/** Files and Directories at paths inside the output directory; what does not exist is left out. */
export async function filesAt(paths: readonly string[], places: OutputPlaces): Promise<ReadonlyMap<string, FileDraft>> {
  const found = new Map<string, FileDraft>();
  const entries = await places.look(paths);
  for (const [index, path] of paths.entries()) {
    const entry = entries[index];
    const type = entry?.stat.type;
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
