import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRunLog } from "../../src/engine/run-log.ts";
import { keepingLogger, type Logged } from "../hooks/sample-plugins.ts";

test("messages are kept with their fields, but for those that are named like secrets, and are handed on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-log-"));
  const logged: Logged[] = [];
  try {
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
  } finally {
    rmSync(folder, { recursive: true });
  }
});
