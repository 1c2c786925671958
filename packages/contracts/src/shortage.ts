import { isSluiceError } from "./errors.ts";

/** Something that the machine has not enough of for the moment. Trying again later can help; nothing is wrong with what was asked for. */
export interface Shortage {
  readonly of: "space" | "descriptors" | "processes" | "memory";
  /** The system's name of it, such as `EMFILE`, where it is known. */
  readonly errno?: string;
}

const byErrno: Readonly<Record<string, Shortage["of"]>> = {
  ENOSPC: "space",
  // A quota that is used up is a full disk for whom it is set.
  EDQUOT: "space",
  EMFILE: "descriptors",
  ENFILE: "descriptors",
  EAGAIN: "processes",
  ENOMEM: "memory",
};

/** What these are told when there is nothing to read or to write yet. */
const transfers: ReadonlySet<unknown> = new Set(["read", "write", "connect", "accept", "recv", "send"]);

/** How many causes are followed: a chain may be a circle. */
const deepest = 16;

/** What the machine was short of when this was thrown, by the error or by what caused it; undefined for any other error. */
export function shortageOf(thrown: unknown): Shortage | undefined {
  try {
    return shortageIn(thrown);
  } catch {
    // What a plugin throws may throw once more when it is looked at.
    return undefined;
  }
}

function shortageIn(thrown: unknown): Shortage | undefined {
  let error = thrown;
  let coded: Shortage | undefined;
  for (let depth = 0; depth < deepest && typeof error === "object" && error !== null; depth += 1) {
    const { code, syscall, message, cause } = error as NodeError;
    const errno = code === "ERR_WORKER_INIT_FAILED" ? /\bE[A-Z]+\b/.exec(String(message))?.[0] : code;
    const of = typeof errno === "string" && Object.hasOwn(byErrno, errno) ? byErrno[errno] : undefined;
    if (of !== undefined && !(errno === "EAGAIN" && transfers.has(syscall))) return { of, errno: String(errno) };
    if (isSluiceError(error) && error.code === "DISK_FULL") coded ??= { of: "space" };
    error = cause;
  }
  return coded;
}

interface NodeError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}
