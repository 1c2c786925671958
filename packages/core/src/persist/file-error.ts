import { isSluiceError, shortageOf, SluiceError } from "@sluice/contracts";

/** Turns an error of the file system, met while writing, into a coded one. */
export function toWriteError(thrown: unknown, path: string): SluiceError {
  if (isSluiceError(thrown)) return thrown;
  if (isNoSpace(thrown)) return diskFull(path, thrown);
  if (shortageOf(thrown)) return systemLimit(path, thrown);
  return new SluiceError("FILE_UNWRITABLE", `${path} cannot be written: ${messageOf(thrown)}`, {
    cause: thrown,
    hint: "Set SLUICE_HOME to a folder of your own that you can write to.",
  });
}

export function diskFull(path: string, cause?: unknown): SluiceError {
  return new SluiceError("DISK_FULL", `No space is left for ${path}; nothing was written.`, {
    cause,
    hint: "Free some space or raise the quota, then resume the run.",
  });
}

/** The system has nothing left to give for the moment; the cause says what. */
export function systemLimit(path: string, cause: unknown): SluiceError {
  return new SluiceError("SYSTEM_LIMIT", `${path} cannot be used: ${messageOf(cause)}`, { cause, retryable: true });
}

export function isNoSpace(thrown: unknown): boolean {
  return shortageOf(thrown)?.of === "space" || errorCode(thrown) === "EFBIG";
}

export function errorCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" ? code : undefined;
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
