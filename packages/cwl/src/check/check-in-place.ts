import type { CommandLineTool, Process, Requirement, Workflow, WorkflowStep } from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOf } from "../load/document/place.ts";

/** What is required around a process and by it, the innermost last. */
export type InForce = readonly {
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
}[];

/** How a process uses what comes in at one of its inputs. */
type Use = "changes" | "reads";

/**
 * Two steps that take one file, of which one changes it in place, must wait for one another. Said here is what is sure to happen: not what
 * depends on conditions, scatters or expressions. Source: CWL v1.2, InplaceUpdateRequirement.
 */
export function checkInPlace(workflow: Workflow, around: InForce, faults: Faults): void {
  if (!mayChange(workflow, around)) return;
  const users = new Map<string, { readonly step: WorkflowStep; readonly input: string; readonly use: Use }[]>();
  for (const step of workflow.steps) {
    if (step.when !== undefined || step.scatter.length > 0) continue;
    for (const { id, source, sourceIsList, valueFrom } of step.in) {
      const [only] = source;
      if (only === undefined || source.length > 1 || sourceIsList || valueFrom !== undefined) continue;
      const use = useOf(step.run, id, [...around, workflow, step]);
      if (use === undefined) continue;
      const name = "input" in only ? only.input : `${only.step}/${only.output}`;
      users.set(name, [...(users.get(name) ?? []), { step, input: id, use }]);
    }
  }
  for (const [name, uses] of users) {
    for (const [at, { step, input, use }] of uses.entries()) {
      const other = uses
        .slice(0, at)
        .find((each) => (use === "changes" || each.use === "changes") && !areOrdered(workflow, each.step.id, step.id));
      if (other === undefined || other.step === step) continue;
      const place = placeOf(step.in.find(({ id }) => id === input) ?? step) ?? placeOf(step);
      const does = (one: Use): string => (one === "changes" ? "changes in place" : "reads");
      faults.add(
        "CWL_INVALID",
        `the step '${step.id}' ${does(use)} '${name}', which the step '${other.step.id}' ${does(other.use)}, and neither waits for the other`,
        place,
        `Let one of them take the file from an output of the other, or do without InplaceUpdateRequirement: each changes a copy then.`,
      );
    }
  }
}

/** Saves the search in the documents that know nothing of this. */
function mayChange(process: Process, around: InForce): boolean {
  if (isInPlace([...around, process])) return true;
  return process.class === "Workflow" && process.steps.some((step) => mayChange(step.run, [...around, process, step]));
}

function useOf(process: Process, input: string, around: InForce): Use | undefined {
  const inForce = [...around, process];
  if (process.class === "CommandLineTool") return useOfTool(process, input, inForce);
  if (process.class !== "Workflow") return undefined;
  let use: Use | undefined;
  for (const step of process.steps) {
    if (step.when !== undefined || step.scatter.length > 0) continue;
    for (const { id, source, sourceIsList, valueFrom } of step.in) {
      const [only] = source;
      if (source.length !== 1 || sourceIsList || valueFrom !== undefined) continue;
      if (only === undefined || !("input" in only) || only.input !== input) continue;
      const inner = useOf(step.run, id, [...inForce, step]);
      if (inner === "changes") return "changes";
      use ??= inner;
    }
  }
  return use;
}

function useOfTool(tool: CommandLineTool, input: string, inForce: InForce): Use | undefined {
  const type = tool.inputs.find(({ id }) => id === input)?.type;
  if (type !== "File" && type !== "Directory") return undefined;
  const listing = isInPlace(inForce) ? find(inForce, "InitialWorkDirRequirement")?.listing : undefined;
  const isChanged =
    Array.isArray(listing) &&
    (listing as readonly unknown[]).some((entry) => {
      const { entry: text, writable } = (entry ?? {}) as { readonly entry?: unknown; readonly writable?: unknown };
      return writable === true && typeof text === "string" && text.trim() === `$(inputs.${input})`;
    });
  return isChanged ? "changes" : "reads";
}

function isInPlace(inForce: InForce): boolean {
  return find(inForce, "InplaceUpdateRequirement")?.inplaceUpdate === true;
}

/** A requirement, however far out, beats a hint; of each the innermost counts. */
function find<Class extends Requirement["class"]>(
  inForce: InForce,
  wanted: Class,
): Extract<Requirement, { readonly class: Class }> | undefined {
  const isWanted = (each: Requirement): boolean => each.class === wanted;
  const found =
    inForce.findLast(({ requirements }) => requirements.some(isWanted))?.requirements.find(isWanted) ??
    inForce.findLast(({ hints }) => hints.some(isWanted))?.hints.find(isWanted);
  return found as Extract<Requirement, { readonly class: Class }> | undefined;
}

function areOrdered(workflow: Workflow, one: string, other: string): boolean {
  return comesOf(workflow, one, other) || comesOf(workflow, other, one);
}

/** Whether a step needs something that another made, at whatever distance. */
function comesOf(workflow: Workflow, late: string, early: string): boolean {
  const seen = new Set<string>();
  const open = [late];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === early) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const step = workflow.steps.find((each) => each.id === id);
    for (const { source } of step?.in ?? []) for (const each of source) if ("step" in each) open.push(each.step);
  }
  return false;
}
