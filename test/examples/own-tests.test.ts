import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSuccess, ExamplesCopy } from "./examples-copy.ts";

const folder = join(import.meta.dirname, "../../examples/plugins");
const files = globSync("*/*.test.ts", { cwd: folder }).toSorted();

let examples: ExamplesCopy;
beforeAll(() => void (examples = new ExamplesCopy()));
afterAll(() => examples[Symbol.dispose]());

test("examples have tests of their own", () => {
  expect(files.length).toBeGreaterThanOrEqual(19);
});

test.each(files)("node --test %s", { timeout: 120_000 }, (file) => {
  const { stdout } = expectSuccess(examples.node(".", "--test", "--test-reporter=tap", file));
  expect(stdout).toMatch(/^# fail 0$/m);
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(0);
});
