import {
  deserializeError,
  type JobExit,
  type RunEvent,
  type SerializedError,
  type StepFailure,
  type StoredRunEvent,
} from "@sluice/contracts";
import { formatDuration } from "./duration.ts";
import { stepLabel } from "./step-label.ts";

/** An event that changes what a person knows of a run, or undefined for bookkeeping. */
export interface EventLine {
  readonly tone: "plain" | "good" | "bad" | "warn";
  readonly text: string;
}

/** Says an event in one line. Steps without a job of their own are only mentioned when they fail. */
export function describeEvent(event: StoredRunEvent | RunEvent): EventLine | undefined {
  switch (event.type) {
    case "run_started":
      return { tone: "plain", text: `run started by process ${event.data.pid} on ${event.data.host}` };
    case "job_scheduled":
      return {
        tone: "plain",
        text: `${stepLabel(event.data.step, event.data.tag)} started${attemptText(event.data.attempt)}`,
      };
    case "step_completed":
      return completedLine(event.data);
    case "step_failed":
      return failedLine(event.data);
    case "step_cancelled":
      return { tone: "warn", text: `${stepLabel(event.data.step, event.data.tag)} stopped` };
    case "cancel_requested":
      return { tone: "warn", text: `stopping: ${event.data.reason}` };
    case "run_completed":
      return { tone: "good", text: "run completed" };
    case "run_failed":
      return { tone: "bad", text: `run failed: ${failuresText(event.data.failures)}` };
    case "run_cancelled":
      return { tone: "warn", text: `run cancelled: ${event.data.reason}` };
    case "run_created":
    case "job_submitted":
    case "hooks_told":
    case "inputs_opened":
      return undefined;
  }
}

function failuresText(failures: readonly StepFailure[]): string {
  const [first] = failures;
  // What fails without a step: it stalled, or its outputs cannot be placed.
  if (first?.step === "/") return errorLine(first.error);
  return `${failures.length} step${failures.length === 1 ? "" : "s"}`;
}

function completedLine(data: Extract<RunEvent, { type: "step_completed" }>["data"]): EventLine | undefined {
  const label = stepLabel(data.step, data.tag);
  if (data.answeredBy === "cache") return { tone: "good", text: `${label} re-used from the cache` };
  if (data.answeredBy !== undefined) return { tone: "good", text: `${label} answered by ${data.answeredBy}` };
  if (data.exit === undefined) return undefined;
  return { tone: "good", text: `${label} completed${durationText(data.exit)}` };
}

function failedLine(data: Extract<RunEvent, { type: "step_failed" }>["data"]): EventLine {
  const label = stepLabel(data.step, data.tag);
  const again = data.retry === undefined ? "" : `; again in ${formatDuration(data.retry.delayMs)}`;
  return {
    tone: data.retry === undefined ? "bad" : "warn",
    text: `${label} failed${durationText(data.exit)}: ${errorLine(data.error)}${again}`,
  };
}

/** Code and message of an error in one line. */
export function errorLine(error: SerializedError): string {
  const { code, message } = deserializeError(error);
  return `${code}: ${firstLine(message)}`;
}

/** The first line of a message, without the words that announce further ones. */
export function firstLine(message: string): string {
  const [line = "", ...others] = message.split("\n");
  return others.length === 0 ? line : line.replace(/[;,]?[^;,]*:$/, "");
}

function durationText(exit: JobExit | undefined): string {
  const { startedAt, endedAt } = exit?.usage ?? {};
  return startedAt === undefined || endedAt === undefined ? "" : ` (${formatDuration(endedAt - startedAt)})`;
}

function attemptText(attempt: number): string {
  return attempt > 1 ? ` (attempt ${attempt})` : "";
}
