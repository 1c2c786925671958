import {
  SluiceError,
  type Allocation,
  type Hardware,
  type Location,
  type Place,
  type Policy,
  type ScheduleRequest,
  type Scheduler,
  type Target,
} from "@sluice/contracts";
import { createAccounts, lacking } from "./accounts.ts";

interface Waiting {
  readonly request: ScheduleRequest;
  readonly start: (allocation: Allocation) => void;
  readonly refuse: (error: unknown) => void;
}

/** Whenever hardware is free, it goes to the waiting job that asks for most cores; among equals the first one is served first. */
export function createLargestFirst({ policy }: { readonly policy: (deployment: string) => Policy }): Scheduler {
  const accounts = createAccounts();
  /** Jobs of an earlier engine that nobody has adopted yet: they hold their hardware. */
  const restored = new Map<string, Disposable>();
  const waiting: Waiting[] = [];

  const allocate = (target: Target, location: Location, hardware: Hardware): Allocation => {
    const account = accounts.take(location, hardware);
    const giveBack = (): void => {
      account[Symbol.dispose]();
      startWaiting();
    };
    return { target, location, hardware, [Symbol.dispose]: giveBack };
  };

  const choose = (request: ScheduleRequest): Place | undefined => {
    const places = request.candidates.flatMap(({ target, locations }) =>
      locations.flatMap((location): Place[] => {
        const free = accounts.free(location);
        return lacking(request.hardware, free) === undefined ? [{ target, location, free }] : [];
      }),
    );
    const [first] = places;
    if (!first) return undefined;
    const chosen = policy(first.target.deployment).choose({ request, places });
    if (chosen && !places.includes(chosen)) {
      throw new SluiceError("PLUGIN_INVALID", `the policy chose a place for ${request.label} that it was not offered`);
    }
    // A policy may prefer to wait for a better place, but not for ever.
    return chosen ?? (accounts.areIdle() ? first : undefined);
  };

  const startWaiting = (): void => {
    for (const entry of waiting.slice()) {
      try {
        const place = choose(entry.request);
        if (!place) continue;
        waiting.splice(waiting.indexOf(entry), 1);
        entry.start(allocate(place.target, place.location, entry.request.hardware));
      } catch (error) {
        // A policy that fails is the affair of its own job.
        waiting.splice(waiting.indexOf(entry), 1);
        entry.refuse(error);
      }
    }
  };

  return {
    restore({ jobs }) {
      for (const { job, deployment, location, hardware } of jobs) {
        restored.get(job)?.[Symbol.dispose]();
        restored.set(job, accounts.take({ deployment, name: location }, hardware));
      }
    },
    forget({ job }) {
      restored.get(job)?.[Symbol.dispose]();
      if (restored.delete(job)) startWaiting();
    },
    adopt({ job, location, hardware }) {
      restored.get(job)?.[Symbol.dispose]();
      restored.delete(job);
      return allocate({ deployment: location.deployment, locations: 1 }, location, hardware);
    },
    async allocate(request) {
      const { signal } = request;
      signal.throwIfAborted();
      refuseImpossible(request);
      const { promise, resolve, reject } = Promise.withResolvers<Allocation>();
      const entry: Waiting = { request, start: resolve, refuse: reject };
      const give = (): void => {
        const index = waiting.indexOf(entry);
        if (index !== -1) waiting.splice(index, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", give);
      const smaller = waiting.findIndex((other) => cores(other.request) < cores(request));
      waiting.splice(smaller === -1 ? waiting.length : smaller, 0, entry);
      startWaiting();
      try {
        return await promise;
      } finally {
        signal.removeEventListener("abort", give);
      }
    },
  };
}

function cores({ hardware }: ScheduleRequest): number {
  return hardware.cores ?? 0;
}

function refuseImpossible({ label, hardware, candidates }: ScheduleRequest): void {
  const locations = candidates.flatMap((candidate) => candidate.locations);
  const lacks = locations.map((each) => ({ name: each.name, lack: lacking(hardware, each.hardware) }));
  if (lacks.some(({ lack }) => lack === undefined)) return;
  const reasons = lacks.map(({ name, lack }) => `${name} has not enough ${lack}`).join("; ");
  throw new SluiceError("RESOURCES_UNSATISFIABLE", `${label} can never run: ${reasons || "there is no location"}`);
}
