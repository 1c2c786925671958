import { SluiceError } from "@sluice/contracts";

/** Says in our words why a file could not be read. */
export function readError(path: string, error: unknown): SluiceError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR")
    return new SluiceError("FILE_NOT_FOUND", `${path} does not exist.`, { cause: error });
  return new SluiceError("FILE_UNREADABLE", `${path} cannot be read: ${message}`, { cause: error });
}
