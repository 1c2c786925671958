import type { Allocation, Hardware, Location, Scheduler, ScheduleRequest } from "@sluice/contracts";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { defaultSchedulerFactory } from "../../src/schedule/index.ts";

const place = (name: string, hardware?: Hardware): Location => ({
  name,
  deployment: "d",
  local: true,
  ...(hardware && { hardware }),
});
const target = { deployment: "d", locations: 1 };
const never = new AbortController().signal;

let scheduler: Scheduler;
let number = 0;
beforeEach(() => void (scheduler = defaultSchedulerFactory.create()));

function request(hardware: Hardware, locations: readonly Location[], signal: AbortSignal = never): ScheduleRequest {
  return { job: `job-${number++}`, label: "/step 0", hardware, candidates: [{ target, locations }], signal };
}

/** Lets all that is settled be seen. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Asks, and tells what was given so far. */
function ask(hardware: Hardware, locations: readonly Location[], signal?: AbortSignal) {
  const state: { given?: Allocation; error?: unknown } = {};
  scheduler.allocate(request(hardware, locations, signal)).then(
    (allocation) => (state.given = allocation),
    (error: unknown) => (state.error = error),
  );
  return state;
}

describe("order", () => {
  test("first come, first served among equals", async () => {
    const here = [place("a", { cores: 1 })];
    const states = [ask({ cores: 1 }, here), ask({ cores: 1 }, here), ask({ cores: 1 }, here)];
    await turn();
    expect(states.map((state) => state.given !== undefined)).toEqual([true, false, false]);
    states[0]?.given?.[Symbol.dispose]();
    states[0]?.given?.[Symbol.dispose]();
    await turn();
    expect(states.map((state) => state.given !== undefined)).toEqual([true, true, false]);
  });

  test("small jobs use what a large one cannot use yet", async () => {
    const here = [place("a", { cores: 2 })];
    const running = ask({ cores: 1 }, here);
    const large = ask({ cores: 2 }, here);
    const small = ask({ cores: 1 }, here);
    await turn();
    expect([running.given, large.given, small.given].map(Boolean)).toEqual([true, false, true]);
  });

  /** Keeps two small jobs running, and one more waiting, as long as the scheduler lets them in. */
  async function stream(here: readonly Location[], rounds: number, stop: () => boolean) {
    let small = [ask({ cores: 1 }, here), ask({ cores: 1 }, here)];
    await turn();
    const step = async (): Promise<void> => {
      small.push(ask({ cores: 1 }, here));
      const oldest = small.find((each) => each.given);
      small = small.filter((each) => each !== oldest);
      oldest?.given?.[Symbol.dispose]();
      await turn();
    };
    let round = 0;
    for (; round < rounds && !stop(); round++) await step();
    return { round, small };
  }

  test.each([1, 2])("a large job among an endless stream of small ones gets its turn (lines: %d)", async (lines) => {
    const a = place("a", { cores: 2 });
    let large: ReturnType<typeof ask> | undefined;
    const { round } = await stream([a], 1000, () => {
      large ??= ask({ cores: 2 }, lines === 1 ? [a] : [a, place("b", { cores: 1 })]);
      return large.given !== undefined;
    });
    expect(round).toBeGreaterThan(60);
    expect(round).toBeLessThan(100);
  });

  test("a line that was held up goes on when the large job is gone", async () => {
    const here = [place("a", { cores: 2 })];
    const controller = new AbortController();
    let large: ReturnType<typeof ask> | undefined;
    const { small } = await stream(here, 65, () => {
      large ??= ask({ cores: 2 }, here, controller.signal);
      return false;
    });
    expect(small.map((each) => each.given !== undefined)).toEqual([true, false]);
    controller.abort(new Error("enough"));
    await turn();
    expect(large?.error).toMatchObject({ message: "enough" });
    expect(small.every((each) => each.given)).toBe(true);
  });

  test("the preferred target first, the next when it is full", async () => {
    const [near, far] = [place("near", { cores: 1 }), place("far", { cores: 1 })];
    const states = [ask({ cores: 1 }, [near, far]), ask({ cores: 1 }, [near, far]), ask({ cores: 1 }, [near, far])];
    await turn();
    expect(states.map((state) => state.given?.location.name)).toEqual(["near", "far", undefined]);
  });
});

describe("what can never run", () => {
  test("is refused at once, with what each location lacks", async () => {
    const locations = [place("a", { cores: 2 }), place("b", { cores: 8, memory: 100 })];
    const promise = scheduler.allocate(request({ cores: 4, memory: 200 }, locations));
    await expect(promise).rejects.toMatchObject({
      code: "RESOURCES_UNSATISFIABLE",
      message: "/step 0 can never run: d/a: 4 cores asked for, it has 2; d/b: 200 MiB of memory asked for, it has 100.",
    });
    await expect(scheduler.allocate(request({}, []))).rejects.toMatchObject({ code: "RESOURCES_UNSATISFIABLE" });
  });

  test("does not include what a location does not limit", async () => {
    const allocation = await scheduler.allocate(request({ cores: 1e6, memory: 1e9, gpus: 4 }, [place("queue")]));
    expect(allocation.location.name).toBe("queue");
  });
});

describe("signals and restarts", () => {
  test("an abort takes a request out of the line", async () => {
    const here = [place("a", { cores: 1 })];
    const first = ask({ cores: 1 }, here);
    const controller = new AbortController();
    const [second, third] = [ask({ cores: 1 }, here, controller.signal), ask({ cores: 1 }, here)];
    controller.abort(new Error("stop"));
    await turn();
    expect(second.error).toMatchObject({ message: "stop" });
    first.given?.[Symbol.dispose]();
    await turn();
    expect(third.given).toBeDefined();
    await expect(scheduler.allocate(request({}, here, controller.signal))).rejects.toThrow("stop");
  });

  test("jobs of an earlier engine count, also beyond what there is", async () => {
    const here = place("a", { cores: 2 });
    const restored = [1, 2].map(() => scheduler.adopt({ job: "old", location: here, hardware: { cores: 1.5 } }));
    const waiting = ask({ cores: 1 }, [here]);
    restored[0]?.[Symbol.dispose]();
    await turn();
    expect(waiting.given).toBeUndefined();
    restored[1]?.[Symbol.dispose]();
    await turn();
    expect(waiting.given).toBeDefined();
  });
});

test("never gives more than there is, and gives to everybody in the end", async () => {
  const hardware = fc.record({ cores: fc.constantFrom(0.1, 0.5, 1, 2, 4), memory: fc.constantFrom(0, 10, 100) });
  const total = { cores: 4, memory: 120 };
  const locations = [place("a", total), place("b", total)];
  const subset = fc.constantFrom([locations[0]!], [locations[1]!], locations);
  const action = fc.oneof(
    fc.record({ type: fc.constant("ask" as const), hardware, where: subset, abort: fc.boolean() }),
    fc.record({ type: fc.constant("give" as const), index: fc.nat() }),
    fc.record({ type: fc.constant("abort" as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
      scheduler = defaultSchedulerFactory.create();
      let controller = new AbortController();
      const states: ReturnType<typeof ask>[] = [];
      const held = new Set<ReturnType<typeof ask>>();
      const check = async (): Promise<void> => {
        await turn();
        for (const state of states) if (state.given && !done.has(state)) held.add(state);
        for (const location of locations) {
          const mine = [...held].filter((state) => state.given?.location === location);
          for (const key of ["cores", "memory"] as const) {
            const sum = mine.reduce((all, state) => all + (state.given?.hardware[key] ?? 0), 0);
            expect(sum).toBeLessThanOrEqual(total[key] + 1e-6);
          }
        }
      };
      const done = new Set<ReturnType<typeof ask>>();
      const give = (state: ReturnType<typeof ask> | undefined): void => {
        if (!state) return;
        held.delete(state);
        done.add(state);
        state.given?.[Symbol.dispose]();
      };
      for (const each of actions) {
        if (each.type === "ask") states.push(ask(each.hardware, each.where, each.abort ? controller.signal : never));
        else if (each.type === "give") give([...held][each.index % Math.max(1, held.size)]);
        else {
          controller.abort(new Error("stop"));
          controller = new AbortController();
        }
        await check();
      }
      while (held.size > 0) {
        give([...held][0]);
        await check();
      }
      expect(states.filter((state) => !state.given && !state.error)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

// Were each of them compared with all others, it would take hours.
test("100,000 waiting requests, each different from the next, are no burden", { timeout: 180_000 }, async () => {
  const here = [place("a", { cores: 2, memory: 1e9 })];
  const { signal } = new AbortController();
  let served = 0;
  const all = Array.from({ length: 100_000 }, async (_, index) => {
    const allocation = await scheduler.allocate(request({ cores: 1, memory: index % 1000 }, here, signal));
    served++;
    allocation[Symbol.dispose]();
  });
  await Promise.all(all);
  expect(served).toBe(100_000);
});
