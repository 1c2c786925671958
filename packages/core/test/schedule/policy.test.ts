import type { Allocation, Hardware, JsonObject, Location, Place, Policy, Scheduler } from "@sluice/contracts";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  dataLocalityPolicyFactory,
  defaultSchedulerFactory,
  firstPlacePolicyFactory,
} from "../../src/schedule/index.ts";

const location = (name: string, hardware?: Hardware, deployment = "d"): Location => ({
  name,
  deployment,
  local: true,
  ...(hardware && { hardware }),
});
const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Choose = Policy["choose"];

const schedulerOf = (choose: Choose | Readonly<Record<string, Choose>>, options: JsonObject = {}): Scheduler =>
  defaultSchedulerFactory.create({
    options,
    policy: (deployment) => ({ choose: typeof choose === "function" ? choose : (choose[deployment] as Choose) }),
  });

/** Asks for one core on locations, each deployment being a target; tells what was given so far. */
function ask(scheduler: Scheduler, locations: readonly Location[], hardware: Hardware = { cores: 1 }) {
  const state: { given?: Allocation; error?: unknown } = {};
  const deployments = [...new Set(locations.map(({ deployment }) => deployment))];
  const candidates = deployments.map((deployment) => ({
    target: { deployment, locations: 1 },
    locations: locations.filter((each) => each.deployment === deployment),
  }));
  scheduler.allocate({ job: "job", label: "/step 0", hardware, candidates, signal: never }).then(
    (allocation) => (state.given = allocation),
    (error: unknown) => (state.error = error),
  );
  return state;
}

const names = (places: readonly Place[]): string[] => places.map((place) => place.location.name);

describe("the policy of a deployment", () => {
  test("chooses among the places with room, and learns what is free", async () => {
    const seen: (readonly [string[], (Hardware | undefined)[]])[] = [];
    const scheduler = schedulerOf(({ places }) => {
      seen.push([names(places), places.map(({ free }) => free)]);
      return places.at(-1);
    });
    const here = [location("a", { cores: 1, memory: 10 }), location("b", { cores: 2 }), location("c")];
    const states = [here, here, here.slice(0, 2), here.slice(0, 2)].map((each) => ask(scheduler, each));
    await turn();
    expect(states.map(({ given }) => given?.location.name)).toEqual(["c", "c", "b", "b"]);
    expect(seen[0]).toEqual([
      ["a", "b", "c"],
      [{ cores: 1, memory: 10 }, { cores: 2 }, undefined],
    ]);
    expect(seen[3]).toEqual([
      ["a", "b"],
      [{ cores: 1, memory: 10 }, { cores: 1 }],
    ]);
    expect(ask(scheduler, here.slice(1, 2)).given).toBeUndefined();
    expect(seen).toHaveLength(4);
  });

  test("is asked deployment by deployment, in the order of the targets", async () => {
    const asked: string[] = [];
    const note =
      (name: string, answer: Choose): Choose =>
      (input) => {
        asked.push(`${name}: ${names(input.places).join()}`);
        return answer(input);
      };
    const scheduler = schedulerOf({
      far: note("far", () => undefined),
      near: note("near", ({ places }) => places[1]),
    });
    const all = [location("f", undefined, "far"), location("m", undefined, "near"), location("n", undefined, "near")];
    const state = ask(scheduler, all);
    await turn();
    expect(asked).toEqual(["far: f", "near: m,n"]);
    expect(state.given?.location.name).toBe("n");
    expect(state.given?.target.deployment).toBe("near");
  });

  test("may let a job wait for a better place, and is asked again after each release", async () => {
    const scheduler = schedulerOf(({ places }) => places.find((place) => place.location.name === "best"));
    const [best, other] = [location("best", { cores: 1 }), location("other", { cores: 2 })];
    const running = ask(scheduler, [best, other]);
    const waiting = ask(scheduler, [other, best]);
    await turn();
    expect([running, waiting].map(({ given }) => given?.location.name)).toEqual(["best", undefined]);
    running.given?.[Symbol.dispose]();
    await turn();
    expect(waiting.given?.location.name).toBe("best");
  });

  test("is not asked for ever: where nothing runs, a job gets its first place", async () => {
    const scheduler = schedulerOf(() => undefined);
    const here = [location("a", { cores: 1 }), location("b", { cores: 1 })];
    const states = [ask(scheduler, here), ask(scheduler, here), ask(scheduler, here)];
    await turn();
    expect(states.map(({ given }) => given?.location.name)).toEqual(["a", undefined, undefined]);
    for (const state of states) {
      state.given?.[Symbol.dispose]();
      await turn();
    }
    expect(states.map(({ given }) => given?.location.name)).toEqual(["a", "a", "a"]);
  });

  test("holds nobody up who comes after a job that it let wait", async () => {
    let calls = 0;
    const choose: Choose = ({ places }) => {
      calls++;
      return calls === 2 ? undefined : places[0];
    };
    const scheduler = schedulerOf(choose);
    const here = [location("a", { cores: 1 }), location("b", { cores: 2 })];
    const states = [ask(scheduler, here), ask(scheduler, here), ask(scheduler, here)];
    await turn();
    expect(states.map(({ given }) => given?.location.name)).toEqual(["a", undefined, undefined]);
    states[0]?.given?.[Symbol.dispose]();
    await turn();
    // One on the place that was given back, the other on the one that was free all the time.
    expect(states.slice(1).map(({ given }) => given?.location.name)).toEqual(["a", "b"]);
  });

  test.each([
    ["answers with a place of its own", () => ({}) as Place, "PLUGIN_INVALID"],
    [
      "throws",
      () => {
        throw new Error("broken");
      },
      "PLUGIN_FAILED",
    ],
  ] as const)("that %s fails the job, and nobody else", async (_what, choose, code) => {
    const scheduler = schedulerOf((input) =>
      input.request.hardware.memory === undefined ? input.places[0] : choose(),
    );
    const here = [location("a", { cores: 1 })];
    const [running, failing, next] = [
      ask(scheduler, here),
      ask(scheduler, here, { cores: 1, memory: 1 }),
      ask(scheduler, here),
    ];
    await turn();
    running.given?.[Symbol.dispose]();
    await turn();
    expect(failing.error).toMatchObject({ code, actor: "policy of deployment d" });
    expect(next.given?.location.name).toBe("a");
  });
});

describe("the option retry_delay", () => {
  afterEach(() => void vi.useRealTimers());

  test("has policies asked again although nothing ended", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let ready = false;
    const scheduler = schedulerOf(({ request, places }) => (ready || request.hardware.memory ? places[0] : undefined), {
      retry_delay: 2,
    });
    const here = [location("a", { cores: 2 })];
    ask(scheduler, here, { cores: 1, memory: 1 });
    const waiting = ask(scheduler, here);
    await turn();
    vi.advanceTimersByTime(2000);
    await turn();
    expect(waiting.given).toBeUndefined();
    ready = true;
    vi.advanceTimersByTime(1999);
    await turn();
    expect(waiting.given).toBeUndefined();
    vi.advanceTimersByTime(1);
    await turn();
    expect(waiting.given).toBeDefined();
    // Nobody waits any more.
    vi.advanceTimersByTime(2000);
    expect(vi.getTimerCount()).toBe(0);
    await scheduler[Symbol.asyncDispose]?.();
  });
});

describe("built-in policies", () => {
  const places = ["a", "b", "c"].map((name): Place => ({
    target: { deployment: "d", locations: 1 },
    location: location(name),
    free: undefined,
  }));
  const choose = (policy: Policy, data: readonly (readonly [string, number?])[]): string | undefined =>
    policy.choose({
      request: {
        job: "j",
        label: "/j 0",
        hardware: {},
        candidates: [],
        data: () =>
          data.map(([name, size]) => ({
            path: "/x",
            deployment: "d",
            location: name,
            kind: "primary" as const,
            ...(size !== undefined && { size }),
          })),
        signal: never,
      },
      places,
    })?.location.name;

  test("data_locality goes where most bytes are, the first of them when several do", () => {
    const policy = dataLocalityPolicyFactory.create();
    expect(
      choose(policy, [
        ["b", 10],
        ["c", 4],
        ["c", 7],
      ]),
    ).toBe("c");
    expect(
      choose(policy, [
        ["c", 5],
        ["b", 5],
      ]),
    ).toBe("b");
    expect(choose(policy, [["elsewhere", 5]])).toBe("a");
    expect(choose(policy, [["b"], ["c", 0]])).toBe("b");
  });

  test("first looks at nothing", () => {
    expect(choose(firstPlacePolicyFactory.create(), [["c", 7]])).toBe("a");
  });
});
