import { expect, test } from "vitest";
import {
  extensionPointFault,
  isHandWritten,
  leftOverFault,
  lengthFault,
  machinePathFault,
  registryFault,
  timerFault,
} from "../../scripts/house-rules.ts";

test("a file of 501 lines is too long, one of 500 is not", () => {
  expect(lengthFault("packages/core/src/a.ts", "\n".repeat(501))).toBeDefined();
  expect(lengthFault("packages/core/src/a.ts", "\n".repeat(500))).toBeUndefined();
});

test("what a program wrote is nobody's hand-writing", () => {
  expect(isHandWritten("packages/cwl/src/generated/tables.ts")).toBe(false);
  expect(isHandWritten("packages/cwl/src/load/read.ts")).toBe(true);
});

test("a note of something left to do is found, with its line", () => {
  expect(leftOverFault("scripts/a.ts", `const a = 1;\n// ${"todo".toUpperCase()}: b`)).toContain("scripts/a.ts:2");
});

test("an extension point outside contracts is found, typed or not", () => {
  for (const call of ["extensionPoint({", "extensionPoint<Map<string, A>>({"]) {
    expect(extensionPointFault("packages/core/src/a.ts", `export const a = ${call}`)).toContain("a.ts:1");
    expect(extensionPointFault("packages/contracts/src/a.ts", `export const a = ${call}`)).toBeUndefined();
  }
});

test("a path of one machine is found, one that only looks like it is not", () => {
  expect(machinePathFault("a.md", "see /srv/src/sluice/docs", "/srv/src/sluice")).toContain("a.md:1");
  expect(machinePathFault("a.md", "see /srv/src/sluice-docs, ./srv/src/sluice", "/srv/src/sluice")).toBeUndefined();
});

test("a lock file that names a registry is found", () => {
  expect(registryFault("package-lock.json", '"resolved": "https://registry.example/a.tgz"')).toBeDefined();
});

test("a timer of a computed delay is found, one of a constant or with a ceiling is not", () => {
  const of = (text: string): string | undefined => timerFault("packages/core/src/a.ts", text);
  const sleep = 'import { setTimeout as sleep } from "node:timers/promises";';
  for (const text of [
    "setTimeout(() => go(1, 2), delay);",
    "const delay = given * 1000;\nsetInterval(go, delay);",
    "AbortSignal.timeout(input.limit);",
    `${sleep} await sleep(pause);`,
  ])
    expect(of(text)).toMatch(/a\.ts:\d/);
  for (const text of [
    "setTimeout(() => go(1, 2), 1000);",
    "const delay = 60 * 1000;\nsetInterval(go, delay);",
    "setTimeout(go, Math.min(delay, 2 ** 31 - 1));",
    "request.setTimeout(idle, go);",
    "setTimeout(go);",
    `${sleep} const pause = 50; await sleep(pause);`,
  ])
    expect(of(text)).toBeUndefined();
  expect(timerFault("packages/core/src/timers.ts", "setTimeout(go, delay);")).toBeUndefined();
});
