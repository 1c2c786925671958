import { expect, test } from "vitest";
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
