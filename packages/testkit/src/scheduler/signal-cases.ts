import assert from "node:assert/strict";
import { assertNotHeard } from "../suite/not-heard.ts";
import { refusesAborted, rejects } from "../suite/rejects.ts";
import { sampleLocation } from "../suite/samples.ts";
import { quiet, requestFor, type SchedulerCases } from "./scheduler-harness.ts";

export const signalCases: SchedulerCases = {
  "an abort takes a request out of the line, with its reason": async ({ ask }) => {
    const here = [sampleLocation("a", { cores: 1 })];
    const controller = new AbortController();
    const first = ask({ cores: 1 }, here);
    const second = ask({ cores: 1 }, here, { signal: controller.signal });
    const third = ask({ cores: 1 }, here);
    await quiet();
    const reason = new Error("enough");
    controller.abort(reason);
    await quiet();
    assert.equal(second.error, reason);
    first.given?.[Symbol.dispose]();
    await quiet();
    assert.equal(second.given, undefined);
    assert.ok(third.given, "who comes after one that gave up is not served");
  },

  "an aborted request is refused, and holds nothing": async ({ scheduler, get }) => {
    const here = [sampleLocation("a", { cores: 1 })];
    await refusesAborted({ allocate: (signal) => scheduler.allocate(requestFor({ cores: 1 }, here, { signal })) });
    await get({ cores: 1 }, here);
  },

  "a signal is of no use once there is an answer": async ({ scheduler, ask }) => {
    const here = [sampleLocation("a", { cores: 1 })];
    const { signal } = new AbortController();
    const waiting = ask({ cores: 1 }, here, { signal });
    const late = ask({ cores: 1 }, here, { signal });
    await rejects("RESOURCES_UNSATISFIABLE", () => scheduler.allocate(requestFor({ cores: 2 }, here, { signal })));
    await quiet();
    waiting.given?.[Symbol.dispose]();
    await quiet();
    assert.ok(late.given);
    assertNotHeard(signal, "the scheduler");
  },

  "an abort after the answer takes nothing back": async ({ ask }) => {
    const here = [sampleLocation("a", { cores: 1 })];
    const controller = new AbortController();
    const first = ask({ cores: 1 }, here, { signal: controller.signal });
    await quiet();
    controller.abort();
    const second = ask({ cores: 1 }, here);
    await quiet();
    assert.ok(first.given);
    assert.equal(second.given, undefined);
    first.given[Symbol.dispose]();
    await quiet();
    assert.ok(second.given);
  },
};
