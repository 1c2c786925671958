import type { TargetList } from "@sluice/contracts";
import type { Process } from "../../model/index.ts";

/** As many lists as anybody can read: workflows that are run several times would be told of several times. */
const mostLists = 10_000;

/** The names by which parts of a process can be chosen: its outputs, inputs and steps, and behind each step those of what it runs. */
export function targetLists(process: Process): readonly TargetList[] {
  const lists: TargetList[] = [];
  const visit = (each: Process, path: string): void => {
    if (lists.length >= mostLists) return;
    const prefix = path === "" ? "" : `${path}/`;
    const named = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => `${prefix}${id}`);
    if (each.outputs.length > 0) lists.push({ of: path, kind: "output", names: named(each.outputs) });
    if (each.inputs.length > 0) lists.push({ of: path, kind: "input", names: named(each.inputs) });
    for (const step of each.class === "Workflow" ? each.steps : []) {
      lists.push({ of: path, kind: "step", names: [`${prefix}${step.id}`] });
      visit(step.run, `${prefix}${step.id}`);
    }
  };
  visit(process, "");
  return lists;
}
