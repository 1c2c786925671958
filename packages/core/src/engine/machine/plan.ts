import { SluiceError, type PortId, type Step, type StepPath, type WorkflowGraph } from "@sluice/contracts";

/** Who reads a port, and as what. */
export interface Consumer {
  readonly step: StepPlan;
  /** Index of the slot that the token fills; see {@link StepPlan.slots}. */
  readonly slot: number;
  /** `input`: an input or `after` of the step; `round`: what a loop waits for in each round. */
  readonly role: "input" | "round";
}

/** A port that a step waits for. */
export interface Slot {
  readonly port: PortId;
  readonly depth: number;
  /** Name of the input; undefined for `after`. */
  readonly name: string | undefined;
}

/** What is known of a step before the run. */
export interface StepPlan {
  readonly path: StepPath;
  readonly step: Step;
  readonly slots: readonly Slot[];
  /** Number of slots at the step's own depth: they decide for which tags it fires. */
  readonly drivers: number;
  /** Ports of a loop's round, by slot. */
  readonly roundSlots: readonly { readonly port: PortId; readonly kind: "next" | "result"; readonly name: string }[];
  /** Gathers that take their shape from this scatter. */
  readonly gathers: StepPlan[];
}

/** The graph, indexed by what the machine asks of it. Never changes during a run. */
export interface Plan {
  readonly graph: WorkflowGraph;
  readonly steps: ReadonlyMap<StepPath, StepPlan>;
  readonly consumers: ReadonlyMap<PortId, readonly Consumer[]>;
  /** Names of the workflow's outputs by port. */
  readonly outputs: ReadonlyMap<PortId, readonly string[]>;
}

/** Indexes a graph. The graph must be valid. */
export function createPlan(graph: WorkflowGraph): Plan {
  const steps = new Map<StepPath, StepPlan>();
  const consumers = new Map<PortId, Consumer[]>();
  const consume = (port: PortId, consumer: Consumer): void => {
    const list = consumers.get(port);
    if (list) list.push(consumer);
    else consumers.set(port, [consumer]);
  };
  const depthOf = (port: PortId): number => {
    const found = graph.ports[port];
    if (!found) throw new SluiceError("GRAPH_INVALID", `port ${port} does not exist`);
    return found.depth;
  };

  for (const [path, step] of Object.entries(graph.steps)) {
    const slots: Slot[] = [];
    for (const [name, input] of Object.entries(step.inputs)) {
      if ("port" in input) slots.push({ port: input.port, depth: depthOf(input.port), name });
    }
    for (const port of step.after ?? []) slots.push({ port, depth: depthOf(port), name: undefined });
    // Whichever of its inputs comes is the one that a `first` passes on: each is enough on its own.
    const drivers = slots.filter((slot) => slot.depth === step.depth).length;
    const roundSlots =
      step.kind !== "loop"
        ? []
        : [
            ...Object.entries(step.next).map(([name, port]) => ({ port, kind: "next" as const, name })),
            ...Object.entries(step.results).map(([name, port]) => ({ port, kind: "result" as const, name })),
          ];
    const plan: StepPlan = { path, step, slots, drivers, roundSlots, gathers: [] };
    steps.set(path, plan);
    slots.forEach((slot, index) => consume(slot.port, { step: plan, slot: index, role: "input" }));
    roundSlots.forEach((slot, index) => consume(slot.port, { step: plan, slot: index, role: "round" }));
  }
  for (const plan of steps.values()) {
    if (plan.step.kind === "gather") steps.get(plan.step.scatter)?.gathers.push(plan);
  }

  const outputs = new Map<PortId, string[]>();
  for (const [name, port] of Object.entries(graph.outputs)) outputs.set(port, [...(outputs.get(port) ?? []), name]);
  return { graph, steps, consumers, outputs };
}
