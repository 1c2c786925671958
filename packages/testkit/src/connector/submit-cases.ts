import assert from "node:assert/strict";
import type { JobHandle } from "@sluice/contracts";
import { isSluiceError } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import { assertNotHeard } from "../suite/not-heard.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import { refusesAborted, rejects } from "../suite/rejects.ts";
import { assertExit, sh, type ConnectorCases } from "./connector-harness.ts";

const once = sh("echo started >>count; sleep 0.3");

export const submitCases: ConnectorCases = {
  "a job runs": async ({ job, run, output }) => {
    const made = await job(sh("echo done >result"));
    assertExit(await run(made), 0);
    assert.equal(await output(made, "result"), "done\n");
  },

  "the handle names the submission, and is plain data that can be stored": async ({ job, submit, ended }) => {
    const made = await job(sh("exit 3"));
    const handle = await submit(made);
    assert.equal(handle.id, made.id);
    assertPlainJson(handle, "the handle");
    const copy = JSON.parse(JSON.stringify(handle)) as JobHandle;
    assertExit(await ended(copy), 3);
  },

  "the same id starts once when it is submitted again": async ({ job, submit, ended, output }) => {
    const made = await job(once);
    const first = await submit(made);
    const second = await submit(made);
    assert.equal(second.id, first.id);
    assertExit(await ended(second), 0);
    assert.equal(await output(made, "count"), "started\n");
  },

  "the same id starts once when it is submitted at the same time": async ({ job, submit, ended, output }) => {
    const made = await job(once);
    const [first, second] = await Promise.all([submit(made), submit(made)]);
    assertExit(await ended(first), 0);
    assertExit(await ended(second), 0);
    assert.equal(await output(made, "count"), "started\n");
  },

  "an id that has ended is not started again": async ({ job, submit, ended, run, output }) => {
    const made = await job(sh("echo started >>count; exit 4"));
    assertExit(await run(made), 4);
    assertExit(await ended(await submit(made)), 4);
    assert.equal(await output(made, "count"), "started\n");
  },

  "an id that an earlier engine submitted is not started again": async ({ job, submit, ended, again, output }) => {
    const made = await job(once);
    await submit(made);
    const later = await again();
    assertExit(await ended(await submit(made, later), later), 0);
    assert.equal(await output(made, "count"), "started\n");
  },

  "jobs that run at the same time do not mix": async ({ job, submit, ended, output }) => {
    const jobs = await Promise.all(
      [11, 12, 13, 14].map((code) => job(sh(`sleep 0.1; echo ${code} >mine; exit ${code}`))),
    );
    const handles = await Promise.all(jobs.map((each) => submit(each)));
    const statuses = await Promise.all(handles.map((handle) => ended(handle)));
    assert.deepEqual(
      statuses.map(({ id, exit }) => [id, exit?.code]),
      jobs.map(({ id }, index) => [id, 11 + index]),
    );
    for (const [index, each] of jobs.entries()) assert.equal(await output(each, "mine"), `${11 + index}\n`);
  },

  "what it is given stays as it is": async ({ connector, job, location, ended, signal }) => {
    const made = frozen(await job(sh("exit 5"), { hardware: { cores: 1 } }));
    const handle = await connector.submit({ job: made, location: frozen({ ...location }), signal });
    assertExit(await ended(frozen(handle)), 5);
    await connector.cancel({ handles: frozen([handle]), graceMs: 0, signal });
  },

  "a signal is of no use once there is an answer": async ({ connector, job, location, ended }) => {
    const { signal } = new AbortController();
    const handle = await connector.submit({ job: await job(sh("exit 0")), location, signal });
    await ended(handle);
    await connector.poll({ handles: [handle], signal });
    await connector.cancel({ handles: [handle], graceMs: 0, signal });
    assertNotHeard(signal, "the connector");
  },

  "a job starts in its directory": async ({ job, run, output, storage }) => {
    const made = await job(sh('pwd -P >"$1/where"').concat("sh", "OUT"));
    const directory = `${made.directories.output}/it's a $HOME`;
    await storage.makeFolder(directory);
    const argv = made.argv.map((each) => (each === "OUT" ? made.directories.output : each));
    assertExit(await run({ ...made, argv, directory }), 0);
    assert.equal(await output(made, "where"), `${directory}\n`);
  },

  "a program that does not exist is refused, or fails": async ({ job, submit, ended }) => {
    const made = await job(["no-such-program-anywhere", "x"]);
    let handle: JobHandle;
    try {
      handle = await submit(made);
    } catch (error) {
      assert.ok(isSluiceError(error) && error.code === "JOB_START", `JOB_START was expected, not ${String(error)}`);
      return;
    }
    assertExit(await ended(handle), 127);
  },

  "a job without a program is refused": async ({ job, submit, run }) => {
    const empty = await job([]);
    await rejects("JOB_START", () => submit(empty));
    assertExit(await run(await job(sh("exit 0"))), 0);
  },

  "an aborted signal keeps a job from being started": async ({ connector, job, location, again, reattach }) => {
    const made = await job(sh("exit 0"));
    await refusesAborted({ submit: (signal) => connector.submit({ job: made, location, signal }) });
    assert.deepEqual(await reattach(await again(), made), [undefined]);
  },
};
