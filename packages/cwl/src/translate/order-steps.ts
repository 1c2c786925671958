import { SluiceError } from "@sluice/contracts";
import type { WorkflowStep } from "../model/index.ts";

/** The steps of a workflow, each after those whose outputs it reads; otherwise as in the document. */
export function orderSteps(steps: readonly WorkflowStep[], workflow: string): WorkflowStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ordered: WorkflowStep[] = [];
  const done = new Set<string>();
  for (const start of steps) {
    // An explicit stack: a chain of steps can be longer than the call stack is deep.
    const stack = [{ step: start, next: predecessors(start) }];
    const open = new Set<string>();
    if (done.has(start.id)) continue;
    open.add(start.id);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const id = top.next.pop();
      if (id === undefined) {
        stack.pop();
        open.delete(top.step.id);
        done.add(top.step.id);
        ordered.push(top.step);
        continue;
      }
      const step = byId.get(id);
      if (!step || done.has(id)) continue;
      if (open.has(id)) {
        const cycle = stack.map((each) => each.step.id);
        const names = cycle.slice(cycle.indexOf(id)).join(", ");
        throw new SluiceError("CWL_REFERENCE", `steps of ${workflow} wait for each other: ${names}`);
      }
      open.add(id);
      stack.push({ step, next: predecessors(step) });
    }
  }
  return ordered;
}

/** Last first, so that `pop` takes them in the order of the document. */
function predecessors(step: WorkflowStep): string[] {
  return step.in
    .flatMap((input) => input.source)
    .flatMap((source) => ("step" in source ? [source.step] : []))
    .reverse();
}
