import { isSluiceError, SluiceError, type ErrorCode } from "@sluice/contracts";
import { accessSync, closeSync, constants, openSync } from "node:fs";
import { dirname } from "node:path";
import { diskFull, messageOf, systemLimit } from "./file-error.ts";
import { hasNoSpaceBeside } from "./space-probe.ts";

/** Primary result codes of SQLite; https://sqlite.org/rescode.html */
const sqlite = {
  error: 1,
  permission: 3,
  noMemory: 7,
  busy: 5,
  locked: 6,
  readonly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  tooBig: 18,
  notADatabase: 26,
} as const;

const shortRead = 522;
const readFailed = 266;

/** Turns what SQLite threw about a run's file into a coded error. */
export function toJournalError(thrown: unknown, path: string): SluiceError {
  if (isSluiceError(thrown)) return thrown;
  const extended = sqliteCode(thrown);
  // No number that Sluice writes is that large.
  if ((thrown as NodeJS.ErrnoException).code === "ERR_OUT_OF_RANGE")
    return new SluiceError("JOURNAL_CORRUPT", `${path} is damaged: ${messageOf(thrown)}`, { cause: thrown });
  if (extended === undefined) return new SluiceError("INTERNAL", messageOf(thrown), { cause: thrown });
  const coded = (code: ErrorCode, what: string, options: { hint?: string; retryable?: boolean } = {}): SluiceError =>
    new SluiceError(code, `${path} ${what}: ${messageOf(thrown)}`, { cause: thrown, ...options });
  switch (extended & 0xff) {
    case sqlite.full:
      return diskFull(path, thrown);
    case sqlite.ioError:
      if (extended === shortRead) return coded("JOURNAL_CORRUPT", "is cut short");
      if (extended === readFailed) return coded("FILE_UNREADABLE", "cannot be read");
      return hasNoSpaceBeside(path) ? diskFull(path, thrown) : coded("FILE_UNWRITABLE", "cannot be written");
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return coded("JOURNAL_CORRUPT", "is damaged");
    case sqlite.error:
      // Our own statements are right, so a table or column that they name is not there.
      return coded("JOURNAL_CORRUPT", "is not a journal as Sluice writes it");
    case sqlite.cannotOpen:
    case sqlite.permission:
      return cannotBeOpened(path, coded);
    case sqlite.readonly:
      return coded("FILE_UNWRITABLE", "cannot be written");
    case sqlite.busy:
    case sqlite.locked:
    case sqlite.protocol:
      return coded("RUN_LOCKED", "is in use", { retryable: true, hint: "Another process keeps it locked; try again." });
    case sqlite.noMemory:
      return systemLimit(path, Object.assign(new Error(messageOf(thrown)), { code: "ENOMEM" }));
    case sqlite.tooBig:
      return coded("DOCUMENT_LIMIT", "cannot hold a value of this size");
    default:
      return coded("INTERNAL", "could not be used");
  }
}

type Coded = (code: ErrorCode, what: string) => SluiceError;

function cannotBeOpened(path: string, coded: Coded): SluiceError {
  const cause = whyNothingOpens();
  if (cause !== undefined) return systemLimit(path, cause);
  // A writer, and a reader of what a dead writer left, must make files beside it.
  if (!isWritable(dirname(path)))
    return coded("FILE_UNWRITABLE", "cannot be opened in a folder without write permission");
  return coded("FILE_UNREADABLE", "cannot be opened");
}

/** SQLite hides the number of the system's error: opening something that can always be opened tells. */
function whyNothingOpens(): unknown {
  try {
    closeSync(openSync("/", "r"));
    return undefined;
  } catch (error) {
    return error;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The extended result code, when SQLite threw the error. */
export function sqliteCode(thrown: unknown): number | undefined {
  const code = thrown instanceof Error ? (thrown as { errcode?: unknown }).errcode : undefined;
  return typeof code === "number" ? code : undefined;
}

export function isDamage(thrown: unknown): boolean {
  const code = (sqliteCode(thrown) ?? 0) & 0xff;
  return code === sqlite.corrupt || code === sqlite.notADatabase || code === sqlite.error;
}

export function isBusy(thrown: unknown): boolean {
  const code = (sqliteCode(thrown) ?? 0) & 0xff;
  return code === sqlite.busy || code === sqlite.locked;
}

export function cannotOpen(thrown: unknown): boolean {
  const code = (sqliteCode(thrown) ?? 0) & 0xff;
  return code === sqlite.cannotOpen || code === sqlite.readonly;
}

/** Runs something that uses a run's file; whatever SQLite throws comes out coded. */
export function withJournalErrors<Result>(path: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw toJournalError(error, path);
  }
}
