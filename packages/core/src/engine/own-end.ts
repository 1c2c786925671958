import { setTimeout as sleep } from "node:timers/promises";
import { SluiceError, type JobExit } from "@sluice/contracts";

/** How programs are asked to end. */
const endingSignals: ReadonlySet<string> = new Set(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]);

/** Milliseconds in which the engine would be asked, too, if it were the end of the machine that asked a job to end. */
const outsidePause = 2000;

/**
 * Settles when the end of a job may count as its own doing. A machine that goes down asks jobs and their engine in any order, and a job may take
 * that for a success.
 * @param input.unseen - whether it ended while no engine drove it
 * @throws `JOB_LOST` when it was ended from outside meanwhile; the signal's reason when the run is left
 */
export async function untilOwnEnd(input: {
  readonly exit: JobExit;
  readonly unseen: boolean;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { exit, unseen, signal } = input;
  // Its time is over whether or not anybody looks.
  if (exit.timedOut) return;
  const isAsked = exit.interrupted === true || endingSignals.has(exit.signal ?? "");
  if (unseen && (isAsked || exit.signal !== undefined))
    throw new SluiceError("JOB_LOST", "the job was ended from outside while no engine ran");
  if (isAsked) await sleep(outsidePause, undefined, { signal });
}
