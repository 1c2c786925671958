import type { LeaseHolder } from "@sluice/contracts";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { currentBootId, isSameBoot } from "../../src/boot-id.ts";
import { createSqliteDatabase, currentHolder } from "../../src/persist/index.ts";
import { createLeaseRecord, isLeaseAlive } from "../../src/persist/lease-record.ts";
import { findProcess, parseProcessStat, parsePs } from "../../src/find-process.ts";
import { coded } from "./coded.ts";
import { temporaryHome } from "./temporary-home.ts";

const viewer = currentHolder();
const now = 1_700_000_000_000;
const noProcess = 2 ** 22 + 1;

test("a killed process that nobody has waited for yet is gone", async () => {
  // The parent becomes `sleep`, which never waits for its child.
  const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"]);
  const [pid] = (await once(parent.stdout, "data")) as [Buffer];
  for (let left = 200; left > 0 && findProcess(Number(pid)); left -= 1) await sleep(10);
  expect(findProcess(Number(pid))).toBeUndefined();
  expect(() => process.kill(Number(pid), 0)).not.toThrow();
  parent.kill("SIGKILL");
});

describe("whether a lease is in force", () => {
  const alive = (holder: LeaseHolder, change: { started?: string; age?: number } = {}): boolean => {
    const lease = { ...createLeaseRecord({ holder, now: now - (change.age ?? 0) }), ...change };
    return isLeaseAlive(lease, { viewer, now });
  };

  test("a process of this boot holds it for as long as it lives", () => {
    expect(alive(viewer)).toBe(true);
    expect(alive(viewer, { age: 3_600_000 })).toBe(true);
    expect(alive({ ...viewer, pid: noProcess })).toBe(false);
    expect(alive({ ...viewer, pid: noProcess }, { age: 0 })).toBe(false);
  });

  test("a later process of the same number does not", () => {
    expect(alive(viewer, { started: "an earlier time" })).toBe(false);
  });

  test.each([
    { who: "another host", holder: { ...viewer, host: "elsewhere" } },
    { who: "another boot", holder: { ...viewer, bootId: "another boot" } },
    { who: "a process elsewhere whose number is free here", holder: { ...viewer, host: "elsewhere", pid: noProcess } },
  ])("$who holds it for a minute after its last sign of life", ({ holder }) => {
    expect(alive(holder, { age: 60_000 })).toBe(true);
    expect(alive(holder, { age: 60_001 })).toBe(false);
  });
});

test("boots", () => {
  expect(currentBootId()).toBe(currentBootId());
  expect(isSameBoot(currentBootId(), currentBootId())).toBe(true);
  expect(isSameBoot("up:1000", "up:1003")).toBe(true);
  expect(isSameBoot("up:1000", "up:2000")).toBe(false);
  expect(isSameBoot("a", "b")).toBe(false);
});

test("the start of a process tells it from others", () => {
  expect(findProcess(process.pid)?.start).toMatch(/./);
  expect(findProcess(process.pid)).toEqual(findProcess(process.pid));
  expect(findProcess(process.ppid)?.start).not.toBe(findProcess(process.pid)?.start);
  expect(findProcess(noProcess)).toBeUndefined();
  const numbers = Array.from({ length: 30 }, (_, index) => String(index + 4)).join(" ");
  expect(parseProcessStat(`12 (a ) (b) S ${numbers}`)).toEqual({ state: "S", start: "22" });
  expect(parseProcessStat("12 (a")).toBeUndefined();
  expect(parsePs("Ss+  Fri Nov 21 09:00:00 2026    \n")).toEqual({ state: "Ss+", start: "Fri Nov 21 09:00:00 2026" });
  expect(parsePs("")).toBeUndefined();
});

test("a heartbeat keeps a lease, and notices when it is lost", async () => {
  const options = { home: temporaryHome(), heartbeatInterval: 5 };
  let time = now;
  await using one = createSqliteDatabase({ ...options, now: () => time });
  await using two = createSqliteDatabase({ ...options, now: () => time });
  await using store = await one.createRun({ run: "r1", name: "First" });
  await using other = await two.openRun({ run: "r1" });
  const lease = await store.acquireLease({ holder: { ...viewer, host: "alpha" } });
  for (let beat = 0; beat < 4; beat += 1) {
    time += 30_000;
    await sleep(40);
  }
  expect((await coded(() => other.acquireLease({ holder: viewer }))).code).toBe("RUN_LOCKED");
  time += 60_001;
  const taken = await other.acquireLease({ holder: viewer });
  await new Promise((resolve) => lease.signal.addEventListener("abort", resolve, { once: true }));
  expect(taken.signal.aborted).toBe(false);
  await lease[Symbol.asyncDispose]();
  expect(await store.leaseHolder()).toEqual(viewer);
});
