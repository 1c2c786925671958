import { isSluiceError, SluiceError } from "@sluice/contracts";

/** Says in our words why a file could not be read; what is in our words already stays. */
export function readError(path: string, error: unknown): SluiceError {
  if (isSluiceError(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR")
    return new SluiceError("FILE_NOT_FOUND", `${path} does not exist.`, { cause: error });
  return new SluiceError("FILE_UNREADABLE", `${path} cannot be read: ${message}`, { cause: error });
}
