import { isPending } from "../answers/index.ts";

/** Calls one thing after the other. What needs no waiting is done at once when nothing waits before it. */
export interface HookQueue {
  /**
   * There is something to wait for when it is not done yet. It must not throw. What it is about is handed over, so that none of the many
   * calls needs a function of its own.
   */
  add(call: () => void | Promise<void>): void | Promise<void>;
  add<About>(call: (about: About) => void | Promise<void>, about: About): void | Promise<void>;
  /** Settles when nothing is left. */
  settled(): Promise<void>;
}

/** Makes an empty queue. */
export function createHookQueue(): HookQueue {
  let tail: Promise<void> | undefined;
  let waiting = 0;

  const follow = (promise: PromiseLike<void>): Promise<void> => {
    waiting += 1;
    tail = (async () => {
      await promise;
      waiting -= 1;
      if (waiting === 0) tail = undefined;
    })();
    return tail;
  };

  return {
    add<About>(call: (about: About) => void | Promise<void>, about?: About) {
      if (tail) return follow(tail.then(() => call(about as About)));
      const answer = call(about as About);
      return isPending(answer) ? follow(answer) : undefined;
    },
    async settled() {
      for (let last = tail; last; last = tail) await last;
    },
  };
}
