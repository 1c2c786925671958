import assert from "node:assert/strict";
import type { Place } from "@sluice/contracts";
import { sampleLocation } from "../suite/samples.ts";
import { quiet, type Asked, type SchedulerCases } from "./scheduler-harness.ts";

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

  "a job for which nothing more can become free has the first place": async ({ policies, get }) => {
    policies.set("d", { choose: () => undefined });
    const here = [sampleLocation("a", { cores: 4 }), sampleLocation("b", { cores: 4 })];
    assert.equal((await get({ cores: 1 }, here)).location.name, "a");
  },
};

function placeOf({ given }: Asked): string | undefined {
  return given?.location.name;
}
