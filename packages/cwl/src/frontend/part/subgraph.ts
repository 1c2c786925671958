import { didYouMean, SluiceError } from "@sluice/contracts";
import { withNull } from "../../check/index.ts";
import { placed, placeOf } from "../../load/document/place.ts";
import type {
  CwlType,
  InputParameter,
  LinkSource,
  Process,
  Sink,
  Workflow,
  WorkflowOutputParameter,
  WorkflowStep,
} from "../../model/index.ts";
import { outputType, sinkType } from "./single-step.ts";

/**
 * The part of a workflow that some names choose. An output: the steps that it needs, and theirs. A step or an input: the step, and
 * all that comes of it up to the outputs; what these steps need of others becomes an input, called `step_output`.
 * With `whole`, inputs that only the rest needs are still there, and may be missing: a job for the whole workflow may be given.
 * @throws `USAGE` for what is no workflow, and names that it does not have
 */
export function subgraph(
  process: Process,
  targets: readonly string[],
  { whole }: { readonly whole: boolean },
): Workflow {
  if (process.class !== "Workflow")
    throw new SluiceError("USAGE", "a target can be chosen of a workflow only, and this is a tool");
  const chosen = choose(process, targets);
  const added = new AddedInputs(process, chosen);
  const outputs = process.outputs
    .filter((output) => chosen.outputs.has(output))
    .map((output) => added.rewire(output, () => output.type));
  const steps = process.steps
    .filter((step) => chosen.steps.has(step))
    .map((step) => {
      const inputs = step.in.map((input) => added.rewire(input, () => sinkType(input, step)));
      return placed({ ...step, in: placed(inputs, placeOf(step.in)) }, placeOf(step));
    });
  const used = new Set(
    [...outputs, ...steps.flatMap((step) => step.in)].flatMap(({ source }) => source.flatMap(inputIn)),
  );
  for (const { id } of process.inputs) if (chosen.inputs.has(id)) used.add(id);
  const kept = process.inputs.flatMap((input): InputParameter[] => {
    if (used.has(input.id)) return [input];
    return whole ? [placed({ ...input, type: withNull(input.type) }, placeOf(input))] : [];
  });
  return placed(
    {
      ...process,
      inputs: placed([...kept, ...added.inputs], placeOf(process.inputs)),
      outputs: placed(outputs, placeOf(process.outputs)),
      steps: placed(steps, placeOf(process.steps)),
    },
    placeOf(process),
  );
}

interface Chosen {
  readonly inputs: Set<string>;
  readonly steps: Set<WorkflowStep>;
  readonly outputs: Set<WorkflowOutputParameter>;
}

function choose(workflow: Workflow, targets: readonly string[]): Chosen {
  const chosen: Chosen = { inputs: new Set(), steps: new Set(), outputs: new Set() };
  const steps = new Map(workflow.steps.map((step) => [step.id, step]));
  for (const name of targets) {
    const output = workflow.outputs.find(({ id }) => id === name);
    const step = steps.get(name);
    if (output) chooseUp(output, steps, chosen);
    else if (step) chooseDown([step], workflow, chosen);
    else if (workflow.inputs.some(({ id }) => id === name)) {
      chosen.inputs.add(name);
      chooseDown(
        takers(workflow, (source) => inputIn(source).includes(name)),
        workflow,
        chosen,
      );
    } else throw unknownTarget(workflow, name);
  }
  return chosen;
}

function chooseUp(output: WorkflowOutputParameter, steps: ReadonlyMap<string, WorkflowStep>, chosen: Chosen): void {
  chosen.outputs.add(output);
  const seen = new Set<WorkflowStep>();
  const open = [...output.source];
  for (let source = open.pop(); source; source = open.pop()) {
    const step = "step" in source ? steps.get(source.step) : undefined;
    if (!step || seen.has(step)) continue;
    seen.add(step);
    chosen.steps.add(step);
    open.push(...step.in.flatMap((input) => input.source));
  }
}

type Taker = WorkflowStep | WorkflowOutputParameter;

function chooseDown(from: readonly Taker[], workflow: Workflow, chosen: Chosen): void {
  const open = [...from];
  const seen = new Set<Taker>();
  for (let taker = open.pop(); taker; taker = open.pop()) {
    if (seen.has(taker)) continue;
    seen.add(taker);
    if (!("run" in taker)) {
      chosen.outputs.add(taker);
      continue;
    }
    chosen.steps.add(taker);
    const { id } = taker;
    open.push(...takers(workflow, (source) => "step" in source && source.step === id));
  }
}

/** The steps and outputs that take something of a source. */
function takers(workflow: Workflow, isWanted: (source: LinkSource) => boolean): Taker[] {
  return [
    ...workflow.steps.filter((step) => step.in.some(({ source }) => source.some(isWanted))),
    ...workflow.outputs.filter(({ source }) => source.some(isWanted)),
  ];
}

/** Inputs in the place of steps that are not there. */
class AddedInputs {
  readonly #steps: ReadonlyMap<string, WorkflowStep>;
  readonly #chosen: Chosen;
  readonly #taken: Set<string>;
  readonly #byLink = new Map<string, InputParameter>();

  constructor(workflow: Workflow, chosen: Chosen) {
    this.#steps = new Map(workflow.steps.map((step) => [step.id, step]));
    this.#chosen = chosen;
    this.#taken = new Set(workflow.inputs.map(({ id }) => id));
  }

  get inputs(): readonly InputParameter[] {
    return [...this.#byLink.values()];
  }

  /** What takes values, without links to steps that are not there. `type` is what it takes, if it is all of one source. */
  rewire<Taking extends Sink & object>(sink: Taking, type: () => CwlType): Taking {
    const isPlain = sink.source.length === 1 && sink.linkMerge === undefined;
    const mayBeNull = "default" in sink;
    const source = sink.source.map((link): LinkSource => {
      const step = "step" in link ? this.#steps.get(link.step) : undefined;
      if (!step || !("step" in link) || this.#chosen.steps.has(step)) return link;
      const wanted = isPlain ? type() : outputType(link.output, step);
      return { input: this.#inputFor(link, mayBeNull ? withNull(wanted) : wanted) };
    });
    return placed({ ...sink, source }, placeOf(sink));
  }

  #inputFor({ step, output }: { readonly step: string; readonly output: string }, type: CwlType): string {
    const link = `${step}/${output}`;
    const known = this.#byLink.get(link);
    if (known) return known.id;
    let id = `${step}_${output}`;
    for (let number = 2; this.#taken.has(id); number++) id = `${step}_${output}_${number}`;
    this.#taken.add(id);
    this.#byLink.set(link, { id, type, doc: `In the place of what the step '${step}' gives` });
    return id;
  }
}

function inputIn(source: LinkSource): string[] {
  return "input" in source ? [source.input] : [];
}

function unknownTarget(workflow: Workflow, name: string): SluiceError {
  const names = [...workflow.outputs, ...workflow.steps, ...workflow.inputs].map(({ id }) => id);
  const [outer = ""] = name.split("/");
  const inside = workflow.steps.some(({ id }) => id === outer) && outer !== name;
  const message = `the document has no output, step or input '${name}'`;
  const list = names.length === 0 ? "It has none." : `It has: ${names.slice(0, 10).join(", ")}.`;
  const hint = inside
    ? `Choose the step '${outer}' as a whole, or something in it by --single-step or --single-process.`
    : (didYouMean(name, names) ?? list);
  return new SluiceError("USAGE", message, { hint });
}
