import assert from "node:assert/strict";
import { leftBehind } from "../plugin/left-behind.ts";
import type { Cases } from "../suite/run-suite.ts";
import type { HooksHarness } from "./hooks-contract.ts";
import { sampleRun } from "./sample-run.ts";

export const runCases: Cases<HooksHarness> = {
  "it adds the hooks that were named, and no others": async ({ open, named }) => {
    const { host } = await open();
    const added = new Set(host.hooks.map(({ name }) => name));
    assert.deepEqual([...added].toSorted(), [...new Set(named)].toSorted());
    assert.ok(added.size > 0, "it adds no hook");
  },

  "a run that completes is taken": async ({ open, samples }) => {
    const { stage } = await open();
    await stage.play(sampleRun({ run: "run-1", ending: "completed", samples }));
  },

  "a run that fails is taken": async ({ open, samples }) => {
    const { stage } = await open();
    await stage.play(sampleRun({ run: "run-1", ending: "failed", samples }));
  },

  "a run that is cancelled is taken": async ({ open, samples }) => {
    const { stage } = await open();
    await stage.play(sampleRun({ run: "run-1", ending: "cancelled", samples }));
  },

  "a run that another engine began is taken": async ({ open, samples }) => {
    for (const ending of ["completed", "failed", "cancelled"] as const) {
      const { stage } = await open();
      await stage.play(sampleRun({ run: "run-1", ending, samples, resumed: true }));
    }
  },

  "one run after the other is taken": async ({ open, samples }) => {
    const { stage } = await open();
    for (const [index, ending] of (["completed", "cancelled", "failed", "completed"] as const).entries())
      await stage.play(sampleRun({ run: `run-${index}`, ending, samples }));
  },

  "runs that go on at the same time are taken": async ({ open, samples }) => {
    const { stage } = await open();
    const runs = (["completed", "failed", "cancelled", "completed"] as const).map((ending, index) =>
      sampleRun({ run: `run-${index}`, ending, samples }),
    );
    const longest = Math.max(...runs.map(({ length }) => length));
    for (let index = 0; index < longest; index++) {
      const moments = runs.flatMap((run) => run[index] ?? []);
      await Promise.all(moments.map((moment) => stage.take(moment)));
    }
    await stage.end();
  },

  "what is told twice, as after a crash, is taken": async ({ open, samples }) => {
    const { stage } = await open();
    const told = sampleRun({ run: "run-1", ending: "completed", samples }).flatMap((moment) => [moment, moment]);
    await stage.play(told);
  },

  "an engine that closes in the middle of a run leaves nothing behind": async ({ open, samples }) => {
    const left = await leftBehind(async () => {
      const { host, stage } = await open();
      const run = sampleRun({ run: "run-1", ending: "completed", samples });
      for (const moment of run.slice(0, run.length / 2)) await stage.take(moment);
      await stage.end();
      await host[Symbol.asyncDispose]();
    });
    assert.deepEqual(left, []);
  },

  "a run and the disposal after it leave nothing behind": async ({ open, samples }) => {
    const left = await leftBehind(async () => {
      const { host, stage } = await open();
      await stage.play(sampleRun({ run: "run-1", ending: "completed", samples }));
      await host[Symbol.asyncDispose]();
    });
    assert.deepEqual(left, []);
  },
};
