import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPidFileWriter, identifyProcess, isProcessAlive, readPidFile } from "../src/index.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sluice-pid-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("jobs of one wrapper share one file", () => {
  const writer = createPidFileWriter({ pid: 42, start: "then" });
  expect(writer.mark(join(folder, "a"))).toBe(true);
  expect(writer.mark(join(folder, "b"))).toBe(true);
  expect(statSync(join(folder, "a")).ino).toBe(statSync(join(folder, "b")).ino);
  expect(readPidFile(join(folder, "b"))).toEqual({ pid: 42, start: "then" });
});

test("a job is marked once", () => {
  expect(createPidFileWriter({ pid: 42, start: "then" }).mark(join(folder, "a"))).toBe(true);
  const other = createPidFileWriter({ pid: 43, start: "later" });
  expect(other.mark(join(folder, "a"))).toBe(false);
  expect(other.mark(join(folder, "b"))).toBe(true);
  expect(other.mark(join(folder, "a"))).toBe(false);
});

test("goes on when the folder of the latest job is gone", () => {
  const writer = createPidFileWriter({ pid: 42, start: "then" });
  writer.mark(join(folder, "a"));
  rmSync(join(folder, "a"));
  expect(writer.mark(join(folder, "b"))).toBe(true);
});

test("a file whose writer died before its first word counts for nothing", () => {
  writeFileSync(join(folder, "a"), "");
  expect(readPidFile(join(folder, "a"))).toBeUndefined();
  expect(createPidFileWriter({ pid: 42, start: "then" }).mark(join(folder, "a"))).toBe(true);
  expect(readPidFile(join(folder, "a"))).toEqual({ pid: 42, start: "then" });
});

test("a process is known by its number and its start", () => {
  const self = identifyProcess(process.pid);
  expect(self && isProcessAlive(self)).toBe(true);
  expect(isProcessAlive({ pid: process.pid, start: "another time" })).toBe(false);
  expect(identifyProcess(2 ** 22 + 1)).toBeUndefined();
});
