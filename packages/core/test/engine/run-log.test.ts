import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRunLog } from "../../src/engine/run-log.ts";
import { keepingLogger, type Logged } from "../hooks/sample-plugins.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sluice-log-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("messages are kept with their fields, but for those that are named like secrets, and are handed on", async () => {
  const logged: Logged[] = [];
  const log = openRunLog("one", folder, keepingLogger(logged));
  log.logger.child({ plugin: "ours", apiKey: "hunter1" }).warn("slow", { port: 22, password: "hunter2" });
  await log[Symbol.asyncDispose]();
  const lines = readFileSync(join(folder, "log.ndjson"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      time: expect.any(String) as string,
      run: "one",
      level: "warn",
      message: "slow",
      plugin: "ours",
      apiKey: "***",
      port: 22,
      password: "***",
    },
  ]);
  expect(logged).toMatchObject([{ level: "warn", message: "slow" }]);
});

test.each([[[]], [["early"]]])("what is said after the run ended is only handed on: after %j", async (early) => {
  const logged: Logged[] = [];
  const log = openRunLog("one", folder, keepingLogger(logged));
  for (const message of early) log.logger.warn(message);
  await log[Symbol.asyncDispose]();
  log.logger.warn("late");
  await new Promise((resolve) => setImmediate(resolve));
  expect(logged.map(({ message }) => message)).toEqual([...early, "late"]);
  expect(existsSync(join(folder, "log.ndjson"))).toBe(early.length > 0);
});
