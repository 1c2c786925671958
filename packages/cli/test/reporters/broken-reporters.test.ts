import {
  definePlugin,
  reporterPoint,
  type RunProgress,
  type RunReporter,
  type StoredRunEvent,
} from "@sluice/contracts";
import { createEngine } from "@sluice/core";
import { expect, test } from "vitest";
import { createNotes } from "../../../../test/plugins/answers/notes.ts";
import { openReporters } from "../../src/reporters/open-reporters.ts";

const event = { type: "run_started", seq: 1, time: 0, data: {} } as unknown as StoredRunEvent;
const progress: RunProgress = { known: 0, completed: 0, failed: 0, running: 0, waiting: 0 };

/** Tells a reporter of events; answers with what was said, and with how often it was asked. */
async function tell(handler: (turn: number) => unknown, events = 10): Promise<{ said: string[]; asked: number }> {
  const { said, logger } = createNotes();
  let asked = 0;
  const reporter = { event: () => handler(asked++) } as unknown as RunReporter;
  const plugin = definePlugin({
    name: "faulty",
    version: "1.0.0",
    engine: "*",
    setup: (host) => host.provide(reporterPoint, "odd", { create: () => reporter }),
  });
  await using host = await createEngine({ plugins: [plugin], logger, managers: { database: { type: "memory" } } });
  await using view = await openReporters({
    host,
    choices: [{ name: "odd" }],
    run: "r",
    name: "r",
    out: () => undefined,
    err: () => undefined,
    logger,
  });
  for (let turn = 0; turn < events; turn += 1) view.event(event, progress);
  await view.end({ status: "completed", outputs: {}, failures: [] });
  return { said, asked };
}

test("a reporter that throws is told of once, and left out after three times in a row", async () => {
  const { said, asked } = await tell(() => {
    throw new Error("odd");
  });
  expect(asked).toBe(3);
  expect(said).toEqual([
    expect.stringContaining("reporter 'odd' failed: odd; the run goes on"),
    expect.stringContaining("reporter 'odd' failed 3 times in a row and hears no more events; the run goes on"),
  ]);
  expect(said.every((text) => text.includes("faulty"))).toBe(true);
});

test("one that throws now and then hears all of it, and is told of once", async () => {
  const { said, asked } = await tell((turn) => {
    if (turn % 3 === 0) throw new Error("odd");
  });
  expect(asked).toBe(10);
  expect(said).toHaveLength(1);
});

test("one whose promises fail, or never settle, is told of once at most, and nobody waits", async () => {
  const { said, asked } = await tell((turn) =>
    turn % 2 === 0 ? Promise.reject(new Error("odd")) : new Promise(() => {}),
  );
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(asked).toBe(10);
  expect(said).toEqual([expect.stringContaining("reporter odd failed in 'event': odd")]);
});
