import type { StoredRunEvent } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TerminalProgress } from "../../src/render/terminal-progress.ts";
import { terminalText } from "../../src/render/terminal-text.ts";
import type { CommandConsole } from "../../src/session/command-console.ts";
import { VirtualScreen } from "../support/virtual-screen.ts";

const progress = { known: 4, completed: 1, failed: 0, running: 2, waiting: 1 };
let screen: VirtualScreen;
let frames: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  screen = new VirtualScreen(80, 12);
  frames = 0;
});
afterEach(() => vi.useRealTimers());

function createView(): TerminalProgress {
  let divert: ((text: string) => void) | undefined;
  const console: CommandConsole = {
    out: () => undefined,
    data: () => undefined,
    err: (text) => (divert ?? ((plain: string) => screen.write(terminalText(plain))))(text),
    divert: (writer) => {
      divert = writer;
      return { [Symbol.dispose]: () => (divert = undefined) };
    },
    draw: (text) => {
      frames += 1;
      screen.write(terminalText(text));
    },
    live: true,
    colour: false,
    width: () => screen.width,
    height: () => screen.height,
    onResize: () => ({ [Symbol.dispose]: () => undefined }),
    cwd: "/",
    delivered: () => Promise.resolve(undefined),
    flush: () => Promise.resolve(),
  };
  return new TerminalProgress("weather", console);
}

function scheduled(step: string, tag: string): StoredRunEvent {
  const data = { step, tag, attempt: 1, job: "j", deployment: "local", location: "l", directory: "/d", hardware: {} };
  return { seq: 1, time: Date.now(), type: "job_scheduled", data };
}

test("shows what runs, with elapsed times, in place", async () => {
  await using view = createView();
  view.event(scheduled("/clean", "0.0"), progress);
  view.event(scheduled("/clean", "0.1"), progress);
  vi.advanceTimersByTime(100);
  vi.advanceTimersByTime(2_000);
  expect(screen.lines()).toEqual([
    "weather  ━━━━━━──────────────────  1/4 steps  2 running  2.1 s",
    "  /clean[0]  2.1 s",
    "  /clean[1]  2.1 s",
  ]);
});

test("draws ten times a second at most, and once a second when nothing happens", async () => {
  await using view = createView();
  for (let event = 0; event < 500; event += 1) {
    view.event(scheduled("/clean", `0.${event}`), progress);
    vi.advanceTimersByTime(2);
  }
  expect(frames).toBeLessThanOrEqual(10);
  frames = 0;
  vi.advanceTimersByTime(5_000);
  expect(frames).toBeLessThanOrEqual(6);
});

test("keeps to the height of the terminal and says how many more run", async () => {
  await using view = createView();
  for (let index = 0; index < 30; index += 1) view.event(scheduled("/clean", `0.${index}`), progress);
  vi.advanceTimersByTime(100);
  expect(screen.lines()).toHaveLength(10);
  expect(screen.lines().at(-1)).toBe("  and 22 more");
});

test("leaves messages and failures above, and nothing of itself at the end", async () => {
  const view = createView();
  view.event(scheduled("/clean", "0.0"), progress);
  vi.advanceTimersByTime(100);
  const error = { code: "JOB_FAILED", message: "the job ended with exit code 1", retryable: false } as const;
  view.event(
    { seq: 2, time: Date.now(), type: "step_failed", data: { step: "/clean", tag: "0.0", attempt: 1, error } },
    { ...progress, failed: 1 },
  );
  vi.advanceTimersByTime(100);
  expect(screen.lines()[0]).toBe("✗ /clean[0] failed: JOB_FAILED: the job ended with exit code 1");
  expect(screen.lines()[1]).toContain("1 failed");
  await view[Symbol.asyncDispose]();
  expect(screen.lines()).toEqual(["✗ /clean[0] failed: JOB_FAILED: the job ended with exit code 1"]);
  expect(screen.cursorVisible).toBe(true);
});

test("takes its lines back also after the terminal was made narrower", async () => {
  const view = createView();
  screen.write("before\n");
  view.event(scheduled("/a-rather-long-name-of-a-step", "0.0"), progress);
  vi.advanceTimersByTime(100);
  screen.resize(30);
  vi.advanceTimersByTime(1_000);
  await view[Symbol.asyncDispose]();
  expect(screen.lines()).toEqual(["before"]);
});
