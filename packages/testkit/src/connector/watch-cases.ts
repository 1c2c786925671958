import assert from "node:assert/strict";
import type { JobStatus } from "@sluice/contracts";
import { eventually } from "../suite/eventually.ts";
import { assertExit, sh, type ConnectorCases, type ConnectorHarness } from "./connector-harness.ts";

/** For connectors that do not claim `watch`. */
export const noWatchCases: ConnectorCases = {
  "there is no such method where it is not claimed": ({ connector }) => {
    assert.ok(!("watch" in connector), "'watch' is not among the capabilities, so the method must not be there");
  },
};

/** For connectors that claim `watch`. */
export const watchCases: ConnectorCases = {
  "it tells the end of a job, once, as poll does": async (harness) => {
    const { job, submit, status } = harness;
    const told = listen(harness);
    const made = await job(sh("sleep 0.1; exit 3"));
    const handle = await submit(made);
    const end = await told.end(made.id);
    assertExit(end, 3);
    assert.equal((await status(handle)).exit?.code, 3);
    await harness.run(await job(sh("exit 0")));
    assert.equal(told.all.filter(({ id }) => id === made.id).length, 1, "the end was told more than once");
  },

  "it tells ends only": async (harness) => {
    const { job, submit, wrote } = harness;
    const told = listen(harness);
    const made = await job(sh("echo here >file; sleep 60"));
    await submit(made);
    await wrote(made, "file");
    await told.end((await harness.run(await job(sh("exit 0")))).id);
    assert.deepEqual(
      told.all.filter(({ id }) => id === made.id),
      [],
    );
  },

  "it tells ends to everybody who listens": async (harness) => {
    const [one, two] = [listen(harness), listen(harness)];
    const made = await harness.job(sh("sleep 0.1; exit 4"));
    await harness.submit(made);
    assertExit(await one.end(made.id), 4);
    assertExit(await two.end(made.id), 4);
  },

  "it tells the end of a job that is cancelled": async (harness) => {
    const { connector, job, submit, wrote, signal } = harness;
    const told = listen(harness);
    const made = await job(sh("echo here >file; sleep 60"));
    const handle = await submit(made);
    await wrote(made, "file");
    await connector.cancel({ handles: [handle], graceMs: 1000, signal });
    await told.end(made.id);
  },

  "it tells the end of a job that was found again": async (harness) => {
    const { job, submit, again, reattach } = harness;
    const made = await job(sh("sleep 0.5; exit 6"));
    await submit(made);
    const later = await again();
    const told = listen({ ...harness, connector: later });
    assert.ok((await reattach(later, made))[0], "the job is not found");
    assertExit(await told.end(made.id), 6);
  },

  "who stopped listening hears nothing": async (harness) => {
    const told = listen(harness);
    told.stop();
    const others = listen(harness);
    const made = await harness.job(sh("exit 0"));
    await harness.submit(made);
    await others.end(made.id);
    assert.deepEqual(told.all, []);
  },
};

function listen({ connector, patience }: Pick<ConnectorHarness, "connector" | "patience">): {
  readonly all: readonly JobStatus[];
  readonly end: (id: string) => Promise<JobStatus>;
  readonly stop: () => void;
} {
  const all: JobStatus[] = [];
  const watch = connector.watch?.((status) => void all.push(status));
  assert.ok(watch, "'watch' is among the capabilities, but there is no such method");
  return {
    all,
    end: (id) => eventually(`word of the end of job ${id}`, () => all.find((status) => status.id === id), patience),
    stop: () => watch[Symbol.dispose](),
  };
}
