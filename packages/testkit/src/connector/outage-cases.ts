import assert from "node:assert/strict";
import type { JobStatus } from "@sluice/contracts";
import { assertExit, sh, type ConnectorCases } from "./connector-harness.ts";

/** For connectors whose environment can be made unreachable. */
export const outageCases: ConnectorCases = {
  "a failed query never makes a job look ended": async ({
    connector,
    job,
    submit,
    ended,
    unreachable,
    storage,
    wrote,
    signal,
  }) => {
    const made = await job(sh("echo here >file; while [ ! -e stop ]; do sleep 0.05; done; exit 3"));
    const handle = await submit(made);
    await wrote(made, "file");
    {
      await using _ = await unreachable();
      let statuses: readonly JobStatus[] = [];
      try {
        statuses = await connector.poll({ handles: [handle], signal });
      } catch {
        // That is how it should be: nothing is known.
      }
      for (const { state } of statuses) assert.ok(state === "running" || state === "queued", `the job is ${state}`);
    }
    await storage.write(`${made.directories.output}/stop`, "");
    assertExit(await ended(handle), 3);
  },

  "a failed search never makes a job look as if it never started": async ({
    job,
    submit,
    again,
    unreachable,
    reattach,
    wrote,
  }) => {
    const made = await job(sh("echo here >file; sleep 60"));
    await submit(made);
    await wrote(made, "file");
    const later = await again();
    await using _ = await unreachable();
    try {
      const [handle] = await reattach(later, made);
      assert.ok(handle, "the job would be started a second time");
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
  },
};

/** For connectors whose jobs can be made to vanish. */
export const lossCases: ConnectorCases = {
  "a job that vanished is lost, with a reason": async ({ job, submit, ended, lose, wrote }) => {
    const made = await job(sh("echo here >file; sleep 60"));
    const handle = await submit(made);
    await wrote(made, "file");
    await lose(handle);
    const { state, reason, exit } = await ended(handle);
    assert.equal(state, "lost");
    assert.ok(reason, "there is no reason given");
    assert.equal(exit, undefined);
  },

  "a later engine finds it lost, not gone": async ({ job, submit, again, reattach, ended, lose, wrote }) => {
    const made = await job(sh("echo here >file; sleep 60"));
    const handle = await submit(made);
    await wrote(made, "file");
    await lose(handle);
    const later = await again();
    const [found] = await reattach(later, made);
    assert.ok(found, "the job would be started a second time");
    assert.equal((await ended(found, later)).state, "lost");
  },
};
