import { cutText } from "./cut-text.ts";
import { errorCodes, type ErrorCode, type ErrorCodeInfo } from "./error-codes.ts";
import { formatPosition, type SourcePosition } from "./source-position.ts";

const brand: symbol = Symbol.for("sluice.error");

/** What an error carries besides its code and its message. */
export interface SluiceErrorOptions {
  /** Where in a source document the fault is. */
  readonly position?: SourcePosition | undefined;
  /** What to do or to write instead, as one sentence. */
  readonly hint?: string | undefined;
  /** Who failed: a plugin, step, job or deployment, such as `plugin docker` or `step /align`. */
  readonly actor?: string | undefined;
  /** Overrides whether trying again may help; the default comes from the code. */
  readonly retryable?: boolean | undefined;
  /** What led to this error. */
  readonly cause?: unknown;
}

/** The form in which an error is journaled and sent across process borders. */
export interface SerializedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly position?: SourcePosition | undefined;
  readonly hint?: string | undefined;
  readonly actor?: string | undefined;
}

/**
 * The one error that Sluice throws on purpose. Everything else that is thrown is a defect.
 *
 * A message, a hint and an actor of more than 2,000 characters are cut in the middle.
 *
 * Two copies of this package may meet in one process, so test with {@link isSluiceError}, never with `instanceof`.
 */
export class SluiceError extends Error {
  override readonly name: string = "SluiceError";
  /** The stable code; see `docs/reference/errors.md`. */
  readonly code: ErrorCode;
  /** Whether the same thing may succeed when it is tried again. */
  readonly retryable: boolean;
  readonly position: SourcePosition | undefined;
  readonly hint: string | undefined;
  readonly actor: string | undefined;

  constructor(code: ErrorCode, message: string, options: SluiceErrorOptions = {}) {
    super(cutText(message), options.cause === undefined ? undefined : { cause: options.cause });
    // A newer copy of this package may know codes that this one does not.
    const info: ErrorCodeInfo | undefined = Object.hasOwn(errorCodes, code) ? errorCodes[code] : undefined;
    this.code = code;
    this.retryable = options.retryable ?? info?.retryable ?? false;
    this.position = options.position;
    this.hint = options.hint === undefined ? undefined : cutText(options.hint);
    this.actor = options.actor === undefined ? undefined : cutText(options.actor);
    Object.defineProperty(this, brand, { value: true });
  }

  /** Plain data for the journal; {@link deserializeError} is the way back. */
  serialize(): SerializedError {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.position && { position: this.position }),
      ...(this.hint !== undefined && { hint: this.hint }),
      ...(this.actor !== undefined && { actor: this.actor }),
    };
  }
}

/** Several faults of one document or configuration, found in one pass and reported together. */
export class SluiceErrorList extends SluiceError {
  override readonly name: string = "SluiceErrorList";
  /** At least one error, in document order. */
  readonly errors: readonly SluiceError[];

  constructor(errors: readonly [SluiceError, ...SluiceError[]]) {
    super(errors[0].code, errors.map((error) => error.message).join("\n"), { position: errors[0].position });
    this.errors = errors;
  }
}

/** Whether a value is an error of Sluice, also one made by another copy of this package. */
export function isSluiceError(value: unknown): value is SluiceError {
  try {
    if (typeof value !== "object" || value === null || (value as Record<symbol, unknown>)[brand] !== true) return false;
    const { code, message, serialize } = value as Partial<SluiceError>;
    return typeof code === "string" && typeof message === "string" && typeof serialize === "function";
  } catch {
    // What lets nobody look at it is none of ours.
    return false;
  }
}

/** Turns whatever was thrown into an error of the family; foreign errors become `INTERNAL`, or the given code. */
export function toSluiceError(thrown: unknown, code: ErrorCode = "INTERNAL", actor?: string): SluiceError {
  if (isSluiceError(thrown)) return thrown;
  return new SluiceError(code, thrownText(thrown), { cause: thrown, actor });
}

/** The text of whatever was thrown: it need not be an error, need not even have a text, and asking it for one may throw once more. */
export function thrownText(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return `${typeof thrown} without a text was thrown`;
  }
}

/** Who failed, as far as it is known, and why: what was thrown, inside of another message. */
export function failureText(thrown: unknown): string {
  const { actor, message } = toSluiceError(thrown);
  return actor === undefined ? message : `${actor}: ${message}`;
}

/** Rebuilds an error that {@link SluiceError.serialize} wrote. */
export function deserializeError(data: SerializedError): SluiceError {
  return new SluiceError(data.code, data.message, data);
}

/**
 * The text a person sees: `file:line:column: CODE: message`, then the hint on a line of its own.
 * An error list gives one such entry per error.
 */
export function formatError(error: SluiceError): string {
  if ("errors" in error) return (error as SluiceErrorList).errors.map(formatError).join("\n");
  const place = error.position ? `${formatPosition(error.position)}: ` : "";
  const actor = error.actor === undefined ? "" : `${error.actor}: `;
  const hint = error.hint === undefined ? "" : `\n  ${error.hint}`;
  return `${place}${error.code}: ${actor}${error.message}${hint}`;
}
