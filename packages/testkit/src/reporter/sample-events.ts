import type { RunEvent, RunProgress, RunResult, SerializedError, StoredRunEvent } from "@sluice/contracts";

const key = { step: "/align", tag: "0", attempt: 1 } as const;
const exit = { code: 1, usage: { startedAt: 1_700_000_000_000, endedAt: 1_700_000_001_000, cpuUser: 0.5 } };
const error: SerializedError = { code: "JOB_FAILED", message: "it failed", retryable: false, actor: "step /align" };

const events: readonly RunEvent[] = [
  {
    type: "run_created",
    data: {
      run: "run-1",
      graph: {
        format: 1,
        name: "Sample",
        frontend: "cwl",
        inputs: {},
        outputs: {},
        ports: {},
        steps: {},
        definitions: {},
      },
      inputs: {},
      options: { onError: "stop", window: 100, attempts: 3 },
      engine: "0.1.0",
      plugins: { sample: { version: "1.0.0" } },
      origin: {},
    },
  },
  { type: "run_started", data: { host: "here", pid: 1, engine: "0.1.0", retryFailed: false, freshAttempts: true } },
  { type: "inputs_opened", data: { ...key, paths: ["/data/index.db"] } },
  {
    type: "job_scheduled",
    data: {
      ...key,
      job: "j1",
      deployment: "local",
      location: "localhost",
      directory: "/jobs/j1",
      hardware: { cores: 1 },
    },
  },
  { type: "job_submitted", data: { ...key, handle: { id: "j1", data: { pid: 2 } } } },
  { type: "step_failed", data: { ...key, error, exit, retry: { delayMs: 1000 } } },
  { type: "step_failed", data: { ...key, attempt: 2, error } },
  { type: "step_completed", data: { ...key, step: "/sort", tag: "0.3", outputs: { out: { value: "é" } }, exit } },
  { type: "step_completed", data: { ...key, step: "/link", outputs: {}, answeredBy: "cache" } },
  { type: "cancel_requested", data: { reason: "enough" } },
  { type: "step_cancelled", data: { ...key, step: "/count" } },
  { type: "run_completed", data: { outputs: {} } },
  { type: "run_failed", data: { outputs: {}, failures: [{ step: "/align", tag: "0", error }] } },
  { type: "run_cancelled", data: { reason: "enough" } },
  { type: "hooks_told", data: { told: 13 } },
];

/** One event of each type, as they might come. */
export const sampleEvents: readonly StoredRunEvent[] = events.map((event, index) => ({
  ...event,
  seq: index + 1,
  time: 1_700_000_000_000 + index * 1000,
}));

export const sampleProgress: RunProgress = { known: 10, completed: 2, failed: 1, running: 3, waiting: 4 };

/** A run that ended like this. */
export function sampleResult(status: RunResult["status"]): RunResult {
  const failures = status === "failed" ? [{ step: "/align", tag: "0", error }] : [];
  return { status, outputs: { n: 1, file: { class: "File", location: "file:///out/a.txt" } }, failures };
}
