import type { RunEventType, StoredRunEvent } from "@sluice/contracts";
import { firingKey, type Effect, type Firing, type MachineState, type ScheduledJob } from "./machine/index.ts";

/** What an earlier engine committed and, for all that is known, told nobody. */
export interface Backlog {
  /** Position in the journal up to which there is nothing left to tell. */
  readonly start: number;
  /** What came after it, in its order. */
  readonly untold: readonly Untold[];
}

/** A committed event, with what hooks need that later events change. */
export interface Untold {
  readonly event: StoredRunEvent;
  /** What it is about; absent for events about the run. */
  readonly firing: Firing | undefined;
  readonly job: ScheduledJob | undefined;
  /** Seconds since the attempt began, or the run. */
  readonly duration: number;
  readonly willRetry: boolean;
}

/** That of a run that was made just now. */
export const noBacklog: Backlog = { start: 1, untold: [] };

/** Events that no hook hears of after they are committed: what comes before a thing comes again when the thing is begun again. */
const silent: readonly RunEventType[] = [
  "run_created",
  "run_started",
  "cancel_requested",
  "hooks_told",
  "inputs_opened",
];

/** Finds the backlog while a journal is folded. In a journal that says nothing of hooks there is none. */
export interface BacklogReader extends Backlog {
  /** Hands an event to `apply`, which answers what follows from it. */
  follow(state: MachineState, event: StoredRunEvent, apply: () => readonly Effect[]): void;
}

/** Makes a reader for one journal. */
export function createBacklogReader(): BacklogReader {
  /** When attempts began. Milliseconds since 1970. */
  const began = new Map<Firing, number>();
  let runBegan = 0;
  let last = 1;
  /** Absent while nobody listens. */
  let told: number | undefined;
  let untold: Untold[] = [];

  const heard = (position: number | undefined): void => {
    told = position;
    if (position === undefined) untold = [];
    else if (untold[0] && untold[0].event.seq <= position) untold = untold.filter(({ event }) => event.seq > position);
  };

  return {
    get start() {
      return untold.length > 0 && told !== undefined ? told : last;
    },
    get untold() {
      return untold;
    },
    follow(state, event, apply) {
      const { type, data, seq, time } = event;
      last = seq;
      if (type === "run_started" || data.told !== undefined) heard(data.told);
      if (told === undefined) {
        apply();
        return;
      }
      const key = "step" in data ? firingKey(data.step, data.tag) : "";
      const firing = state.active.get(key);
      // The next attempt has none.
      const job = firing?.job;
      const effects = apply();
      if (type === "run_started") {
        runBegan = time;
        began.clear();
        for (const active of state.active.values()) began.set(active, time);
      }
      if (!silent.includes(type) && seq > told) {
        const begin = firing ? (began.get(firing) ?? time) : runBegan;
        untold.push({
          event,
          firing,
          job: job ?? firing?.job,
          duration: Math.max(0, time - begin) / 1000,
          willRetry: firing !== undefined && state.active.get(key) === firing,
        });
      }
      if (firing && type.startsWith("step_")) began.delete(firing);
      for (const effect of effects) if (effect.type === "start") began.set(effect.firing, time + effect.delayMs);
    },
  };
}
