import assert from "node:assert/strict";
import type { Hardware, Location } from "@sluice/contracts";
import { rejects } from "../suite/rejects.ts";
import { sampleLocation, sampleNumbers, sampleTarget } from "../suite/samples.ts";
import { quiet, requestFor, type Asked, type SchedulerCases } from "./scheduler-harness.ts";

const served = (asked: readonly Asked[]): boolean[] => asked.map(({ given }) => given !== undefined);
const give = (asked: Asked | undefined): void => asked?.given?.[Symbol.dispose]();

export const allocateCases: SchedulerCases = {
  "a job that fits has a place, with its target and its hardware": async ({ scheduler }) => {
    const here = [sampleLocation("a", { cores: 4, memory: 1000 })];
    const request = requestFor({ cores: 2, memory: 100 }, here);
    using place = await scheduler.allocate(request);
    assert.equal(place.location.name, "a");
    assert.equal(place.location.deployment, "d");
    assert.deepEqual(place.target, request.candidates[0]?.target);
    assert.deepEqual(place.hardware, { cores: 2, memory: 100 });
  },

  "a job that does not fit waits until there is room": async ({ ask }) => {
    const here = [sampleLocation("a", { cores: 2 })];
    const asked = [ask({ cores: 2 }, here), ask({ cores: 2 }, here)];
    await quiet();
    assert.deepEqual(served(asked), [true, false]);
    give(asked[0]);
    await quiet();
    assert.deepEqual(served(asked), [true, true]);
  },

  "first come, first served among equals": async ({ ask }) => {
    const here = [sampleLocation("a", { cores: 1 })];
    const asked = Array.from({ length: 5 }, () => ask({ cores: 1 }, here));
    for (let index = 0; index < asked.length; index++) {
      await quiet();
      assert.deepEqual(
        served(asked),
        asked.map((_, each) => each <= index),
      );
      give(asked[index]);
    }
  },

  "giving back twice is giving back once": async ({ ask }) => {
    const here = [sampleLocation("a", { cores: 1 })];
    const asked = [ask({ cores: 1 }, here), ask({ cores: 1 }, here), ask({ cores: 1 }, here)];
    await quiet();
    give(asked[0]);
    give(asked[0]);
    await quiet();
    assert.deepEqual(served(asked), [true, true, false]);
  },

  "hardware of every kind is counted": async ({ ask }) => {
    const total: Required<Hardware> = { cores: 2, memory: 2, tmpdirSize: 2, outdirSize: 2, gpus: 2 };
    for (const kind of Object.keys(total)) {
      const here = [sampleLocation(`with 2 of ${kind}`, total)];
      const asked = [ask({ [kind]: 2 }, here), ask({ [kind]: 1 }, here)];
      await quiet();
      assert.deepEqual(served(asked), [true, false], `${kind} is given twice`);
      give(asked[0]);
      await quiet();
      assert.deepEqual(served(asked), [true, true], `${kind} is not given back`);
    }
  },

  "what is not limited is given to all": async ({ get }) => {
    const queue = [sampleLocation("queue")];
    for (let round = 0; round < 50; round++) await get({ cores: 1e6, memory: 1e9, gpus: 8 }, queue);
    const some = [sampleLocation("some", { cores: 100 })];
    for (let round = 0; round < 50; round++) await get({ cores: 1, memory: 1e9 }, some);
  },

  "fractions of cores add up": async ({ ask }) => {
    const here = [sampleLocation("a", { cores: 1 })];
    const asked = Array.from({ length: 11 }, () => ask({ cores: 0.1 }, here));
    await quiet();
    assert.equal(served(asked).filter(Boolean).length, 10);
  },

  "the preferred location first, the next when it is full": async ({ ask }) => {
    const [near, far] = [sampleLocation("near", { cores: 1 }), sampleLocation("far", { cores: 1 })];
    const asked = Array.from({ length: 3 }, () => ask({ cores: 1 }, [near, far]));
    await quiet();
    assert.deepEqual(
      asked.map(({ given }) => given?.location.name),
      ["near", "far", undefined],
    );
  },

  "the preferred target first, the next when it is full": async ({ ask }) => {
    const candidates = ["one", "two"].map((deployment) => ({
      target: sampleTarget(deployment),
      locations: [sampleLocation("same name", { cores: 1 }, deployment)],
    }));
    const asked = Array.from({ length: 3 }, () => ask({ cores: 1 }, [], { candidates }));
    await quiet();
    assert.deepEqual(
      asked.map(({ given }) => given?.target.deployment),
      ["one", "two", undefined],
    );
    assert.equal(asked[1]?.given?.location.deployment, "two");
  },

  "a job that can never fit is refused at once": async ({ scheduler }) => {
    const here = [sampleLocation("little", { cores: 2 }), sampleLocation("narrow", { cores: 8, memory: 10 })];
    const { message } = await rejects("RESOURCES_UNSATISFIABLE", () =>
      scheduler.allocate(requestFor({ cores: 4, memory: 100 }, here)),
    );
    for (const { name } of here)
      assert.ok(message.includes(name), `the message does not say what ${name} lacks: ${message}`);
    await rejects("RESOURCES_UNSATISFIABLE", () => scheduler.allocate(requestFor({}, [])));
    await rejects("RESOURCES_UNSATISFIABLE", () => scheduler.allocate(requestFor({}, here, { candidates: [] })));
  },

  "it is refused while others run and wait, too": async ({ scheduler, ask }) => {
    const here = [sampleLocation("a", { cores: 2 })];
    const asked = [ask({ cores: 2 }, here), ask({ cores: 1 }, here)];
    await quiet();
    await rejects("RESOURCES_UNSATISFIABLE", () => scheduler.allocate(requestFor({ cores: 3 }, here)));
    give(asked[0]);
    await quiet();
    assert.deepEqual(served(asked), [true, true]);
  },

  "never more than there is, and in the end everybody": async ({ ask }) => {
    const total = { cores: 4, memory: 120 };
    const locations = [sampleLocation("a", total), sampleLocation("b", total)];
    for (let seed = 1; seed <= 5; seed++) {
      const next = sampleNumbers(seed);
      const all: Asked[] = [];
      const given = new Set<Asked>();
      const subsets = [[locations[0]], [locations[1]], locations] as Location[][];
      const check = async (): Promise<void> => {
        await quiet();
        for (const { name } of locations) {
          const held = all.filter((each) => each.given?.location.name === name && !given.has(each));
          for (const kind of ["cores", "memory"] as const) {
            const sum = held.reduce((before, each) => before + (each.given?.hardware[kind] ?? 0), 0);
            assert.ok(sum <= total[kind] + 1e-6, `${sum} ${kind} of ${total[kind]} are given at ${name}`);
          }
        }
      };
      for (let round = 0; round < 30; round++) {
        const hardware = { cores: [0.1, 0.5, 1, 2, 4][next(5)] ?? 1, memory: [0, 10, 100][next(3)] ?? 0 };
        if (next(3) > 0) all.push(ask(hardware, subsets[next(3)] ?? locations));
        else giveOne(all, given, next);
        await check();
      }
      while (all.some((each) => each.given && !given.has(each))) {
        giveOne(all, given, next);
        await check();
      }
      assert.equal(all.filter((each) => !each.given).length, 0, "somebody was never served");
    }
  },
};

function giveOne(all: readonly Asked[], given: Set<Asked>, next: (below: number) => number): void {
  const held = all.filter((each) => each.given && !given.has(each));
  const one = held[next(held.length)];
  if (!one) return;
  given.add(one);
  give(one);
}
