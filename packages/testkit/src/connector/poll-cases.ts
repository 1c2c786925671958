import assert from "node:assert/strict";
import { assertPlainJson } from "../suite/plain-json.ts";
import { refusesAborted } from "../suite/rejects.ts";
import { assertExit, sh, type ConnectorCases } from "./connector-harness.ts";

export const pollCases: ConnectorCases = {
  "answers come in the order of the handles": async ({ connector, job, submit, ended, signal }) => {
    const jobs = [
      await job(sh("exit 1")),
      await job(sh("sleep 60")),
      await job(sh("exit 2")),
      await job(sh("sleep 60")),
    ];
    const handles = [];
    for (const each of jobs) handles.push(await submit(each));
    const [one, two, three, four] = handles as [
      (typeof handles)[0],
      (typeof handles)[0],
      (typeof handles)[0],
      (typeof handles)[0],
    ];
    for (const each of [one, three]) await ended(each);
    for (const asked of [handles, handles.toReversed(), [three, two, one], [four], [two, three, two]]) {
      const statuses = await connector.poll({ handles: asked, signal });
      assert.deepEqual(
        statuses.map(({ id }) => id),
        asked.map(({ id }) => id),
      );
    }
    const statuses = await connector.poll({ handles, signal });
    assert.deepEqual(
      statuses.map(({ exit }) => exit?.code),
      [1, undefined, 2, undefined],
    );
  },

  "nothing is asked, nothing is answered": async ({ connector, signal }) => {
    assert.deepEqual(await connector.poll({ handles: [], signal }), []);
  },

  "a job on its way is queued or running, and has no end": async ({ job, submit, status, wrote }) => {
    const made = await job(sh("echo here >file; sleep 60"));
    const handle = await submit(made);
    await wrote(made, "file");
    const now = await status(handle);
    assert.ok(now.state === "running" || now.state === "queued", `the job is ${now.state}`);
    assert.equal(now.exit, undefined);
    assert.equal(now.reason, undefined);
  },

  "an end stays as it is, and is plain data": async ({ job, run, submit, status }) => {
    const made = await job(sh("exit 5"));
    const first = await run(made);
    assertPlainJson(first, "the status");
    const handle = await submit(made);
    for (let round = 0; round < 3; round++) assert.deepEqual((await status(handle)).exit?.code, first.exit?.code);
    assertExit(first, 5);
  },

  "many jobs are asked about at once": async ({ connector, job, submit, ended, signal }) => {
    const handles = [];
    for (let index = 0; index < 12; index++) handles.push(await submit(await job(sh(`exit ${index}`))));
    for (const handle of handles) await ended(handle);
    const codes = (await connector.poll({ handles, signal })).map(({ exit }) => exit?.code);
    assert.deepEqual(
      codes,
      handles.map((_, index) => index),
    );
  },

  "an aborted signal never makes a job look ended": async ({ connector, job, submit }) => {
    const handle = await submit(await job(sh("sleep 60")));
    await refusesAborted({ poll: (signal) => connector.poll({ handles: [handle], signal }) });
  },
};
