import { isSluiceError, SluiceError } from "@sluice/contracts";
import { isDiskFull } from "../disk-full.ts";

/** Says in our words why an output could not be published. */
export function publishError(path: string, error: unknown): SluiceError {
  if (isSluiceError(error)) return error;
  const { message } = error as Error;
  if (isDiskFull(error)) return new SluiceError("DISK_FULL", `No space is left to write ${path}.`, { cause: error });
  return new SluiceError("FILE_UNWRITABLE", `The output ${path} cannot be written: ${message}`, { cause: error });
}
