import { expect, test } from "vitest";
import { compareStates, type Outcome, updatedStates } from "../../scripts/conformance-states.ts";

const passes: Outcome = { id: "a", result: "pass", should_fail: false };
const fails: Outcome = { id: "b", result: "fail", should_fail: false, reason: "exit 1", stderr: "one\ntwo" };

test("a test that stopped passing and one that began to are both differences", () => {
  const expected = { a: { state: "fail", reason: "" }, b: { state: "pass", reason: "" } } as const;
  expect(compareStates(expected, [passes, fails])).toEqual([
    "a: expected fail, got pass",
    "b: expected pass, got fail (exit 1)",
  ]);
});

test("a test that only one side knows is a difference", () => {
  expect(compareStates({ gone: { state: "pass", reason: "" } }, [passes])).toHaveLength(2);
});

test("an update keeps a written reason while the state stays, and writes one otherwise", () => {
  const expected = { a: { state: "fail", reason: "" }, b: { state: "fail", reason: "needs a container" } } as const;
  expect(updatedStates(expected, [passes, fails])).toEqual({
    a: { state: "pass", reason: "gives the expected output" },
    b: { state: "fail", reason: "needs a container" },
  });
  expect(updatedStates({}, [fails])["b"]?.reason).toBe("exit 1: one");
});
