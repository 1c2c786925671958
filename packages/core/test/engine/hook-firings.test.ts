import { expect, test } from "vitest";
import { createHookFirings } from "../../src/engine/hook-firings.ts";
import { createHookQueue } from "../../src/engine/hook-queue.ts";
import type { StepPlan } from "../../src/engine/machine/plan.ts";
import { createFiring } from "../../src/engine/machine/state.ts";
import type { RunDeps } from "../../src/engine/run-deps.ts";
import { createHookBus } from "../../src/hooks/index.ts";
import { keepingLogger } from "../hooks/sample-plugins.ts";

const plan = { path: "/add" } as StepPlan;

function makeFirings(queue = createHookQueue()): ReturnType<typeof createHookFirings> {
  const deps = { run: "r", hooks: createHookBus({ logger: keepingLogger([]) }) } as unknown as RunDeps;
  return createHookFirings(deps, queue);
}

test("what is held when a run is left ends once, also what was about to end behind a slow hook", async () => {
  const queue = createHookQueue();
  const firings = makeFirings(queue);
  const [over, left, idle] = [createFiring(plan, "0", {}), createFiring(plan, "1", {}), createFiring(plan, "2", {})];
  const ended: string[] = [];
  for (const firing of [over, left]) {
    const scope = firings.of(firing);
    scope.defer("p", () => void ended.push(scope.name));
  }
  firings.begin(idle, 5);
  const { promise: slow, resolve } = Promise.withResolvers<void>();
  void queue.add(() => slow);
  firings.end(over, firings.of(over));
  firings.endAll();
  firings.endAll();
  expect(ended).toEqual([]);
  resolve();
  await queue.settled();
  expect(ended).toEqual(["/add#0", "/add#1"]);
});

test("a firing is heard of from its begin to its end, and its time is that of its last attempt", () => {
  const firings = makeFirings();
  const firing = createFiring(plan, "0", {});
  expect(firings.has(firing)).toBe(false);
  firings.begin(firing, 5);
  expect(firings.has(firing)).toBe(true);
  const scope = firings.of(firing);
  expect(scope.since).toBe(5);
  expect(firings.of(firing)).toBe(scope);
  firings.begin(firing, 9);
  expect(scope.since).toBe(9);
  firings.end(firing, scope);
  expect(firings.has(firing)).toBe(false);
});
