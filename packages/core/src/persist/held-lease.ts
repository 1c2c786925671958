import type { Lease } from "@sluice/contracts";
import { heartbeatInterval } from "./lease-record.ts";

/** A lease in the hands of its holder. */
export interface HeldLease extends Lease {
  readonly token: string;
  /** Says that another engine has the run now. */
  lose(): void;
  release(): void;
}

/**
 * Keeps a lease alive until it is released or lost.
 * @param input.beat - renews the lease in its store; answers whether it is still ours
 * @param input.drop - gives it back
 */
export function holdLease(input: {
  readonly token: string;
  readonly beat: () => boolean;
  readonly drop: () => void;
  readonly interval?: number | undefined;
}): HeldLease {
  const controller = new AbortController();
  const timer = setInterval(
    () => {
      if (!stillOurs()) lose();
    },
    Math.min(input.interval ?? heartbeatInterval, 60_000),
  );
  // A lease alone is no reason to stay alive.
  timer.unref();
  let over = false;

  function stillOurs(): boolean {
    try {
      return input.beat();
    } catch {
      // A full disk or a busy file says nothing about the lease; the next beat may get through.
      return true;
    }
  }

  function lose(): void {
    over = true;
    clearInterval(timer);
    controller.abort();
  }

  function release(): void {
    if (over) return;
    over = true;
    clearInterval(timer);
    try {
      input.drop();
    } catch {
      // It lapses by itself once this process is gone.
    }
  }

  return {
    token: input.token,
    signal: controller.signal,
    lose,
    release,
    [Symbol.asyncDispose]: () => Promise.resolve(release()),
  };
}
