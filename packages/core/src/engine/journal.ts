import {
  shortageOf,
  toSluiceError,
  type Logger,
  type RunEvent,
  type RunStore,
  type RunSummary,
  type Shortage,
  type StoredRunEvent,
} from "@sluice/contracts";
import { sleep } from "../timers.ts";
import type { HookPosition } from "./hook-position.ts";

/** Collects the events of a turn of the loop and commits them together. */
export interface Journal {
  /** Queues an event: it is applied and committed with all others of this turn. Calls back after the commit. */
  post(event: RunEvent, committed?: Committed): void;
  /** Position of the last committed event. */
  readonly seq: number;
}

/** Told of its commit: the position of the event, and the moment of the commit by `performance.now`. */
export type Committed = (seq: number, moment: number) => void;

/** What a journal works with. */
export interface JournalInput {
  readonly store: RunStore;
  /** Position of the last event that is there already. */
  readonly seq: number;
  readonly logger: Logger;
  /** Applies an event to the state, before it is committed; effects must wait for {@link committed}. */
  readonly apply: (event: RunEvent) => void;
  /** The summary that follows from the events applied so far. */
  readonly summary: () => Partial<RunSummary>;
  /** The events are durable: their effects may be performed. */
  readonly committed: (events: readonly StoredRunEvent[]) => void;
  /** How far hooks are, which is written with the first event of the next commit. */
  readonly position?: HookPosition | undefined;
  /** Whether the run is to end at once: what is short is then waited for once more, and no longer. */
  readonly isForced?: () => boolean;
  /** Nothing can be written any more: another engine has the run, or the journal cannot be written. */
  readonly fatal: (error: unknown) => void;
}

interface Posted {
  readonly event: RunEvent;
  readonly committed: Committed | undefined;
}

/** Milliseconds between two tries to write to a full disk, or to whatever else is short. */
const shortagePause = 2000;

/** Makes the writer of a run's journal. */
export function createJournal(input: JournalInput): Journal {
  let seq = input.seq;
  let pending: Posted[] = [];
  let busy = false;
  let paused: Shortage | undefined;

  async function flush(): Promise<void> {
    const posted = pending;
    pending = [];
    const events = posted.map(({ event }) => event);
    for (const event of events) input.apply(event);
    const stored = await append(withPosition(events));
    seq += stored.length;
    input.committed(stored);
    const moment = performance.now();
    posted.forEach(({ committed }, index) => committed?.((stored[index] as StoredRunEvent).seq, moment));
    input.position?.reached(seq);
  }

  function withPosition(events: readonly RunEvent[]): readonly RunEvent[] {
    const told = input.position?.take(events, seq);
    const [first] = events;
    return told === undefined || !first
      ? events
      : events.with(0, { ...first, data: { ...first.data, told } } as RunEvent);
  }

  /** Writes events, however long the disk is full or something else is short, unless the run is to end at once. */
  async function append(events: readonly RunEvent[]): Promise<readonly StoredRunEvent[]> {
    for (let isLast = false; ;) {
      try {
        const appended = input.store.append({ expectedSeq: seq, events, summary: input.summary() });
        const stored = appended instanceof Promise ? await appended : appended;
        if (paused)
          input.logger.warn(
            `${paused.of === "space" ? "there is space on the disk again" : "that is over"}: the run goes on`,
          );
        paused = undefined;
        return stored;
      } catch (error) {
        const shortage = shortageOf(error);
        if (!shortage || isLast) throw error;
        isLast = input.isForced?.() === true;
        const until = shortage.of === "space" ? "there is space" : `that is over (${shortage.errno ?? shortage.of})`;
        if (!paused)
          input.logger.error(
            `${toSluiceError(error).message.replace(/\.$/, "")}: the run pauses until ${until}; nothing is lost`,
          );
        paused = shortage;
        await sleep(shortagePause);
      }
    }
  }

  async function run(): Promise<void> {
    while (pending.length > 0) await flush();
    // In the same turn as the check: an event that is posted a microtask later must start the next run.
    busy = false;
  }

  return {
    get seq() {
      return seq;
    },
    post(event, committed) {
      pending.push({ event, committed });
      if (busy) return;
      busy = true;
      setImmediate(() => {
        run().catch(input.fatal);
      });
    },
  };
}
