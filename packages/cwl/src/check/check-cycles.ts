import type { Workflow, WorkflowStep } from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOf } from "../load/document/place.ts";

/** Steps that wait for each other can never start. */
export function checkCycles(workflow: Workflow, faults: Faults): void {
  const steps = new Map(workflow.steps.map((step) => [step.id, step]));
  const done = new Set<string>();
  const reported = new Set<string>();
  for (const first of workflow.steps) {
    // By hand, for a chain of steps may be longer than the stack is deep.
    const path = [{ step: first, next: sourcesOf(first)[Symbol.iterator]() }];
    const onPath = new Set([first.id]);
    while (path.length > 0 && !done.has(first.id)) {
      const top = path.at(-1);
      if (!top) break;
      const { value: id, done: isEnd } = top.next.next();
      if (isEnd) {
        path.pop();
        onPath.delete(top.step.id);
        done.add(top.step.id);
        continue;
      }
      const step = steps.get(id);
      if (!step || done.has(id)) continue;
      if (onPath.has(id))
        report(
          path.map((entry) => entry.step),
          step,
          reported,
          faults,
        );
      else {
        onPath.add(id);
        path.push({ step, next: sourcesOf(step)[Symbol.iterator]() });
      }
    }
  }
}

/** The steps that a step takes values from. */
function sourcesOf(step: WorkflowStep): Set<string> {
  const ids = new Set<string>();
  for (const input of step.in) for (const source of input.source) if ("step" in source) ids.add(source.step);
  return ids;
}

function report(path: readonly WorkflowStep[], closing: WorkflowStep, reported: Set<string>, faults: Faults): void {
  // The path runs against the flow of values.
  const cycle = path
    .slice(path.indexOf(closing))
    .map((step) => step.id)
    .reverse();
  const key = cycle.toSorted().join("\n");
  if (reported.has(key)) return;
  reported.add(key);
  const [first = closing.id] = cycle;
  faults.add("CWL_INVALID", `the steps wait for each other: ${[...cycle, first].join(" → ")}`, placeOf(closing));
}
