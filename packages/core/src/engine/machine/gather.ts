import { ancestorTag, tagPath, type GatherStep, type PortId, type Tag, type Token } from "@sluice/contracts";
import type { StepPlan } from "./plan.ts";
import type { Deliver } from "./scatter.ts";
import { firingKey, type MachineState, type Shape } from "./state.ts";

/** An element came back. When it is the last one, the list goes on. */
export function addToGather(
  state: MachineState,
  plan: StepPlan,
  name: string,
  tag: Tag,
  token: Token,
  deliver: Deliver,
): void {
  const step = plan.step as GatherStep;
  const base = ancestorTag(tag, step.depth);
  const key = firingKey(plan.path, base);
  let instance = state.gathers.get(key);
  if (!instance) {
    const shape = state.shapes.get(firingKey(step.scatter, base)) as Shape;
    instance = { shape, outputs: new Map() };
    state.gathers.set(key, instance);
  }
  let output = instance.outputs.get(name);
  if (!output) {
    const total = instance.shape.reduce((a, b) => a * b, 1);
    output = { tokens: Array.from<Token>({ length: total }), missing: total };
    instance.outputs.set(name, output);
  }
  const path = tagPath(tag, step.depth);
  const index = instance.shape.reduce((flat, length, level) => flat * length + (path[level] as number), 0);
  output.tokens[index] = token;
  output.missing -= 1;
  if (output.missing > 0) return;
  const list = nest(output.tokens, instance.shape);
  instance.outputs.set(name, { tokens: [], missing: 0 });
  const done = Object.keys(step.outputs).every((each) => instance.outputs.get(each)?.missing === 0);
  if (done) state.gathers.delete(key);
  deliver(state, step.outputs[name] as PortId, base, list);
}

/** A scatter without elements: its gathers answer at once. */
export function emitEmpty(state: MachineState, plan: StepPlan, tag: Tag, shape: Shape, deliver: Deliver): void {
  const step = plan.step as GatherStep;
  for (const port of Object.values(step.outputs)) deliver(state, port, tag, nest([], shape));
}

/** Folds a flat list into the scatter's shape. */
function nest(tokens: Token[], shape: Shape): Token {
  if (shape.length <= 1) return { list: tokens };
  const [outer, ...inner] = shape as [number, ...number[]];
  const size = inner.reduce((a, b) => a * b, 1);
  const list: Token[] = [];
  for (let index = 0; index < outer; index += 1) {
    list.push(nest(tokens.slice(index * size, (index + 1) * size), inner));
  }
  return { list };
}
