import { SluiceError, type Connector, type JobHandle, type JobStatus } from "@sluice/contracts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createJobWaiter, type JobWaiter } from "../../src/engine/job-waiter.ts";
import { nullLogger } from "../../src/null-logger.ts";
import { keepingLogger, type Logged } from "../hooks/sample-plugins.ts";

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

let opened: ReturnType<typeof open> | undefined;
afterEach(() => {
  opened?.waiter[Symbol.dispose]();
  opened = undefined;
});

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

describe("while nothing is known", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A connector that is asked, with what it answers now. */
  function polled(outage: number): {
    readonly waiter: JobWaiter;
    readonly logged: Logged[];
    readonly asked: () => number;
    answer: (handles: readonly JobHandle[]) => Promise<readonly JobStatus[]>;
  } {
    let asked = 0;
    const logged: Logged[] = [];
    const connector = {
      poll: ({ handles }: { readonly handles: readonly JobHandle[] }) => {
        asked += 1;
        return made.answer(handles);
      },
    } as unknown as Connector;
    const { signal } = new AbortController();
    const logger = keepingLogger(logged);
    const waiter = createJobWaiter({ connector, deployment: "far", logger, signal, outage, isOwn: () => true });
    const made = {
      waiter,
      logged,
      asked: () => asked,
      answer: async (): Promise<readonly JobStatus[]> => [],
    } as ReturnType<typeof polled>;
    return made;
  }
  const hour = 3_600_000;

  test("it is asked ever more seldom; that it is lost, and that it is back, is told once", async () => {
    const far = polled(24 * hour);
    far.answer = () => Promise.reject(new Error("no route to host"));
    const ended = far.waiter.wait(handle("a"));
    await vi.advanceTimersByTimeAsync(hour);
    const first = far.asked();
    expect(first).toBeLessThan(40);
    await vi.advanceTimersByTimeAsync(hour);
    const second = far.asked() - first;
    expect(second).toBeGreaterThanOrEqual(11);
    expect(second).toBeLessThanOrEqual(17);
    far.answer = async (handles) => handles.map(({ id }) => ({ id, state: "running" }));
    await vi.advanceTimersByTimeAsync(hour);
    far.answer = async (handles) => handles.map(({ id }) => exited(id));
    await vi.advanceTimersByTimeAsync(hour);
    expect(await ended).toEqual(exited("a"));
    expect(far.logged.map(({ message }) => message)).toEqual([
      "cannot learn how jobs of deployment far stand, asking again: no route to host",
      expect.stringMatching(/^how jobs of deployment far stand is known again, after \d+ s$/),
    ]);
  });

  test.each([
    ["an answer that is none, five times in a row", "PLUGIN_INVALID", 24 * hour, 60_000],
    ["silence for the whole time that is allowed", "PLUGIN_TIMEOUT", hour, 2 * hour],
  ] as const)("the job has failed after %s", async (_what, code, outage, wait) => {
    const far = polled(outage);
    far.answer = () => Promise.reject(new SluiceError(code, "odd", { actor: "plugin faulty" }));
    const outcome = far.waiter.wait(handle("a")).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(wait);
    expect(await outcome).toMatchObject({
      code,
      actor: "plugin faulty",
      message: expect.stringContaining("odd") as string,
    });
  });
});
