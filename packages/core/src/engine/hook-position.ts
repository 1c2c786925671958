import type { HookName } from "@sluice/contracts";
import type { HookBus } from "../hooks/index.ts";
import type { HookQueue } from "./hook-queue.ts";

/** Up to where hooks were told of what the journal has. It is kept with what is written next, so that keeping it costs no commit. */
export interface HookPosition {
  /** Where it is, when it moved since it was taken last. */
  take(): number | undefined;
  /** Everything up to here is in the queue of those who are told. */
  reached(seq: number): void;
}

/** Hooks that hear of what is in the journal, and so of what an engine left untold. What comes before a thing comes again with the thing. */
const journalHooks: readonly HookName[] = [
  "afterNodeExecute",
  "onNodeError",
  "onNodeCancelled",
  "afterNodeRetry",
  "onCacheHit",
  "onJobState",
  "afterGraphExecute",
  "onGraphError",
  "onGraphCancelled",
];

/** Whether anybody hears of what is in the journal. */
export function hearsJournal(hooks: HookBus): boolean {
  return journalHooks.some((name) => hooks.heard[name]);
}

/**
 * Follows the queue of a run's hooks.
 * @param start - up to where everything was told before
 */
export function createHookPosition(queue: HookQueue, start: number): HookPosition {
  let told = start;
  let taken: number | undefined;
  return {
    take() {
      if (told === taken) return undefined;
      taken = told;
      return told;
    },
    reached(seq) {
      void queue.add(() => void (told = seq));
    },
  };
}
