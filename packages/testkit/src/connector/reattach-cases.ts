import assert from "node:assert/strict";
import { refusesAborted } from "../suite/rejects.ts";
import { assertExit, sh, type ConnectorCases } from "./connector-harness.ts";

export const reattachCases: ConnectorCases = {
  "a job that never started is not found": async ({ job, again, reattach }) => {
    assert.deepEqual(await reattach(await again(), await job(sh("exit 0"))), [undefined]);
  },

  "a running job of an earlier engine is found, and its end": async ({
    job,
    submit,
    again,
    reattach,
    ended,
    status,
    storage,
    wrote,
  }) => {
    const made = await job(sh('echo here >file; while [ ! -e "go on" ]; do sleep 0.05; done; exit 9'));
    await submit(made);
    await wrote(made, "file");
    const later = await again();
    const [handle] = await reattach(later, made);
    assert.ok(handle, "the running job is not found");
    assert.equal(handle.id, made.id);
    const { state } = await status(handle, later);
    assert.ok(state === "running" || state === "queued", `the running job is ${state}`);
    await storage.write(`${made.directories.output}/go on`, "");
    assertExit(await ended(handle, later), 9);
  },

  "a job that ended meanwhile is found, and its end": async ({ job, run, again, reattach, ended }) => {
    const made = await job(sh("exit 8"));
    assertExit(await run(made), 8);
    const later = await again();
    const [handle] = await reattach(later, made);
    assert.ok(handle, "the job that ended is not found");
    assertExit(await ended(handle, later), 8);
  },

  "a handle from the journal is as good as one that was found": async ({ job, submit, again, ended }) => {
    const handle = await submit(await job(sh("sleep 0.2; exit 7")));
    const later = await again();
    assertExit(await ended(JSON.parse(JSON.stringify(handle)) as typeof handle, later), 7);
  },

  "answers come in the order of the jobs": async ({ job, submit, run, again, reattach }) => {
    const [running, never, over] = [await job(sh("sleep 60")), await job(sh("exit 0")), await job(sh("exit 0"))];
    await run(over);
    await submit(running);
    const later = await again();
    const ids = async (...jobs: (typeof running)[]) => (await reattach(later, ...jobs)).map((handle) => handle?.id);
    assert.deepEqual(await ids(running, never, over), [running.id, undefined, over.id]);
    assert.deepEqual(await ids(over, never, running), [over.id, undefined, running.id]);
    assert.deepEqual(await ids(), []);
  },

  "finding a job twice is finding it once": async ({ job, submit, again, reattach, ended, output }) => {
    const made = await job(sh("echo started >>count; sleep 0.3; exit 6"));
    await submit(made);
    const later = await again();
    const [first] = await reattach(later, made);
    const [second] = await reattach(later, made);
    assert.equal(second?.id, first?.id);
    assertExit(await ended(second ?? assert.fail("the job is not found"), later), 6);
    assert.equal(await output(made, "count"), "started\n");
  },

  "the connector that submitted a job finds it, too": async ({ connector, job, submit, reattach, ended }) => {
    const made = await job(sh("sleep 0.1; exit 2"));
    await submit(made);
    const [handle] = await reattach(connector, made);
    assertExit(await ended(handle ?? assert.fail("the job is not found")), 2);
  },

  "a job of an earlier engine can be ended": async ({ job, submit, again, reattach, ended, wrote, signal }) => {
    const made = await job(sh("echo here >file; sleep 60"));
    await submit(made);
    await wrote(made, "file");
    const later = await again();
    const [handle] = await reattach(later, made);
    assert.ok(handle, "the job is not found");
    await later.cancel({ handles: [handle], graceMs: 1000, signal });
    const status = await ended(handle, later);
    assert.notEqual(status.exit?.code, 0);
  },

  "an aborted signal is heard": async ({ connector, job, location }) => {
    const { id, directories } = await job(sh("exit 0"));
    const jobs = [{ id, directory: directories.job, location: location.name }];
    await refusesAborted({ reattach: (signal) => connector.reattach({ jobs, signal }) });
  },
};
