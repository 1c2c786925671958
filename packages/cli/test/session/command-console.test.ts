import { afterEach, expect, test, vi } from "vitest";

import { createConsole } from "../../src/session/command-console.ts";

test("what ends its diversion twice leaves those of others alone", () => {
  const console = createConsole();
  const written: string[] = [];
  const outer = console.divert((text) => void written.push(`outer ${text}`));
  const inner = console.divert((text) => void written.push(`inner ${text}`));
  console.err("1");
  inner[Symbol.dispose]();
  inner[Symbol.dispose]();
  console.err("2");
  outer[Symbol.dispose]();
  expect(written).toEqual(["inner 1", "outer 2"]);
});

afterEach(() => vi.restoreAllMocks());

test.each([
  [true, "red\na\nb\\u0007\n"],
  [false, "\x1b[31mred\r\na\rb\x07\n"],
])("what a job wrote is without control characters only on a terminal: %s", (isTTY, expected) => {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const before = process.stdout.isTTY;
  process.stdout.isTTY = isTTY;
  try {
    createConsole().data("\x1b[31mred\r\na\rb\x07\n");
    createConsole().out("\x1b[31m");
  } finally {
    process.stdout.isTTY = before;
  }
  expect(written).toEqual([expected, "\\u001b[31m"]);
});
