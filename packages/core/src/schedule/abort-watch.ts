/** Hears of aborted signals for many waiters. */
export interface AbortWatch<Waiter> {
  add(signal: AbortSignal, waiter: Waiter): void;
  remove(signal: AbortSignal, waiter: Waiter): void;
}

/**
 * One listener for each signal, however many wait: adding a listener walks through all that are there, so a listener
 * for each of 100,000 waiters of one run would take minutes.
 */
export function createAbortWatch<Waiter>(onAbort: (waiter: Waiter, reason: unknown) => void): AbortWatch<Waiter> {
  const groups = new Map<AbortSignal, { readonly waiters: Set<Waiter>; readonly listener: () => void }>();
  const forget = (signal: AbortSignal): void => {
    const group = groups.get(signal);
    if (group) signal.removeEventListener("abort", group.listener);
    groups.delete(signal);
  };
  return {
    add: (signal, waiter) => {
      let group = groups.get(signal);
      if (!group) {
        const waiters = new Set<Waiter>();
        const listener = (): void => {
          forget(signal);
          for (const each of waiters) onAbort(each, signal.reason);
        };
        group = { waiters, listener };
        groups.set(signal, group);
        signal.addEventListener("abort", listener);
      }
      group.waiters.add(waiter);
    },
    remove: (signal, waiter) => {
      const group = groups.get(signal);
      group?.waiters.delete(waiter);
      if (group?.waiters.size === 0) forget(signal);
    },
  };
}
