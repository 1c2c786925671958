import type { RunProgress, RunSummary } from "@sluice/contracts";
import type { MachineState } from "./machine/index.ts";

/** How far a run is. */
export function progressOf(state: MachineState): RunProgress {
  return {
    known: state.known,
    completed: state.completed,
    failed: state.failed.size,
    running: state.active.size,
    waiting: state.ready.size + state.partialCount,
  };
}

/** What lists of runs say of it. */
export function summaryOf({ status, completed, failed, known }: MachineState): Partial<RunSummary> {
  const ended = status === "completed" || status === "failed" || status === "cancelled";
  return { status, completed, failed: failed.size, known, ...(ended && { endedAt: Date.now() }) };
}
