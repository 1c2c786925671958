import { isAbsolute, normalize } from "node:path";
import { SluiceError, type JobRequest, type StagingEntry } from "@sluice/contracts";
import { isInside } from "../read-tree.ts";

/**
 * The border that everything placed for a job has to pass, whoever asks for it: answers with the entries, whose targets are inside the job's
 * folder and without `.` and `..`.
 * @throws `STAGING_FAILED`
 */
export function entriesInside(entries: readonly StagingEntry[], directory: string): readonly StagingEntry[] {
  return entries.map((entry) => {
    checkEntry(entry);
    const target = placeInside(entry.target, directory, "an input");
    return target === entry.target ? entry : { ...entry, target };
  });
}

/**
 * What has to be in place for a job: what its request says, and files for its standard streams where something that is placed could be a link
 * through which they would be written into what is not the job's.
 * @throws `STAGING_FAILED` for what would be outside of the job's folder
 */
export function stagingOf(request: JobRequest, directory: string): readonly StagingEntry[] {
  const entries = entriesInside(request.staging, directory);
  const placed = entries.filter(({ type }) => type === "input").map(({ target }) => target);
  const streams = [request.stdout, request.stderr]
    .filter((path) => path !== undefined)
    .map((path) => placeInside(path, directory, "standard output or error"))
    .filter((path) => placed.some((target) => isInside(path, target)));
  return [...entries, ...streams.map((target) => ({ type: "literal", target, contents: "" }) as const)];
}

/** Requests come from plugins too. */
function checkEntry(entry: StagingEntry): void {
  const { type, target, source, contents } = (entry as Partial<Record<string, unknown>> | null) ?? {};
  const isWhole =
    type === "directory" ||
    (type === "input" && typeof source === "string") ||
    (type === "literal" && typeof contents === "string");
  if (isWhole && typeof target === "string") return;
  throw new SluiceError(
    "STAGING_FAILED",
    "A job asks for something to be placed that is no input, literal or directory.",
  );
}

function placeInside(path: string, directory: string, what: string): string {
  const place = normalize(path).replace(/(?<=.)\/+$/, "");
  if (isAbsolute(path) && isInside(place, directory) && !path.includes("\0") && path.isWellFormed()) return place;
  throw new SluiceError(
    "STAGING_FAILED",
    `The place ${JSON.stringify(path)} for ${what} is not inside the folder of the job, ${directory}.`,
    { hint: "Names of files must be plain names, without '..' and '/'." },
  );
}
