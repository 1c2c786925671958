import fc from "fast-check";
import { expect, test } from "vitest";
import { behave, expected, graphOf, stages } from "./random-workflow.ts";
import { options, replay, simulate, snapshot, valueOf, type Choice } from "./simulation.ts";

const choice: fc.Arbitrary<Choice> = fc.record({
  pick: fc.nat(1000),
  outcome: fc.oneof(
    { weight: 8, arbitrary: fc.constant("complete" as const) },
    { weight: 2, arbitrary: fc.constantFrom("retry" as const, "fail" as const) },
    { weight: 1, arbitrary: fc.constantFrom("cancel" as const, "crash" as const) },
  ),
});

test("any order of outcomes, failures, cancellations and crashes leads to the same result", () => {
  fc.assert(
    fc.property(
      stages,
      fc.integer(),
      fc.array(choice, { maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      (chain, value, choices, window) => {
        const simulation = simulate(graphOf(chain), { x: value }, behave(new Map()), { ...options, window });
        for (const each of choices) {
          if (simulation.end || simulation.open.length === 0) break;
          simulation.step(each);
          // Invariants after each event.
          const { state } = simulation;
          expect(state.active.size).toBeLessThanOrEqual(window);
          expect(state.completed + state.failed.size + state.active.size).toBeLessThanOrEqual(state.known);
          for (const key of state.active.keys()) expect(state.failed.has(key) || state.suspended.has(key)).toBe(false);
          expect(simulation.open.length).toBe(state.active.size);
          expect(snapshot(replay(simulation.events))).toEqual(snapshot(state));
        }
        simulation.finish();
        expect(simulation.state.active.size + simulation.state.partialCount).toBe(0);
        expect(simulation.state.known).toBe(simulation.state.completed);
        const output = simulation.end?.outputs["y"];
        expect(output && valueOf(output)).toEqual(expected(chain, value));
      },
    ),
    { numRuns: 400 },
  );
});

test("with on-error continue, everything that does not depend on a failure is done", () => {
  fc.assert(
    fc.property(stages, fc.integer(), fc.array(choice, { maxLength: 40 }), (chain, value, choices) => {
      const simulation = simulate(graphOf(chain), { x: value }, behave(new Map()), { ...options, onError: "continue" });
      for (const each of choices) {
        if (simulation.end || simulation.open.length === 0) break;
        simulation.step(each.outcome === "cancel" ? { ...each, outcome: "fail" } : each);
      }
      for (let turns = 0; !simulation.end; turns += 1) {
        expect(turns).toBeLessThan(100_000);
        expect(simulation.open.length).toBeGreaterThan(0);
        simulation.step({ pick: 0, outcome: "complete" });
      }
      expect(simulation.end.status).toBe(simulation.state.failed.size > 0 ? "failed" : "completed");
      expect(simulation.state.ready.size + simulation.state.expanding.length).toBe(0);
    }),
    { numRuns: 200 },
  );
});
