import { isSluiceError, toSluiceError, type ErrorCode, type Logger } from "@sluice/contracts";
import { isPending } from "../answers/index.ts";
import type { Outcome } from "./breaker.ts";
import { isLate, withinTime } from "./within-time.ts";

/** Calls code of plugins so that it can neither fail nor hold up whoever calls it. */
export interface Guard {
  /** Milliseconds that a call may take. */
  readonly limit: number;
  /** Calls it, and waits where there is something to wait for. What it throws is reported and goes no further. */
  call(code: () => unknown, about: Guarded): void | Promise<void>;
  /** Says that something failed, and whose it is. */
  report(error: unknown, about: Guarded): void;
}

/** What is called. */
export interface Guarded {
  readonly plugin: string;
  /** Such as `hook beforeNodeExecute`. */
  readonly what: string;
  /** Code of what is reported for errors that are not of Sluice. Default: `HOOK_FAILED`. */
  readonly code?: ErrorCode;
  /** Told whether it was in time. */
  readonly outcome?: Outcome;
}

/** Milliseconds that code of plugins may take when nobody says otherwise. */
const usualLimit = 30_000;

/** Makes a guard that reports to a logger. */
export function createGuard(logger: Logger, limit: number = usualLimit): Guard {
  const report: Guard["report"] = (error, { plugin, what, code = "HOOK_FAILED" }) => {
    const { message } = toSluiceError(error);
    logger.warn(`${what} failed: ${message}`, { plugin, code: isSluiceError(error) ? error.code : code });
  };
  const wait = async (answer: PromiseLike<unknown>, about: Guarded): Promise<void> => {
    try {
      await withinTime(answer, limit);
      about.outcome?.inTime();
    } catch (error) {
      report(error, about);
      if (isLate(error)) about.outcome?.late();
    }
  };
  return {
    limit,
    report,
    call(code, about) {
      try {
        const answer = code();
        return isPending(answer) ? wait(answer, about) : undefined;
      } catch (error) {
        report(error, about);
        return undefined;
      }
    },
  };
}
