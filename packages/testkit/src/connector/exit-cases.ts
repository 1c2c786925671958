import assert from "node:assert/strict";
import { assertQuiet, hasBeaten, heartbeat } from "./heartbeat.ts";
import { assertExit, sh, type ConnectorCases } from "./connector-harness.ts";

const signals = { TERM: 143, KILL: 137, INT: 130, HUP: 129, SEGV: 139 } as const;

export const exitCases: ConnectorCases = {
  "the exit code of a job is told as it is": async ({ job, run }) => {
    for (const code of [0, 1, 2, 42, 126, 255]) assertExit(await run(await job(sh(`exit ${code}`))), code);
  },

  "a job that a signal ended has 128 and its number": async ({ job, run }) => {
    for (const [name, code] of Object.entries(signals)) {
      const status = await run(await job(sh(`kill -${name} $$; sleep 5`)));
      assertExit(status, code);
      const { signal } = status.exit ?? {};
      if (signal !== undefined) assert.equal(signal, `SIG${name}`);
    }
  },

  "a job ends when its time is over": async (harness) => {
    // Where it takes longer to begin, it has nothing running yet that could be left.
    for (const timeout of [1, 5, 20]) {
      const made = await harness.job(sh(`${heartbeat} sleep 60`), { timeout });
      const { state, exit } = await harness.run(made);
      assert.equal(state, "exited");
      assert.notEqual(exit?.code, 0);
      assert.equal(exit?.timedOut, true, "the end does not say that the time was over");
      if (await hasBeaten(harness, made)) return assertQuiet(harness, made);
    }
    assert.fail("it did not begin in 20 s");
  },

  "a job that ignores the end of its time ends all the same": async ({ job, run }) => {
    const made = await job(sh("trap '' TERM INT HUP; while :; do sleep 0.1; done"), { timeout: 0.5 });
    const { exit } = await run(made);
    assert.equal(exit?.timedOut, true);
  },

  "a job within its time is not touched": async ({ job, run }) => {
    const status = await run(await job(sh("sleep 0.2; exit 6"), { timeout: 3600 }));
    assertExit(status, 6);
    assert.notEqual(status.exit?.timedOut, true);
  },

  "what a job used is plausible, as far as it is known": async ({ job, run }) => {
    const { exit } = await run(await job(sh("sleep 0.2")));
    const { startedAt, endedAt, cpuUser = 0, cpuSystem = 0, peakMemory = 1 } = exit?.usage ?? assert.fail("no usage");
    const day = 24 * 3600 * 1000;
    for (const time of [startedAt, endedAt])
      if (time !== undefined) assert.ok(Math.abs(time - Date.now()) < day, `${time}`);
    if (startedAt !== undefined && endedAt !== undefined) assert.ok(endedAt >= startedAt, "it ended before it started");
    for (const seconds of [cpuUser, cpuSystem]) assert.ok(seconds >= 0 && seconds < 3600, `${seconds} s`);
    assert.ok(peakMemory > 0);
  },
};
