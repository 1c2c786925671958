import {
  rootTag,
  startPort,
  type RunEvent,
  type RunEventData,
  type ScatterStep,
  type StepKey,
  type Token,
} from "@sluice/contracts";
import { deliver, makeReady } from "./deliver.ts";
import type { Effect } from "./effect.ts";
import { finishIfOver, isStopped } from "./finish.ts";
import { continueLoop } from "./loop.ts";
import { createPlan } from "./plan.ts";
import { expandOne, startScatter } from "./scatter.ts";
import { createState, firingKey, type Firing, type MachineState, type ScatterInstance } from "./state.ts";

/** The state after a run's first event. Nothing starts before `run_started`. */
export function createMachine(created: RunEventData["run_created"]): MachineState {
  const { graph, inputs, options } = created;
  const state = createState(createPlan(graph), options);
  deliver(state, startPort, rootTag, { value: null });
  for (const [name, port] of Object.entries(graph.inputs))
    deliver(state, port, rootTag, inputs[name] ?? { value: null });
  return state;
}

/**
 * The heart of the engine: applies one event to the state and answers what to do next. Deterministic: the same events
 * give the same state and the same effects, so a journal can be replayed. No I/O, no clock, no randomness.
 */
export function apply(state: MachineState, event: RunEvent): Effect[] {
  const effects: Effect[] = [];
  switch (event.type) {
    case "run_created":
      throw new Error("run_created makes a machine; it is not applied to one");
    case "run_started":
      start(state, event.data);
      break;
    case "job_scheduled": {
      const { job, deployment, location, directory, hardware } = event.data;
      const firing = activeFiring(state, event.data);
      firing.phase = "scheduled";
      firing.job = { id: job, deployment, location, directory, hardware };
      effects.push({ type: "submit", firing });
      return effects;
    }
    case "job_submitted": {
      const firing = activeFiring(state, event.data);
      firing.phase = "submitted";
      firing.handle = event.data.handle;
      effects.push({ type: "watch", firing });
      return effects;
    }
    case "step_completed":
      complete(state, activeFiring(state, event.data), event.data.outputs);
      break;
    case "step_failed": {
      const firing = activeFiring(state, event.data);
      const { error, retry, uncounted } = event.data;
      firing.lastError = error;
      if (!uncounted) firing.failures += 1;
      if (retry && state.cancelling === undefined) {
        renew(firing, firing.attempt + 1);
        effects.push({ type: "start", firing, delayMs: retry.delayMs });
        return effects;
      }
      state.active.delete(firing.key);
      if (retry) {
        renew(firing, firing.attempt + 1);
        state.suspended.set(firing.key, firing);
      } else state.failed.set(firing.key, { firing, error });
      break;
    }
    case "step_cancelled": {
      const firing = activeFiring(state, event.data);
      state.active.delete(firing.key);
      state.suspended.set(firing.key, firing);
      if (event.data.left) firing.left = true;
      break;
    }
    case "cancel_requested":
      state.cancelling = event.data.reason;
      effects.push({ type: "cancel" });
      break;
    case "run_completed":
      state.status = "completed";
      state.results = event.data.outputs;
      return effects;
    case "run_failed":
    case "run_cancelled":
      state.status = event.type === "run_failed" ? "failed" : "cancelled";
      return effects;
    case "hooks_told":
    case "inputs_opened":
      return effects;
  }
  if (state.status === "running") {
    pump(state, effects);
    if (isStopped(state) && state.cancelling === undefined) effects.push({ type: "hold" });
    finishIfOver(state, effects);
  }
  return effects;
}

/** What is to be done for a state that was read back from a journal: the effects whose outcome is not known. */
export function openEffects(state: MachineState): Effect[] {
  const left = [...state.suspended.values()].filter((firing) => firing.left);
  const taken = left.map((firing): Effect => ({ type: firing.discarded ? "discard" : "watch", firing }));
  const open = [...state.active.values()].map((firing): Effect => {
    if (isDiscarded(state, firing)) return { type: "discard", firing };
    if (firing.phase === "scheduled") return { type: "submit", firing };
    if (firing.phase === "submitted") return { type: "watch", firing };
    return startEffect(firing);
  });
  return [...open, ...taken];
}

/** What was told to end, or was about to be, when its engine died: nobody knows whether it has ended by itself. */
function isDiscarded(state: MachineState, firing: Firing): boolean {
  return firing.discarded === true || (state.cancelling !== undefined && firing.job !== undefined);
}

function start(state: MachineState, data: RunEventData["run_started"]): void {
  for (const firing of state.active.values()) if (isDiscarded(state, firing)) firing.discarded = true;
  state.status = "running";
  state.cancelling = undefined;
  state.ending = false;
  if (data.options) state.options = { ...state.options, ...data.options };
  const again = [...state.suspended.values()];
  state.suspended.clear();
  for (const firing of again) {
    if (firing.left) {
      delete firing.left;
      state.active.set(firing.key, firing);
      continue;
    }
    const isSpent = data.freshAttempts && firing.job !== undefined;
    restart(state, firing, firing.attempt + (isSpent ? 1 : 0));
  }
  if (!data.retryFailed) return;
  const failed = [...state.failed.values()];
  state.failed.clear();
  for (const { firing } of failed) restart(state, firing, firing.attempt + 1);
}

function restart(state: MachineState, firing: Firing, attempt: number): void {
  renew(firing, attempt);
  state.known -= 1;
  if (firing.plan.step.kind === "scatter") {
    // Whether its lists can be scattered is found out again.
    startScatter(state, firing.plan, firing.tag, firing.inputs, deliver);
    return;
  }
  makeReady(state, firing);
}

function renew(firing: Firing, attempt: number): void {
  firing.attempt = attempt;
  firing.phase = "started";
  delete firing.job;
  delete firing.handle;
  delete firing.discarded;
}

/** Outputs that a step has besides its own become outputs of the run. */
function keepMore(
  state: MachineState,
  outputs: Readonly<Record<string, Token>>,
  own: Readonly<Record<string, unknown>>,
): void {
  const { outputs: declared } = state.plan.graph;
  for (const [name, token] of Object.entries(outputs))
    if (!Object.hasOwn(own, name) && !Object.hasOwn(declared, name)) state.outputs.set(name, token);
}

function complete(state: MachineState, firing: Firing, outputs: Readonly<Record<string, Token>>): void {
  const { plan, tag } = firing;
  const { step } = plan;
  state.active.delete(firing.key);
  state.completed += 1;
  switch (step.kind) {
    case "execute":
    case "transform":
      for (const [name, port] of Object.entries(step.outputs)) deliver(state, port, tag, outputs[name] ?? nullToken);
      if (step.more === true) keepMore(state, outputs, step.outputs);
      return;
    case "conditional":
      if (isTrue(outputs["result"])) {
        for (const [name, port] of Object.entries(step.outputs)) {
          const input = step.inputs[name];
          deliver(
            state,
            port,
            tag,
            input && "value" in input ? { value: input.value } : (firing.inputs[name] ?? nullToken),
          );
        }
      } else {
        for (const port of step.otherwise) deliver(state, port, tag, nullToken);
      }
      return;
    case "loop":
      continueLoop(state, plan, tag, isTrue(outputs["result"]), deliver);
      return;
    case "scatter":
      state.known -= 1;
      state.completed -= 1;
      startScatter(state, plan, tag, outputs, deliver);
      return;
    default:
      throw new Error(`a ${step.kind} step has no outcome`);
  }
}

const nullToken: Token = { value: null };

function isTrue(token: Token | undefined): boolean {
  return token !== undefined && "value" in token && token.value === true;
}

/** Starts what is ready, the deepest first, and hands out elements of scatters, as far as the window allows. */
function pump(state: MachineState, effects: Effect[]): void {
  if (isStopped(state)) return;
  for (;;) {
    if (state.active.size >= state.options.window) return;
    const firing = state.ready.shift();
    if (firing) {
      firing.phase = "started";
      state.active.set(firing.key, firing);
      effects.push(startEffect(firing));
      continue;
    }
    const instance = state.expanding.at(-1);
    if (!instance) return;
    // With nothing active, only a further element can bring what the waiting ones wait for.
    if (state.active.size > 0 && state.active.size + state.partialCount >= state.options.window) return;
    expand(state, instance);
    if (isStopped(state)) return;
  }
}

function expand(state: MachineState, instance: ScatterInstance): void {
  const more = instance.next + 1 < instance.total;
  // Taken off first: what the element leads to may put deeper scatters on top.
  if (!more) state.expanding.splice(state.expanding.indexOf(instance), 1);
  expandOne(state, instance, deliver);
}

function startEffect(firing: Firing): Effect {
  if (firing.plan.step.kind === "scatter") return { type: "resolve", firing };
  return { type: "start", firing, delayMs: 0 };
}

function activeFiring(state: MachineState, key: StepKey): Firing {
  const firing = state.active.get(firingKey(key.step, key.tag));
  if (!firing || firing.attempt !== key.attempt) {
    throw new Error(
      `the journal speaks of attempt ${key.attempt} of ${firingKey(key.step, key.tag)}, which is not active`,
    );
  }
  return firing;
}

/** Lists of a scatter, by input, that must be read before it can begin. */
export function unresolvedLists(firing: Firing): readonly { readonly name: string; readonly token: Token }[] {
  const step = firing.plan.step as ScatterStep;
  return step.scatter.flatMap((name) => {
    const token = firing.inputs[name];
    return token ? [{ name, token }] : [];
  });
}
