import type { Allocation, Hardware, ScheduleRequest } from "@sluice/contracts";
import { leastHardware } from "./hardware-algebra.ts";
import { createHeap } from "./heap.ts";

/** A request that waits. */
export interface Waiting {
  readonly request: ScheduleRequest;
  /** Order of arrival. */
  readonly seq: number;
  /** How many that came later went first on a location that this one may use. */
  overtaken: number;
  /** Aborted: it stays in the line until it comes to the front. */
  gone: boolean;
  readonly resolve: (allocation: Allocation) => void;
  readonly reject: (reason: unknown) => void;
}

/** Requests of one line that ask for the same: where one does not fit, none does. */
interface Lane {
  readonly items: Waiting[];
  /** Index of the first that still waits. */
  first: number;
  readonly key: string;
  /** How many still wait. */
  waiting: number;
}

/** Requests that may use the same locations. */
export interface WaitingLine {
  /** True when nobody of its lane waits before it, so that it is worth an offer. */
  push(waiting: Waiting, lane: string): boolean;
  abandon(waiting: Waiting, lane: string): void;
  /** The oldest request. */
  head(): Waiting | undefined;
  /** A policy let one of its requests wait although it fits: from then on a release anywhere concerns all of them. */
  choosy: boolean;
  /** No request that waits asks for less of anything; where this does not fit, none does. */
  least(): Hardware;
  /**
   * Offers places to requests, oldest first. One that is refused keeps its place, and the next of another lane is
   * asked, as long as `goOn` agrees for the refused one.
   */
  offer(input: { readonly place: (waiting: Waiting) => boolean; readonly goOn: (refused: Waiting) => boolean }): void;
}

/** How many lanes are asked before the rest has to wait: keeps a release short when every request is different. */
const longestSearch = 64;

/** Makes an empty line. */
export function createWaitingLine(): WaitingLine {
  const lanes = new Map<string, Lane>();
  let least: Hardware = {};
  const order = createHeap<Lane>((lane) => lane.items[lane.first]?.seq ?? 0);

  /** Moves to the first that still waits; false when there is none. */
  const settle = (lane: Lane): boolean => {
    while (lane.items[lane.first]?.gone) lane.first++;
    if (lane.first === lane.items.length) {
      lanes.delete(lane.key);
      return false;
    }
    if (lane.first > 1024 && lane.first * 2 > lane.items.length) {
      lane.items.splice(0, lane.first);
      lane.first = 0;
    }
    return true;
  };
  const next = (): Lane | undefined => {
    for (let lane = order.pop(); lane !== undefined; lane = order.pop()) {
      const before = lane.items[lane.first];
      if (!settle(lane)) continue;
      if (lane.items[lane.first] === before) return lane;
      order.push(lane);
    }
    return undefined;
  };

  const line: WaitingLine = {
    choosy: false,
    push: (waiting, key) => {
      const { hardware } = waiting.request;
      least = lanes.size === 0 ? hardware : leastHardware(least, hardware);
      if (lanes.size === 0) line.choosy = false;
      const lane = lanes.get(key);
      if (lane) {
        lane.items.push(waiting);
        return ++lane.waiting === 1;
      }
      const made = { items: [waiting], first: 0, key, waiting: 1 };
      lanes.set(key, made);
      order.push(made);
      return true;
    },
    abandon: (waiting, key) => {
      const lane = lanes.get(key);
      if (lane && !waiting.gone) lane.waiting--;
      waiting.gone = true;
    },
    least: () => least,
    head: () => {
      const lane = next();
      if (lane) order.push(lane);
      return lane?.items[lane.first];
    },
    offer: ({ place, goOn }) => {
      const refused: Lane[] = [];
      for (let lane = next(); lane !== undefined; lane = next()) {
        const waiting = lane.items[lane.first] as Waiting;
        if (place(waiting)) {
          lane.first++;
          lane.waiting--;
          for (const each of refused) (each.items[each.first] as Waiting).overtaken++;
          if (settle(lane)) order.push(lane);
          continue;
        }
        refused.push(lane);
        if (refused.length === longestSearch || !goOn(waiting)) break;
      }
      for (const lane of refused) order.push(lane);
    },
  };
  return line;
}
