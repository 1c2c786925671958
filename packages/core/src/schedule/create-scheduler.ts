import {
  SluiceError,
  type Allocation,
  type Hardware,
  type JsonObject,
  type Location,
  type Place,
  type ScheduleRequest,
  type Scheduler,
  type SchedulerFactory,
  type Target,
} from "@sluice/contracts";
import { createAbortWatch } from "./abort-watch.ts";
import { choosePlace } from "./choose-place.ts";
import { hardwareKey, lackingHardware } from "./hardware-algebra.ts";
import { createLocationAccounts, unlimited, type LocationAccount } from "./location-account.ts";
import { createReservations } from "./reservations.ts";
import { createRetryTimer } from "./retry-timer.ts";
import { createWaitingLine, type Waiting, type WaitingLine } from "./waiting-line.ts";

/** First come, first served, with room for small jobs beside a large one that waits. */
export const defaultSchedulerFactory = { create: createScheduler } satisfies SchedulerFactory;

/**
 * After so many jobs went first, a request that waits is served before anything younger: its locations take no
 * younger job until it fits. So small jobs fill what a large one cannot use yet, and still no request waits for ever,
 * as long as jobs end: it fits on an empty location, or it would have been refused at once.
 */
const patience = 64;

/** Lines are made for each combination of locations, which come and go where an environment grows and shrinks. */
const mostLines = 256;

interface Line {
  readonly key: string;
  readonly waiting: WaitingLine;
  readonly accounts: readonly LocationAccount[];
}

/** Without policies a job gets the first place where it fits. */
function createScheduler({ options = {}, policy }: Partial<Parameters<SchedulerFactory["create"]>[0]> = {}): Scheduler {
  const accounts = createLocationAccounts();
  const lines = new Map<string, Line>();
  const names = new WeakMap<readonly Location[], string>();
  const aborts = createAbortWatch<Waiting>((waiting, reason) => {
    const line = lineOf(waiting.request);
    const urgent = waiting.overtaken >= patience;
    line.waiting.abandon(waiting, hardwareKey(waiting.request.hardware));
    waiting.reject(reason);
    if (urgent) offerAll(line.accounts);
  });
  const reservations = createReservations(accounts, (account) => offerAll([account], account));
  const again = createRetryTimer(retryDelayOf(options), () => {
    const waiting = [...lines.values()].filter((line) => line.waiting.head());
    for (const line of waiting) offer(line.waiting);
    return waiting.length > 0;
  });
  let arrivals = 0;

  const lineOf = ({ candidates }: ScheduleRequest): Line => {
    const key = candidates
      .map(({ target, locations }) => `${targetName(target)}\0${locationNames(locations)}`)
      .join("\n");
    const known = lines.get(key);
    if (known) return known;
    if (lines.size >= mostLines) dropIdle();
    const all = candidates.flatMap(({ locations }) => locations.map((location) => accounts.of(location)));
    const line = { key, waiting: createWaitingLine(), accounts: [...new Set(all)] };
    lines.set(key, line);
    for (const account of line.accounts) account.lines.add(line.waiting);
    return line;
  };

  const dropIdle = (): void => {
    for (const line of lines.values()) {
      if (line.waiting.head()) continue;
      lines.delete(line.key);
      for (const account of line.accounts) account.lines.delete(line.waiting);
    }
  };

  const locationNames = (locations: readonly Location[]): string => {
    const name = names.get(locations) ?? locations.map((each) => `${each.deployment}\0${each.name}`).join("\0");
    names.set(locations, name);
    return name;
  };

  /** Whether a request of another line, older and out of patience, keeps the location for itself. */
  const isKept = (account: LocationAccount, own: WaitingLine, seq: number): boolean => {
    for (const line of account.lines) {
      if (line === own) continue;
      const head = line.head();
      if (head && head.seq < seq && head.overtaken >= patience) return true;
    }
    return false;
  };

  const take = (target: Target, location: Location, hardware: Hardware): Allocation => {
    const account = accounts.of(location);
    account.take(hardware);
    let given = false;
    return {
      target,
      location,
      hardware,
      [Symbol.dispose]: () => {
        if (given) return;
        given = true;
        account.give(hardware);
        offerAll([account], account);
      },
    };
  };

  /** Where a request fits, in the order of preference; the first is enough where nobody chooses. */
  const placesFor = (waiting: Waiting, own: WaitingLine, only: LocationAccount | undefined): Place[] => {
    const places: Place[] = [];
    const { candidates, hardware } = waiting.request;
    for (const { target, locations } of candidates) {
      for (const location of locations) {
        const account = accounts.of(location);
        if (only !== undefined && account !== only) continue;
        if (!account.fits(hardware) || isKept(account, own, waiting.seq)) continue;
        places.push({
          target,
          location,
          get free() {
            return account.free();
          },
        });
        if (!policy) return places;
      }
    }
    return places;
  };

  const isIdle = ({ candidates }: ScheduleRequest): boolean =>
    candidates.every(({ locations }) => locations.every((location) => accounts.of(location).isIdle()));

  /** Finds a place for a request; only on one location after a release there. False when it goes on waiting. */
  const place = (waiting: Waiting, own: WaitingLine, only: LocationAccount | undefined): boolean => {
    const { request } = waiting;
    const [first, ...more] = placesFor(waiting, own, only);
    if (!first) return false;
    let chosen: Place | undefined;
    try {
      chosen = choosePlace({ request, places: [first, ...more], policy });
    } catch (error) {
      aborts.remove(request.signal, waiting);
      waiting.reject(error);
      return true;
    }
    if (!chosen && !isIdle(request)) {
      own.choosy = true;
      return false;
    }
    const { target, location } = chosen ?? first;
    for (const line of accounts.of(location).lines) {
      const head = line === own ? undefined : line.head();
      if (head && head.seq < waiting.seq) head.overtaken++;
    }
    aborts.remove(request.signal, waiting);
    waiting.resolve(take(target, location, request.hardware));
    return true;
  };

  const offer = (line: WaitingLine, freed?: LocationAccount): void => {
    const only = line.choosy ? undefined : freed;
    const urgent: Waiting[] = [];
    line.offer({
      place: (waiting) => {
        const placed = place(waiting, line, only);
        if (placed && waiting.overtaken >= patience) urgent.push(waiting);
        return placed;
      },
      goOn: (refused) => refused.overtaken < patience && (only === undefined || only.fits(line.least())),
    });
    if (urgent.length === 0) return;
    // What was kept for it is free for the others again, on all of its locations.
    for (const each of lines.values()) if (each.waiting === line) offerAll(each.accounts);
  };

  const offerAll = (freed: readonly LocationAccount[], only?: LocationAccount): void => {
    const concerned = [...new Set(freed.flatMap((account) => [...account.lines]))];
    const waiting = concerned.map((line) => ({ line, seq: line.head()?.seq })).filter(({ seq }) => seq !== undefined);
    waiting.sort((left, right) => (left.seq ?? 0) - (right.seq ?? 0));
    for (const { line } of waiting) offer(line, only);
  };

  return {
    allocate: async (request) => {
      request.signal.throwIfAborted();
      refuseImpossible(request);
      const line = lineOf(request);
      return new Promise<Allocation>((resolve, reject) => {
        const waiting = { request, seq: arrivals++, overtaken: 0, gone: false, resolve, reject };
        aborts.add(request.signal, waiting);
        if (line.waiting.push(waiting, hardwareKey(request.hardware))) offer(line.waiting);
        again.arm();
      });
    },
    restore: ({ jobs }) => jobs.forEach((job) => reservations.add(job)),
    forget: ({ job }) => reservations.forget(job),
    adopt: ({ job, location, hardware }) => {
      reservations.adopt(job, location);
      const { deployment, service } = location;
      return take({ deployment, ...(service !== undefined && { service }), locations: 1 }, location, hardware);
    },
    [Symbol.asyncDispose]: async () => again[Symbol.dispose](),
  };
}

function targetName(target: Target): string {
  return `${target.deployment}\0${target.service ?? ""}\0${target.workdir ?? ""}`;
}

function refuseImpossible({ label, hardware, candidates }: ScheduleRequest): void {
  const lacking: string[] = [];
  for (const { locations } of candidates) {
    for (const location of locations) {
      const lack = lackingHardware({ asked: hardware, total: location.hardware ?? unlimited });
      if (lack === undefined) return;
      lacking.push(`${location.deployment}/${location.name}: ${lack}`);
    }
  }
  const shown = lacking.slice(0, 8);
  const more = lacking.length > shown.length ? [`and ${lacking.length - shown.length} more locations`] : [];
  const reasons = lacking.length === 0 ? "its targets have no location" : [...shown, ...more].join("; ");
  throw new SluiceError("RESOURCES_UNSATISFIABLE", `${label} can never run: ${reasons}.`, {
    hint: "Ask for less, or bind the step to a location that has more.",
  });
}

/** Milliseconds; 0 without the option `retry_delay`, which is in seconds. */
function retryDelayOf({ retry_delay: delay }: JsonObject): number {
  return typeof delay === "number" ? delay * 1000 : 0;
}
