import { ancestorTag, childTag, tagPath, type LoopStep, type Tag, type Token } from "@sluice/contracts";
import type { StepPlan } from "./plan.ts";
import type { Deliver } from "./scatter.ts";
import { createFiring, firingKey, type LoopInstance, type MachineState } from "./state.ts";

/** A loop has its inputs: its condition is asked for the first time. */
export function startLoop(
  state: MachineState,
  plan: StepPlan,
  tag: Tag,
  inputs: Readonly<Record<string, Token>>,
): void {
  const step = plan.step as LoopStep;
  const collected: Record<string, Token[]> = {};
  for (const name of Object.keys(step.results)) collected[name] = [];
  const current: Record<string, Token> = { ...inputs };
  for (const [name, input] of Object.entries(step.inputs)) if ("value" in input) current[name] = { value: input.value };
  const loop: LoopInstance = { tag, round: 0, current, collected, arrived: [], missing: plan.roundSlots.length };
  state.loops.set(firingKey(plan.path, tag), loop);
  askCondition(state, plan, loop);
}

function askCondition(state: MachineState, plan: StepPlan, loop: LoopInstance): void {
  state.known += 1;
  state.ready.push(plan.step.depth, createFiring(plan, loop.tag, loop.current));
}

/** The condition was answered: another round begins, or the loop is over. */
export function continueLoop(state: MachineState, plan: StepPlan, tag: Tag, result: boolean, deliver: Deliver): void {
  const step = plan.step as LoopStep;
  const key = firingKey(plan.path, tag);
  const loop = state.loops.get(key) as LoopInstance;
  if (result) {
    loop.arrived = [];
    loop.missing = plan.roundSlots.length;
    const round = childTag(tag, loop.round);
    for (const [name, port] of Object.entries(step.body)) deliver(state, port, round, loop.current[name] as Token);
    return;
  }
  state.loops.delete(key);
  for (const [name, port] of Object.entries(step.outputs)) {
    const rounds = loop.collected[name] ?? [];
    deliver(state, port, tag, step.collect === "all" ? { list: rounds } : (rounds.at(-1) ?? { value: null }));
  }
}

/** Something that a round makes has come. When it is the last thing, the condition is asked again. */
export function addToRound(state: MachineState, plan: StepPlan, slot: number, tag: Tag, token: Token): void {
  const step = plan.step as LoopStep;
  const loop = state.loops.get(firingKey(plan.path, ancestorTag(tag, step.depth)));
  if (!loop || tagPath(tag, step.depth)[0] !== loop.round) return;
  loop.arrived[slot] = token;
  loop.missing -= 1;
  if (loop.missing > 0) return;
  const current = { ...loop.current };
  plan.roundSlots.forEach((each, index) => {
    const arrived = loop.arrived[index] as Token;
    if (each.kind === "next") current[each.name] = arrived;
    else if (step.collect === "all") loop.collected[each.name]?.push(arrived);
    else loop.collected[each.name] = [arrived];
  });
  loop.current = current;
  loop.round += 1;
  askCondition(state, plan, loop);
}
