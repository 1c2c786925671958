import { SluiceError, type FileStat, type Json, type LocationFiles } from "@sluice/contracts";
import { visitFiles, type FileDraft } from "../value/file-draft.ts";
import { nameFault, splitName } from "../value/file-names.ts";
import { ParameterError } from "../value/parameter-error.ts";
import { fileUri, isRealLocation, nameOfLocation, pathOfLocation } from "../value/file-uri.ts";
import { withoutSlashes } from "../load/document/without-slashes.ts";
import { completeNames } from "../value/complete-files.ts";
import { noData, refuseDangling } from "./no-data.ts";
import type { OutputPlaces } from "./output-places.ts";

interface Finishing {
  readonly draft: FileDraft;
  readonly path: string;
}

/**
 * Turns the Files and Directories of outputs into what other steps can use: locations in place of paths of the job,
 * names, sizes and checksums. `value` must consist of private copies.
 * @throws `CWL_OUTPUT_INVALID` for a file that does not exist, or that is neither an output nor an input of the job
 */
export async function finishFiles(
  value: Json,
  places: OutputPlaces,
  files: LocationFiles,
  output: string,
): Promise<void> {
  const pending: Finishing[] = [];
  visitFiles(value, (draft) => {
    const path = pathOf(draft, places, output);
    if (path === undefined) finishLiteral(draft);
    else pending.push({ draft, path });
  });
  if (pending.length === 0) return;

  for (const { draft, path } of pending)
    if (!places.isInside(path) && !(await places.isInput(path))) throw foreign(draft, path);
  const entries = await places.look(pending.map(({ path }) => path));
  for (const [index, { draft, path }] of pending.entries()) {
    const entry = entries[index];
    const expected = draft.class === "File" ? "file" : "directory";
    if (entry === undefined) await refuseDangling([path], files);
    if (entry?.stat.type === "other") throw noData(path);
    if (entry?.stat.type !== expected) {
      const problem = entry === undefined ? "does not exist" : `is not a ${expected}`;
      throw new SluiceError("CWL_OUTPUT_INVALID", `the ${draft.class} ${path}, which is part of an output, ${problem}`);
    }
    draft.location = fileUri(entry.place);
    draft.basename ??= path.slice(path.lastIndexOf("/") + 1);
    const fault = nameFault(draft);
    if (fault !== undefined) throw refuseOutput(fault);
    delete draft.path;
    delete draft.dirname;
    // Loaded for the expressions of this tool only: the file itself goes on.
    delete draft.contents;
    if (draft.class === "File") Object.assign(draft, splitName(draft.basename), { size: entry.stat.size });
  }
  // What the job may have changed is summed anew; of inputs, the checksum is known already if they have one.
  const unsummed = pending.filter(
    ({ draft, path }) => draft.class === "File" && (draft.checksum === undefined || places.isInside(path)),
  );
  const sums = unsummed.length === 0 ? [] : await files.checksum({ paths: unsummed.map(({ path }) => path) });
  for (const [index, { draft }] of unsummed.entries()) draft.checksum = sums[index] ?? "";
  for (const { draft, path } of pending) {
    if (draft.class === "Directory" && places.isInside(path)) await checkLinks(path, places, files);
  }
}

/** In a directory, links must not lead to what is neither an output nor an input either, and nothing may be there that cannot be read. */
async function checkLinks(directory: string, places: OutputPlaces, files: LocationFiles): Promise<void> {
  const entries = await files.list({ directory, types: ["link", "directory", "other"] });
  const pathsOf = (type: FileStat["type"]): readonly string[] =>
    entries.filter((entry) => entry.type === type).map(({ name }) => `${directory}/${name}`);
  const links = pathsOf("link");
  const found = await places.look(links);
  await refuseDangling(
    links.filter((_, index) => found[index] === undefined),
    files,
  );
  const [strange] = [...pathsOf("other"), ...links.filter((_, index) => found[index]?.stat.type === "other")];
  if (strange !== undefined) throw noData(strange);
  for (const path of pathsOf("directory")) await checkLinks(path, places, files);
}

/** The path of a file of an output; undefined for literals. A `path` goes before a `location`. */
function pathOf(draft: FileDraft, places: OutputPlaces, output: string): string | undefined {
  if (typeof draft.path === "string") {
    const path = draft.path.startsWith("/") ? draft.path : `${places.outdir}/${draft.path}`;
    if (places.isInside(path)) return withoutSlashes(path) || "/";
    const source = places.inputAt(path);
    if (source !== undefined) return source;
    if (isLiteral(draft)) return undefined;
    throw foreign(draft, draft.path);
  }
  if (!isRealLocation(draft.location)) {
    if (isLiteral(draft)) return undefined;
    const [what, literal] = draft.class === "File" ? ["a File", "contents"] : ["a Directory", "a listing"];
    throw new ParameterError(
      "CWL_OUTPUT_INVALID",
      { side: "output", parameter: output },
      `output ${JSON.stringify(output)}: ${what}${draft.basename === undefined ? "" : ` named ${JSON.stringify(draft.basename)}`} has neither a location, nor a path, nor ${literal}`,
    );
  }
  draft.basename ??= nameOfLocation(draft.location);
  return pathOfLocation(draft.location);
}

function refuseOutput(problem: string): SluiceError {
  return new SluiceError("CWL_OUTPUT_INVALID", problem);
}

function foreign(draft: FileDraft, path: string): SluiceError {
  return refuseOutput(`the ${draft.class} ${path} is neither in the output directory nor an input of the job`);
}

function isLiteral(draft: FileDraft): boolean {
  return draft.class === "File"
    ? (draft.contents ?? undefined) !== undefined && !isRealLocation(draft.location)
    : Array.isArray(draft.listing);
}

function finishLiteral(draft: FileDraft): void {
  delete draft.location;
  delete draft.path;
  completeNames(draft, refuseOutput);
  if (draft.class === "File") draft.size = Buffer.byteLength(draft.contents ?? "");
}
