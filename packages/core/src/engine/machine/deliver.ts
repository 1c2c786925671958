import { ancestorTag, type PortId, type Tag, type Token } from "@sluice/contracts";
import { addToGather } from "./gather.ts";
import { addToRound, startLoop } from "./loop.ts";
import type { StepPlan } from "./plan.ts";
import { startScatter } from "./scatter.ts";
import { createFiring, type Firing, type MachineState, type Partial } from "./state.ts";

/** Puts a token on a port: everybody who reads the port gets it, and may become ready. */
export function deliver(state: MachineState, port: PortId, tag: Tag, token: Token): void {
  for (const name of state.plan.outputs.get(port) ?? []) state.outputs.set(name, token);
  for (const consumer of state.plan.consumers.get(port) ?? []) {
    if (consumer.role === "round") addToRound(state, consumer.step, consumer.slot, tag, token);
    else addInput(state, consumer.step, consumer.slot, tag, token);
  }
}

function addInput(state: MachineState, plan: StepPlan, slot: number, tag: Tag, token: Token): void {
  const { step } = plan;
  const { depth, name } = plan.slots[slot] as { depth: number; name: string | undefined };
  if (step.kind === "gather") {
    // An `after` of a gather only orders it; its shape comes from the scatter.
    if (name !== undefined) addToGather(state, plan, name, tag, token, deliver);
    return;
  }
  if (step.kind === "combine" && step.method === "first") {
    if (name !== undefined) deliver(state, step.output, tag, token);
    return;
  }
  if (depth < step.depth) {
    broadcastsOf(state, plan)[slot]?.set(tag, token);
    const waiting = state.partials.get(plan);
    if (!waiting) return;
    for (const [partialTag, partial] of waiting) {
      if (partial.missing === 0 && ancestorTag(partialTag, depth) === tag) tryFire(state, plan, partialTag, partial);
    }
    return;
  }
  const partial = partialOf(state, plan, tag);
  partial.tokens[slot] = token;
  partial.missing -= 1;
  if (partial.missing === 0) tryFire(state, plan, tag, partial);
}

function broadcastsOf(state: MachineState, plan: StepPlan): Map<Tag, Token>[] {
  let maps = state.broadcasts.get(plan);
  if (!maps) {
    maps = plan.slots.map(() => new Map<Tag, Token>());
    state.broadcasts.set(plan, maps);
  }
  return maps;
}

function partialOf(state: MachineState, plan: StepPlan, tag: Tag): Partial {
  let byTag = state.partials.get(plan);
  if (!byTag) {
    byTag = new Map();
    state.partials.set(plan, byTag);
  }
  let partial = byTag.get(tag);
  if (!partial) {
    partial = { tokens: [], missing: plan.drivers };
    byTag.set(tag, partial);
    state.partialCount += 1;
  }
  return partial;
}

/** Fires a step for a tag unless one of its shallower inputs is still to come. */
function tryFire(state: MachineState, plan: StepPlan, tag: Tag, partial: Partial): void {
  const inputs: Record<string, Token> = {};
  for (const [index, slot] of plan.slots.entries()) {
    const token =
      slot.depth < plan.step.depth
        ? broadcastsOf(state, plan)[index]?.get(ancestorTag(tag, slot.depth))
        : partial.tokens[index];
    if (token === undefined) return;
    if (slot.name !== undefined) inputs[slot.name] = token;
  }
  state.partials.get(plan)?.delete(tag);
  state.partialCount -= 1;
  fire(state, plan, tag, inputs);
}

function fire(state: MachineState, plan: StepPlan, tag: Tag, inputs: Record<string, Token>): void {
  const { step } = plan;
  switch (step.kind) {
    case "execute":
    case "transform":
    case "conditional":
      makeReady(state, createFiring(plan, tag, inputs));
      return;
    case "scatter":
      startScatter(state, plan, tag, inputs, deliver);
      return;
    case "loop":
      startLoop(state, plan, tag, inputs);
      return;
    case "combine": {
      const list = step.order.map((name): Token => {
        const input = step.inputs[name];
        if (input && "value" in input) return { value: input.value };
        return inputs[name] as Token;
      });
      deliver(state, step.output, tag, { list });
      return;
    }
    default:
      throw new Error(`a ${step.kind} step does not fire`);
  }
}

/** Puts a firing in line. */
export function makeReady(state: MachineState, firing: Firing): void {
  firing.phase = "ready";
  state.ready.push(firing.plan.step.depth, firing);
  state.known += 1;
}
