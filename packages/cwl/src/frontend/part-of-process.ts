import { didYouMean, SluiceError, type FrontendOptions } from "@sluice/contracts";
import { placed, placeOf } from "../load/document/place.ts";
import type { CwlType, LinkSource, Process, Requirement, Workflow, WorkflowStep } from "../model/index.ts";
import { inherit, noRequirements } from "../translate/index.ts";

/** The part of a document that is wanted. @throws `USAGE` for a name that the document does not have */
export function partOfProcess(process: Process, { targets, step }: FrontendOptions): Process {
  const part = step === undefined ? process : processOfStep(process, step);
  return targets === undefined || targets.length === 0 ? part : neededFor(part, targets);
}

/** What a step runs, as if it were not in a workflow, with the requirements and hints that it inherits there. */
function processOfStep(process: Process, name: string): Process {
  const steps = process.class === "Workflow" ? process.steps : [];
  const step = steps.find(({ id }) => id === name);
  if (!step) throw unknown("step", name, steps);
  const { requirements, hints } = inherit(inherit(inherit(noRequirements, process), step), step.run);
  const inForce = { requirements: [...requirements.values()], hints: [...hints.values()] } satisfies InForce;
  return placed({ ...step.run, ...inForce }, placeOf(step.run));
}

interface InForce {
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
}

/** The process with some of its outputs, and of a workflow only the steps that these need. */
function neededFor(process: Process, targets: readonly string[]): Process {
  for (const name of targets)
    if (!process.outputs.some(({ id }) => id === name)) throw unknown("output", name, process.outputs);
  if (process.class !== "Workflow")
    throw new SluiceError("USAGE", "outputs can be chosen of a workflow only, and this is a tool");
  const outputs = process.outputs.filter(({ id }) => targets.includes(id));
  const sources = outputs.flatMap(({ source }) => source);
  const steps = stepsFor(process, sources);
  const used = new Set(
    [...sources, ...[...steps].flatMap(sourcesOf)].flatMap((source) => ("input" in source ? source.input : [])),
  );
  // A job for the whole workflow may be given, and need not be whole.
  const inputs = process.inputs.map((input) =>
    used.has(input.id) ? input : placed({ ...input, type: optional(input.type) }, placeOf(input)),
  );
  return placed(
    {
      ...process,
      inputs: placed(inputs, placeOf(process.inputs)),
      outputs: placed(outputs, placeOf(process.outputs)),
      steps: placed(
        process.steps.filter((step) => steps.has(step)),
        placeOf(process.steps),
      ),
    },
    placeOf(process),
  );
}

function stepsFor({ steps }: Workflow, sources: readonly LinkSource[]): ReadonlySet<WorkflowStep> {
  const byName = new Map(steps.map((step) => [step.id, step]));
  const needed = new Set<WorkflowStep>();
  const open = [...sources];
  for (let source = open.pop(); source; source = open.pop()) {
    const step = "step" in source ? byName.get(source.step) : undefined;
    if (!step || needed.has(step)) continue;
    needed.add(step);
    open.push(...sourcesOf(step));
  }
  return needed;
}

function sourcesOf(step: WorkflowStep): readonly LinkSource[] {
  return step.in.flatMap(({ source }) => source);
}

function optional(type: CwlType): CwlType {
  const members = typeof type === "object" && "length" in type ? type : [type];
  return members.includes("null") ? type : ["null", ...members];
}

function unknown(what: string, name: string, candidates: readonly { readonly id: string }[]): SluiceError {
  const names = candidates.map(({ id }) => id);
  const list = names.length === 0 ? "It has none." : `It has: ${names.slice(0, 10).join(", ")}.`;
  return new SluiceError("USAGE", `the document has no ${what} '${name}'`, { hint: didYouMean(name, names) ?? list });
}
