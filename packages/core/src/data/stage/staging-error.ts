import { isSluiceError, SluiceError, type StagingEntry } from "@sluice/contracts";
import { isDiskFull } from "../disk-full.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "access is denied",
  EPERM: "it is not permitted",
  EISDIR: "a directory is in the way",
  ENOTDIR: "a file is where a folder should be",
  EEXIST: "something else is there already",
  ENOTEMPTY: "something else is there already",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  EROFS: "the file system is read-only",
};

/** Says in our words why something could not be put in place. */
export function stagingError(entry: StagingEntry, error: unknown): SluiceError {
  if (isSluiceError(error)) return error;
  const { code, path, message } = error as NodeJS.ErrnoException;
  const what = entry.type === "input" ? `${entry.source} as ${entry.target}` : entry.target;
  if (isDiskFull(error)) return new SluiceError("DISK_FULL", `No space is left to place ${what}.`, { cause: error });
  const reason = reasons[code ?? ""] ?? message;
  const at = path === undefined || what.includes(path) ? "" : ` (${path})`;
  return new SluiceError("STAGING_FAILED", `Cannot place ${what}: ${reason}${at}.`, { cause: error });
}
