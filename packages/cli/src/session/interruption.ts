import { constants } from "node:os";

/** What somebody does who can be interrupted. */
export interface InterruptionHandler {
  /** The first signal: end in good order. */
  first(signal: NodeJS.Signals): void;
  /** A further one: end at once. */
  again(signal: NodeJS.Signals): void;
}

/** Watches for SIGINT, SIGTERM and SIGHUP. Until a handler is there, a signal ends the process. */
export interface Interruption extends Disposable {
  handle(handler: InterruptionHandler): void;
}

/** A terminal and a parent such as npm both pass on one Ctrl-C: signals this close together (ms) are one. */
const sameSignalWindow = 100;

/** Exit status after an interruption, whatever the signal was. */
export const interruptedStatus: number = 128 + constants.signals.SIGINT;

/** Starts watching. */
export function watchInterruption(): Interruption {
  let handler: InterruptionHandler | undefined;
  let last: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (handler === undefined) process.exit(interruptedStatus);
    const now = performance.now();
    if (last === undefined) handler.first(signal);
    else if (now - last > sameSignalWindow) handler.again(signal);
    last = now;
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    handle: (next) => {
      handler = next;
    },
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
