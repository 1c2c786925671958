import type { Connector, JobHandle, JobStatus } from "@sluice/contracts";
import { afterEach, expect, test } from "vitest";
import { createJobWaiter, type JobWaiter } from "../../src/engine/job-waiter.ts";
import { nullLogger } from "../../src/null-logger.ts";

const handle = (id: string): JobHandle => ({ id, data: {} });
const exited = (id: string): JobStatus => ({ id, state: "exited", exit: { code: 0, usage: {} } });

/** A waiter for a connector that several runs use, of which one has the job `mine`. */
function open(): { readonly waiter: JobWaiter; readonly end: (id: string) => void } {
  let listener: (status: JobStatus) => void = () => undefined;
  const connector = {
    watch: (hear: typeof listener) => {
      listener = hear;
      return { [Symbol.dispose]: () => undefined };
    },
    poll: async () => [],
  } as unknown as Connector;
  const { signal } = new AbortController();
  const isOwn = (id: string): boolean => id === "mine";
  const waiter = createJobWaiter({ connector, deployment: "far", logger: nullLogger, signal, outage: 1000, isOwn });
  return { waiter, end: (id) => listener(exited(id)) };
}

let opened: ReturnType<typeof open>;
afterEach(() => opened.waiter[Symbol.dispose]());

test("a job that ends before anybody waits for it is known to have ended", async () => {
  opened = open();
  opened.end("mine");
  expect(await opened.waiter.wait(handle("mine"))).toEqual(exited("mine"));
});

test("of jobs of other runs nothing is kept", async () => {
  opened = open();
  opened.end("theirs");
  const waiting = opened.waiter.wait(handle("theirs"));
  expect(await Promise.race([waiting, new Promise((resolve) => setImmediate(resolve, "waits"))])).toBe("waits");
  opened.end("theirs");
  expect(await waiting).toEqual(exited("theirs"));
});
