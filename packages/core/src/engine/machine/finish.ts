import type { StepFailure, Token } from "@sluice/contracts";
import type { Effect } from "./effect.ts";
import type { MachineState } from "./state.ts";

/** Announces the end of the run, once, when nothing is active and nothing more can start. */
export function finishIfOver(state: MachineState, effects: Effect[]): void {
  if (state.ending || state.active.size > 0) return;
  const failures = failuresOf(state);
  if (!isStopped(state) && (state.ready.size > 0 || state.expanding.length > 0)) return;
  // In the order of their declaration, not of their arrival.
  const declared: Record<string, Token> = {};
  for (const name of Object.keys(state.plan.graph.outputs)) {
    const token = state.outputs.get(name);
    if (token) declared[name] = token;
  }
  const more = [...state.outputs].filter(([name]) => !Object.hasOwn(declared, name));
  const outputs = more.length === 0 ? declared : { ...declared, ...Object.fromEntries(more) };
  state.ending = true;
  if (state.cancelling !== undefined) {
    effects.push({ type: "finish", status: "cancelled", outputs, failures, reason: state.cancelling });
  } else if (failures.length > 0) {
    effects.push({ type: "finish", status: "failed", outputs, failures, reason: "" });
  } else {
    const missing = Object.keys(state.plan.graph.outputs).filter((name) => !state.outputs.has(name));
    if (missing.length === 0 && state.partialCount === 0) {
      effects.push({ type: "finish", status: "completed", outputs, failures, reason: "" });
      return;
    }
    effects.push({ type: "finish", status: "failed", outputs, failures: [stalled(state, missing)], reason: "" });
  }
}

/** Whether nothing new may start. */
export function isStopped(state: MachineState): boolean {
  return state.cancelling !== undefined || (state.options.onError === "stop" && state.failed.size > 0);
}

/** The final failures so far, in the order in which they came. */
function failuresOf(state: MachineState): StepFailure[] {
  return [...state.failed.values()].map(({ firing, error }) => ({ step: firing.plan.path, tag: firing.tag, error }));
}

function stalled(state: MachineState, missing: readonly string[]): StepFailure {
  const waiting: string[] = [];
  for (const [plan, partials] of state.partials) if (partials.size > 0) waiting.push(plan.path);
  const parts = [
    ...(missing.length > 0 ? [`no value for ${missing.join(", ")}`] : []),
    ...(waiting.length > 0 ? [`still waiting: ${waiting.slice(0, 5).join(", ")}`] : []),
  ];
  return {
    step: waiting[0] ?? "/",
    tag: "0",
    error: {
      code: "RUN_STALLED",
      message: `nothing can start although the run is not over: ${parts.join("; ")}`,
      retryable: false,
    },
  };
}
