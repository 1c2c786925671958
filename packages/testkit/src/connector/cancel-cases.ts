import assert from "node:assert/strict";
import { refusesAborted } from "../suite/rejects.ts";
import { assertExit, sh, type ConnectorCases } from "./connector-harness.ts";
import { assertQuiet, heartbeat } from "./heartbeat.ts";

// It ends by itself some day, for the connectors that cannot end it.
const stubborn = "trap '' TERM; echo here >file; i=0; while [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done";

export const cancelCases: ConnectorCases = {
  "it asks first": async ({ connector, job, submit, wrote, ended, output, signal }) => {
    const made = await job(
      sh("trap 'sleep 0.5; echo bye >last; exit 5' TERM; echo here >file; while :; do sleep 0.05; done"),
    );
    const handle = await submit(made);
    await wrote(made, "file");
    await connector.cancel({ handles: [handle], graceMs: 10_000, signal });
    assertExit(await ended(handle), 5);
    assert.equal(await output(made, "last"), "bye\n");
  },

  "it forces who does not listen": async ({ connector, job, submit, wrote, ended, signal }) => {
    const made = await job(sh(stubborn));
    const handle = await submit(made);
    await wrote(made, "file");
    await connector.cancel({ handles: [handle], graceMs: 300, signal });
    const { state, exit } = await ended(handle);
    if (state === "exited") assert.notEqual(exit?.code, 0);
  },

  "it ends everything that the job started": async (harness) => {
    const { connector, job, submit, wrote, ended, signal } = harness;
    const made = await job(sh(`${heartbeat} echo here >file; sleep 60`));
    const handle = await submit(made);
    await wrote(made, "file");
    await wrote(made, "beat");
    await connector.cancel({ handles: [handle], graceMs: 1000, signal });
    await ended(handle);
    await assertQuiet(harness, made);
  },

  "it ends what does not listen in the background, too": async (harness) => {
    const { connector, job, submit, wrote, ended, signal } = harness;
    const made = await job(sh(`trap '' TERM; ${heartbeat} echo here >file; sleep 60`));
    const handle = await submit(made);
    await wrote(made, "beat");
    await connector.cancel({ handles: [handle], graceMs: 300, signal });
    await ended(handle);
    await assertQuiet(harness, made);
  },

  "it ends several, and spares the others": async ({
    connector,
    job,
    submit,
    wrote,
    ended,
    status,
    storage,
    signal,
  }) => {
    const spared = await job(sh("while [ ! -e stop ]; do sleep 0.05; done; exit 3"));
    const others = [await job(sh("echo here >file; sleep 60")), await job(sh("echo here >file; sleep 60"))];
    const kept = await submit(spared);
    const handles = [];
    for (const each of others) handles.push(await submit(each));
    for (const each of others) await wrote(each, "file");
    await connector.cancel({ handles, graceMs: 1000, signal });
    for (const handle of handles) assert.notEqual((await ended(handle)).exit?.code, 0);
    assert.notEqual((await status(kept)).state, "exited");
    await storage.write(`${spared.directories.output}/stop`, "");
    assertExit(await ended(kept), 3);
  },

  "an end that nobody asked for is not said to be one": async ({ job, run }) => {
    for (const code of [0, 3]) assert.notEqual((await run(await job(sh(`exit ${code}`)))).exit?.interrupted, true);
  },

  "it leaves an end as it was": async ({ connector, job, submit, run, status, signal }) => {
    const made = await job(sh("exit 4"));
    await run(made);
    const handle = await submit(made);
    await connector.cancel({ handles: [handle], graceMs: 100, signal });
    assertExit(await status(handle), 4);
  },

  "twice is once, and nothing is nothing": async ({ connector, job, submit, wrote, ended, signal }) => {
    await connector.cancel({ handles: [], graceMs: 100, signal });
    const made = await job(sh("echo here >file; sleep 60"));
    const handle = await submit(made);
    await wrote(made, "file");
    const cancel = () => connector.cancel({ handles: [handle], graceMs: 1000, signal });
    await Promise.all([cancel(), cancel()]);
    await ended(handle);
    await cancel();
  },

  "an aborted signal is heard": async ({ connector, job, submit }) => {
    const handle = await submit(await job(sh("sleep 60")));
    await refusesAborted({ cancel: (signal) => connector.cancel({ handles: [handle], graceMs: 100, signal }) });
  },
};
