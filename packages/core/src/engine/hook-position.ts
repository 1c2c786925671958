import type { HookName, RunEvent, RunEventType } from "@sluice/contracts";
import type { HookBus } from "../hooks/index.ts";
import type { HookQueue } from "./hook-queue.ts";

/** Up to where hooks were told of what the journal has. It is kept with what is written next, so that keeping it costs no commit. */
export interface HookPosition {
  /**
   * Where it is, when it moved since it was taken last.
   * @param next - what is written with it, if anything, after what is at `seq`
   */
  take(next?: readonly RunEvent[], seq?: number): number | undefined;
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

/** Hooks that hear of the end of a run. */
const endHooks: Partial<Record<RunEventType, HookName>> = {
  run_completed: "afterGraphExecute",
  run_failed: "onGraphError",
  run_cancelled: "onGraphCancelled",
};

/** Whether anybody hears of what is in the journal. */
export function hearsJournal(hooks: HookBus): boolean {
  return journalHooks.some((name) => hooks.heard[name]);
}

/**
 * Follows the queue of a run's hooks.
 * @param start - up to where everything was told before
 */
export function createHookPosition(queue: HookQueue, hooks: HookBus, start: number): HookPosition {
  let told = start;
  let taken: number | undefined;
  return {
    take(next = [], seq) {
      const [end] = next;
      const hook = end && next.length === 1 ? endHooks[end.type] : undefined;
      // When all else was told, and nobody hears of the end, there is nothing left: that need not be written once more afterwards.
      if (hook && !hooks.heard[hook] && told === seq) told = seq + 1;
      if (told === taken) return undefined;
      taken = told;
      return told;
    },
    reached(seq) {
      void queue.add(() => void (told = seq));
    },
  };
}
