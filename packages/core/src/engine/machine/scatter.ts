import {
  childTag,
  listItem,
  listLength,
  type PortId,
  type ScatterStep,
  type SerializedError,
  type Tag,
  type Token,
} from "@sluice/contracts";
import { emitEmpty } from "./gather.ts";
import type { StepPlan } from "./plan.ts";
import { createFiring, firingKey, type Firing, type MachineState, type ScatterInstance, type Shape } from "./state.ts";

/** Of each element there is something to remember until the end. */
const maxElements = 10_000_000;

/** Puts a token on a port; handed in, because what a token leads to may be another scatter. */
export type Deliver = (state: MachineState, port: PortId, tag: Tag, token: Token) => void;

/** A scatter has its lists: it begins to hand out elements, or asks for the lists to be read, or fails. */
export function startScatter(
  state: MachineState,
  plan: StepPlan,
  tag: Tag,
  inputs: Readonly<Record<string, Token>>,
  deliver: Deliver,
): void {
  const step = plan.step as ScatterStep;
  const lists = step.scatter.map((name): Token => {
    const input = step.inputs[name];
    return input && "value" in input ? { value: input.value } : (inputs[name] as Token);
  });
  const firing = createFiring(plan, tag, inputs);
  if (lists.some((list) => "item" in list)) {
    state.known += 1;
    state.ready.push(step.depth, firing);
    return;
  }
  const lengths = lists.map(listLength);
  const wrong = lengths.indexOf(undefined);
  if (wrong !== -1) {
    fail(state, firing, "SCATTER_NOT_LIST", `input ${step.scatter[wrong]} is scattered, but its value is not a list`);
    return;
  }
  begin(state, { plan, tag, lists, lengths: lengths as number[], total: 0, next: 0 }, firing, deliver);
}

function begin(state: MachineState, draft: ScatterInstance, firing: Firing, deliver: Deliver): void {
  const { plan, tag, lengths } = draft;
  const step = plan.step as ScatterStep;
  if (step.method === "dotproduct" && new Set(lengths).size > 1) {
    const found = step.scatter.map((name, index) => `${name} has ${lengths[index]}`).join(", ");
    fail(state, firing, "SCATTER_LENGTH", `lists that are scattered together must be of the same length: ${found}`);
    return;
  }
  const product = lengths.reduce((a, b) => a * b, 1);
  if ((step.method === "dotproduct" ? (lengths[0] ?? 0) : product) > maxElements) {
    const lists = step.scatter.map((name, index) => `${name} has ${lengths[index]}`).join(", ");
    fail(state, firing, "SCATTER_SIZE", `a scatter has at most ${maxElements} elements: ${lists}`);
    return;
  }
  const shape: Shape =
    step.method === "dotproduct" ? [lengths[0] ?? 0] : step.method === "flat_crossproduct" ? [product] : lengths;
  const total = step.method === "dotproduct" ? (lengths[0] ?? 0) : product;
  state.shapes.set(firingKey(plan.path, tag), shape);
  if (total === 0) {
    for (const gather of plan.gathers) emitEmpty(state, gather, tag, shape, deliver);
    return;
  }
  const instance: ScatterInstance = { ...draft, total };
  let at = state.expanding.length;
  while (at > 0 && (state.expanding[at - 1] as ScatterInstance).plan.step.depth > step.depth) at -= 1;
  state.expanding.splice(at, 0, instance);
}

function fail(state: MachineState, firing: Firing, code: SerializedError["code"], message: string): void {
  state.known += 1;
  const { position } = firing.plan.step as ScatterStep;
  const error: SerializedError = { code, message, retryable: false, ...(position && { position }) };
  state.failed.set(firing.key, { firing, error });
}

/** Hands out the next element of a scatter. Answers whether more are left. */
export function expandOne(state: MachineState, instance: ScatterInstance, deliver: Deliver): boolean {
  const { plan, tag, lists, lengths } = instance;
  const step = plan.step as ScatterStep;
  const index = instance.next;
  instance.next += 1;
  if (step.method === "dotproduct") {
    const element = childTag(tag, index);
    step.scatter.forEach((name, which) =>
      deliver(state, step.outputs[name] as PortId, element, listItem(lists[which] as Token, index)),
    );
  } else {
    const indices = indicesOf(index, lengths);
    let nested = tag;
    step.scatter.forEach((name, which) => {
      const port = step.outputs[name] as PortId;
      const token = listItem(lists[which] as Token, indices[which] as number);
      if (step.method === "flat_crossproduct") {
        deliver(state, port, childTag(tag, index), token);
        return;
      }
      nested = childTag(nested, indices[which] as number);
      // An outer element serves all inner ones: it is handed out once, with the first of them.
      if (indices.slice(which + 1).every((inner) => inner === 0)) deliver(state, port, nested, token);
    });
  }
  return instance.next < instance.total;
}

function indicesOf(flat: number, lengths: readonly number[]): number[] {
  const indices: number[] = [];
  let rest = flat;
  for (let which = lengths.length - 1; which >= 0; which -= 1) {
    const length = lengths[which] as number;
    indices[which] = rest % length;
    rest = Math.floor(rest / length);
  }
  return indices;
}
