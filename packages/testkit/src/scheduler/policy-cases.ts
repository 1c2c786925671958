import assert from "node:assert/strict";
import type { Place } from "@sluice/contracts";
import { failure } from "../suite/rejects.ts";
import { sampleLocation } from "../suite/samples.ts";
import { quiet, requestFor, type Asked, type SchedulerCases } from "./scheduler-harness.ts";

export const policyCases: SchedulerCases = {
  "the policy of the deployment chooses": async ({ policies, get }) => {
    policies.set("d", { choose: ({ places }) => places.at(-1) });
    const here = ["a", "b", "c"].map((name) => sampleLocation(name, { cores: 1 }));
    assert.equal((await get({ cores: 1 }, here)).location.name, "c");
    assert.equal((await get({ cores: 1 }, here)).location.name, "b");
    const elsewhere = ["a", "b"].map((name) => sampleLocation(name, { cores: 1 }, "other"));
    assert.equal((await get({ cores: 1 }, elsewhere)).location.name, "a");
  },

  "it is asked about places where the job fits, and told what they have left": async ({ policies, get }) => {
    const seen: [string, number | undefined][][] = [];
    policies.set("d", {
      choose: ({ places, request }) => {
        assert.ok(places.length > 0, "the policy was asked about no places");
        assert.equal(request.hardware.cores, 2);
        seen.push(places.map((place): [string, number | undefined] => [place.location.name, place.free?.cores]));
        return places[0];
      },
    });
    const here = [sampleLocation("a", { cores: 3 }), sampleLocation("b", { cores: 8 }), sampleLocation("queue")];
    await get({ cores: 2 }, here);
    await get({ cores: 2 }, here);
    assert.deepEqual(seen[0], [
      ["a", 3],
      ["b", 8],
      ["queue", undefined],
    ]);
    assert.deepEqual(seen[1], [
      ["b", 8],
      ["queue", undefined],
    ]);
  },

  "it may let a job wait until more is free": async ({ policies, ask, get }) => {
    const large = ({ free }: Place): boolean => (free?.cores ?? 0) >= 4;
    policies.set("d", { choose: ({ places }) => places.find(large) });
    const here = [sampleLocation("a", { cores: 4 })];
    const first = await get({ cores: 1 }, here);
    const waiting = ask({ cores: 1 }, here);
    await quiet();
    assert.equal(placeOf(waiting), undefined, "the job was placed although the policy wanted to wait");
    first[Symbol.dispose]();
    await quiet();
    assert.equal(placeOf(waiting), "a");
  },

  "one that fails is in nobody else's way": async ({ policies, scheduler, ask, get }) => {
    const here = [sampleLocation("a", { cores: 2 })];
    policies.set("d", {
      choose: () => {
        throw new Error("it cannot choose");
      },
    });
    await failure(() => scheduler.allocate(requestFor({ cores: 1 }, here)), "the policy throws");
    policies.delete("d");
    (await get({ cores: 2 }, here))[Symbol.dispose]();
    await quiet();
    const held = await get({ cores: 2 }, here);
    const [first, second] = [ask({ cores: 1 }, here), ask({ cores: 1 }, here)];
    await quiet();
    policies.set("d", {
      choose: ({ places, request: { job } }) => {
        policies.delete("d");
        throw new Error(`it cannot choose among ${places.length} places for ${job}`);
      },
    });
    held[Symbol.dispose]();
    await quiet();
    assert.ok(first.error, "who waited is not told that its policy failed");
    assert.ok(second.given, "who comes after one whose policy failed is not served");
  },

  "a place that was not offered is not taken": async ({ policies, scheduler, get }) => {
    const [here, full] = [sampleLocation("a", { cores: 2 }), sampleLocation("full", { cores: 2 })];
    await get({ cores: 2 }, [full]);
    policies.set("d", { choose: ({ places }) => places[0] && { ...places[0], location: full } });
    await failure(() => scheduler.allocate(requestFor({ cores: 1 }, [here, full])), "the place was not offered");
  },

  "a job for which nothing more can become free has the first place": async ({ policies, get }) => {
    policies.set("d", { choose: () => undefined });
    const here = [sampleLocation("a", { cores: 4 }), sampleLocation("b", { cores: 4 })];
    assert.equal((await get({ cores: 1 }, here)).location.name, "a");
  },
};

function placeOf({ given }: Asked): string | undefined {
  return given?.location.name;
}
