import type { Json, RunEvent, RunEventData, RunOptions, Token, WorkflowGraph } from "@sluice/contracts";
import {
  apply,
  createMachine,
  openEffects,
  stepKey,
  unresolvedLists,
  type Effect,
  type Firing,
  type MachineState,
} from "../../src/engine/machine/index.ts";

/** What a step does to its inputs, by the name of its operation. */
export type Behaviour = (firing: Firing, inputs: Record<string, Json>) => Record<string, Json>;

/** How the next open effect is answered. */
export type Choice = { readonly pick: number; readonly outcome: "complete" | "retry" | "fail" | "cancel" | "crash" };

/** A run of the machine alone: effects are answered at once, or as the choices say, and every event is kept. */
export interface Simulation {
  readonly events: RunEvent[];
  readonly state: MachineState;
  readonly open: readonly Effect[];
  readonly end: (Effect & { type: "finish" }) | undefined;
  /** Answers one open effect. */
  step(choice: Choice): void;
  /** Answers effects until the run is over. */
  finish(): void;
}

export const options: RunOptions = { onError: "stop", window: 4, attempts: 3 };

/** The value of a token that needs no blobs. */
export function valueOf(token: Token): Json {
  if ("value" in token) return token.value;
  if ("list" in token) return token.list.map(valueOf);
  throw new Error("a simulation has no blobs");
}

export function simulate(
  graph: WorkflowGraph,
  inputs: Record<string, Json>,
  behave: Behaviour,
  runOptions: RunOptions = options,
): Simulation {
  const tokens: Record<string, Token> = {};
  for (const [name, value] of Object.entries(inputs)) tokens[name] = { value };
  const created: RunEventData["run_created"] = {
    run: "r",
    graph,
    inputs: tokens,
    options: runOptions,
    engine: "0",
    plugins: {},
    origin: {},
  };
  const events: RunEvent[] = [{ type: "run_created", data: created }];
  let state = createMachine(created);
  let open: Effect[] = [];
  let end: (Effect & { type: "finish" }) | undefined;

  const started: RunEvent = {
    type: "run_started",
    data: { host: "h", pid: 1, engine: "0", retryFailed: true, freshAttempts: true },
  };

  function post(event: RunEvent): void {
    events.push(event);
    for (const effect of apply(state, event)) {
      if (effect.type === "finish") end = effect;
      else if (effect.type !== "cancel" && effect.type !== "hold") open.push(effect);
    }
  }

  function answer(effect: Effect, outcome: Choice["outcome"]): void {
    if (effect.type === "finish" || effect.type === "cancel" || effect.type === "hold")
      throw new Error("not an open effect");
    const { firing } = effect;
    const key = stepKey(firing);
    const error = { code: "JOB_FAILED", message: "no", retryable: true } as const;
    if (state.cancelling !== undefined && outcome !== "complete") {
      const isLeft = outcome === "fail" && (effect.type === "watch" || effect.type === "discard");
      post({ type: "step_cancelled", data: { ...key, ...(isLeft && { left: true as const }) } });
    } else if (effect.type === "discard") {
      post({ type: "step_failed", data: { ...key, error, retry: { delayMs: 0 }, uncounted: true } });
    } else if (outcome === "retry") {
      post({ type: "step_failed", data: { ...key, error, retry: { delayMs: 0 } } });
    } else if (outcome === "fail") {
      post({ type: "step_failed", data: { ...key, error } });
    } else if (effect.type === "resolve") {
      const outputs = Object.fromEntries(
        unresolvedLists(firing).map(({ name, token }) => [name, { value: valueOf(token) }]),
      );
      post({ type: "step_completed", data: { ...key, outputs } });
    } else if (effect.type === "start" && firing.plan.step.kind === "execute") {
      post({
        type: "job_scheduled",
        data: { ...key, job: "j", deployment: "d", location: "l", directory: "/", hardware: {} },
      });
    } else if (effect.type === "submit") {
      post({ type: "job_submitted", data: { ...key, handle: { id: "j", data: {} } } });
    } else {
      const read: Record<string, Json> = {};
      for (const [name, token] of Object.entries(firing.inputs)) read[name] = valueOf(token);
      const outputs: Record<string, Token> = {};
      for (const [name, value] of Object.entries(behave(firing, read))) outputs[name] = { value };
      post({ type: "step_completed", data: { ...key, outputs } });
    }
  }

  function restart(): void {
    state = replay(events);
    open = openEffects(state);
    end = undefined;
    post(started);
  }

  post(started);
  return {
    events,
    get state() {
      return state;
    },
    get open() {
      return open;
    },
    get end() {
      return end;
    },
    step(choice) {
      if (choice.outcome === "crash") {
        restart();
        return;
      }
      if (choice.outcome === "cancel") {
        if (state.cancelling === undefined) post({ type: "cancel_requested", data: { reason: "test" } });
        return;
      }
      const [effect] = open.splice(choice.pick % open.length, 1);
      if (effect) answer(effect, choice.outcome);
    },
    finish() {
      for (let turns = 0; !end || end.status !== "completed"; turns += 1) {
        if (turns > 100_000) throw new Error("the simulation does not end");
        const effect = open.shift();
        if (effect) answer(effect, "complete");
        else if (end) restart();
        else throw new Error("nothing is open, but the run is not over");
      }
    },
  };
}

/** Folds events from the beginning. */
export function replay(events: readonly RunEvent[]): MachineState {
  const [first, ...rest] = events;
  if (first?.type !== "run_created") throw new Error("no run_created");
  const state = createMachine(first.data);
  for (const event of rest) apply(state, event);
  return state;
}

/** Everything of a state that must be the same after a replay, as comparable data. */
export function snapshot(state: MachineState): unknown {
  const firings = (map: Map<string, Firing>): unknown =>
    [...map].map(([key, { attempt, phase, inputs }]) => ({ key, attempt, phase, inputs }));
  return {
    status: state.status,
    cancelling: state.cancelling,
    known: state.known,
    completed: state.completed,
    active: firings(state.active),
    suspended: firings(state.suspended),
    failed: [...state.failed.keys()],
    ready: [...state.ready].map(({ plan, tag, attempt }) => ({ step: plan.path, tag, attempt })),
    expanding: state.expanding.map(({ plan, tag, next, total }) => ({ step: plan.path, tag, next, total })),
    gathers: [...state.gathers].map(([key, { outputs }]) => ({
      key,
      missing: [...outputs.values()].map((o) => o.missing),
    })),
    loops: [...state.loops].map(([key, { round, current, missing }]) => ({ key, round, current, missing })),
    outputs: [...state.outputs],
    partials: state.partialCount,
  };
}
