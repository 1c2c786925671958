import { ancestorTag, childTag, rootTag, type GatherStep, type PortId, type Tag, type Token } from "@sluice/contracts";
import type { StepPlan } from "./machine/plan.ts";
import { firingKey, type Firing, type MachineState } from "./machine/index.ts";

/** A token, or undefined where there is none and never will be. */
type Partial = Token | undefined;

/** Asks the operation of a step that may be asked although inputs are missing. @returns undefined when it cannot answer */
export type EvaluatePartial = (
  plan: StepPlan,
  tag: Tag,
  inputs: Readonly<Record<string, Token>>,
) => Promise<Readonly<Record<string, Token>> | undefined>;

/**
 * The outputs of a run that failed, by name, as far as they are there: lists have null for what is missing in them, and an output of
 * which there is nothing is null. Changes nothing of the state: resuming the run must find it as it is.
 * @param input.isPartial - whether a step's operation may be asked although inputs are missing
 */
export async function partialOutputs(input: {
  readonly state: MachineState;
  readonly isPartial: (plan: StepPlan) => boolean;
  readonly evaluate: EvaluatePartial;
}): Promise<Record<string, Token>> {
  const { state } = input;
  const { graph } = state.plan;
  const writers = writersOf(state);
  let waiting: Map<string, Firing> | undefined;

  /** What has its inputs and was not begun, because nothing new starts any more. */
  const waitingFiring = (key: string): Firing | undefined => {
    waiting ??= new Map([...state.ready, ...state.suspended.values()].map((firing) => [firing.key, firing]));
    return waiting.get(key);
  };

  /** Whether there can be something of a token that did not come: a job is done, or is not. */
  const canBePartial = (port: PortId): boolean => {
    const plan = writers.get(port);
    if (plan === undefined) return false;
    const { kind } = plan.step;
    return kind === "gather" || kind === "combine" || (kind === "transform" && input.isPartial(plan));
  };

  const ofPort = async (port: PortId, tag: Tag): Promise<Partial> => {
    const plan = writers.get(port);
    if (plan === undefined || !canBePartial(port)) return undefined;
    const { step } = plan;
    if (step.kind === "gather") return ofGather(plan, step, nameOf(step.outputs, port), tag);
    if (step.kind === "combine") {
      const inputs = await inputsOf(plan, tag);
      const came = step.order.map((name) => inputs?.[name]);
      if (step.method === "first") return came.find((token) => token !== undefined);
      if (inputs === undefined) return undefined;
      const constant = (name: string): Token => {
        const from = step.inputs[name];
        return { value: from && "value" in from ? from.value : null };
      };
      return { list: step.order.map((name, index) => came[index] ?? constant(name)) };
    }
    const key = firingKey(plan.path, tag);
    if (step.kind !== "transform" || state.failed.has(key)) return undefined;
    const inputs = waitingFiring(key)?.inputs ?? (await inputsOf(plan, tag));
    const outputs = inputs && (await input.evaluate(plan, tag, inputs));
    return outputs?.[nameOf(step.outputs, port)];
  };

  /** The inputs that are there in whole or in part; undefined when none is, or the part of the workflow around the step never began. */
  const inputsOf = async (plan: StepPlan, tag: Tag): Promise<Record<string, Token> | undefined> => {
    const found: Record<string, Token> = {};
    for (const [index, { port, depth, name }] of plan.slots.entries()) {
      const at = ancestorTag(tag, depth);
      const came =
        depth < plan.step.depth
          ? state.broadcasts.get(plan)?.[index]?.get(at)
          : state.partials.get(plan)?.get(tag)?.tokens[index];
      if (name === undefined) {
        if (came === undefined) return undefined;
        continue;
      }
      const token = came ?? (canBePartial(port) ? await ofPort(port, at) : undefined);
      if (token !== undefined) found[name] = token;
    }
    return Object.keys(found).length > 0 ? found : undefined;
  };

  const ofGather = async (plan: StepPlan, step: GatherStep, name: string, tag: Tag): Promise<Partial> => {
    const shape = state.shapes.get(firingKey(step.scatter, tag));
    const from = step.inputs[name];
    if (shape === undefined || from === undefined || !("port" in from)) return undefined;
    const came = state.gathers.get(firingKey(plan.path, tag))?.outputs.get(name)?.tokens;
    const isDeep = canBePartial(from.port);
    let flat = 0;
    const nest = async (base: Tag, [length = 0, ...inner]: readonly number[]): Promise<Token> => {
      const list: Token[] = [];
      for (let index = 0; index < length; index += 1) {
        const at = isDeep || inner.length > 0 ? childTag(base, index) : base;
        if (inner.length > 0) list.push(await nest(at, inner));
        else {
          const token = came?.[flat];
          flat += 1;
          list.push(token ?? (isDeep ? await ofPort(from.port, at) : undefined) ?? { value: null });
        }
      }
      return { list };
    };
    return nest(tag, shape);
  };

  const outputs: Record<string, Token> = {};
  for (const [name, port] of Object.entries(graph.outputs))
    outputs[name] = state.outputs.get(name) ?? (await ofPort(port, rootTag)) ?? { value: null };
  return outputs;
}

/** The step that makes the tokens of each port. Where a condition may answer with null instead, it is the step behind it. */
function writersOf({ plan: { steps } }: MachineState): Map<PortId, StepPlan> {
  const writers = new Map<PortId, StepPlan>();
  for (const plan of steps.values()) {
    const { step } = plan;
    if (step.kind === "combine") writers.set(step.output, plan);
    else for (const port of Object.values(step.outputs)) writers.set(port, plan);
  }
  return writers;
}

function nameOf(outputs: Readonly<Record<string, PortId>>, port: PortId): string {
  return Object.keys(outputs).find((name) => outputs[name] === port) ?? "";
}
