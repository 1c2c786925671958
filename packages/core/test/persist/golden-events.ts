import type { RunEvent, RunEventType } from "@sluice/contracts";

const key = { step: "/align", tag: "0.3", attempt: 1 } as const;

const error = {
  code: "JOB_FAILED",
  message: "The tool ended with exit code 2.",
  retryable: false,
  position: { file: "align.cwl", line: 3, column: 5 },
  hint: "Look at its standard error.",
  actor: "step /align",
} as const;

const exit = {
  code: 0,
  timedOut: false,
  usage: {
    startedAt: 1_700_000_000_100,
    endedAt: 1_700_000_000_900,
    cpuUser: 0.5,
    cpuSystem: 0.1,
    peakMemory: 1_048_576,
  },
} as const;

const outputs = {
  out: { value: { class: "File", location: "file:///data/out.txt", size: 12 } },
  large: {
    blob: { digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", bytes: 70_000, length: 2 },
  },
  item: {
    item: { digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", bytes: 70_000 },
    index: 1,
  },
  list: { list: [{ value: 1 }, { value: null }, { list: [] }] },
} as const;

/**
 * An event of each type as this version writes it, with every field that it may have. When a type gets a new version,
 * its event here becomes the new one, and the old line stays in the golden file.
 */
export const currentEvents: { readonly [Type in RunEventType]: Extract<RunEvent, { readonly type: Type }> } = {
  run_created: {
    type: "run_created",
    data: {
      run: "20260101-first",
      nonce: "5f0c0a9e6b7d4c1f8a2e3d4b5c6f7a80",
      graph: {
        format: 1,
        name: "first",
        frontend: "cwl",
        inputs: { reads: "/reads" },
        outputs: { result: "/align/out" },
        ports: { "/reads": { depth: 0 }, "/align/out": { depth: 1 } },
        steps: {
          "/align": {
            kind: "execute",
            depth: 1,
            inputs: { reads: { port: "/reads" }, threads: { value: 4 } },
            after: ["/"],
            outputs: { out: "/align/out" },
            operation: { name: "cwl.command-line-tool", version: 1, params: { $definition: "align" } },
            hardware: { cores: 1.5, memory: 256 },
          },
        },
        definitions: { align: { class: "CommandLineTool" } },
      },
      inputs: { reads: { value: ["a", "b"] } },
      options: { onError: "stop", window: 64, attempts: 3, outdir: "/data/out", frontend: { relax: true } },
      engine: "0.1.0",
      plugins: { docker: { version: "0.1.0" } },
      inputStamps: {
        value: {
          "/data/reads.fq": { size: 12, modified: "1700000000000000001", inode: "42", checksum: "sha1$0a4d" },
          "/data/index": {
            entries: { "a/b": { size: 1, modified: "1700000000000000002", inode: "43" } },
            modified: "1700000000000000003",
            inode: "44",
          },
        },
      },
      documentStamps: { blob: { digest: "e3b0c44298fc1c149afbf4c8996fb924", bytes: 70_000 } },
      origin: { file: "first.cwl", directory: "/data" },
    },
  },
  run_started: {
    type: "run_started",
    data: {
      host: "node1",
      pid: 4711,
      engine: "0.1.0",
      retryFailed: true,
      freshAttempts: false,
      options: { window: 8 },
    },
  },
  inputs_opened: { type: "inputs_opened", data: { ...key, paths: ["/data/index.db"] } },
  job_scheduled: {
    type: "job_scheduled",
    data: {
      ...key,
      job: "0f343b0931126a20f133d67c2b018a3b",
      deployment: "local",
      location: "local/0",
      directory: "/data/runs/first/jobs/1",
      hardware: { cores: 1, memory: 256, tmpdirSize: 10, outdirSize: 10, gpus: 0 },
    },
  },
  job_submitted: {
    type: "job_submitted",
    data: { ...key, handle: { id: "0f343b0931126a20f133d67c2b018a3b", data: { pid: 4712 } } },
  },
  step_completed: { type: "step_completed", data: { ...key, outputs, exit, answeredBy: "cache" } },
  step_failed: {
    type: "step_failed",
    data: { ...key, error, exit: { ...exit, code: 137, signal: "SIGKILL", timedOut: true }, retry: { delayMs: 1000 } },
  },
  cancel_requested: { type: "cancel_requested", data: { reason: "SIGINT" } },
  step_cancelled: { type: "step_cancelled", data: key },
  run_completed: { type: "run_completed", data: { outputs } },
  run_failed: { type: "run_failed", data: { outputs, failures: [{ step: "/align", tag: "0.3", error }] } },
  run_cancelled: { type: "run_cancelled", data: { reason: "SIGINT" } },
  hooks_told: { type: "hooks_told", data: { told: 11 } },
};

/** Fields that an event has from a version on: what an older one is read as has none. */
const since: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  run_created: { nonce: 3, inputStamps: 3, documentStamps: 3 },
};

/** What a line of a golden file is read as. */
export function eventOf(type: RunEventType, version: number): RunEvent {
  const event = currentEvents[type];
  const data = Object.entries(event.data).filter(([field]) => version >= (since[type]?.[field] ?? 1));
  return { type, data: Object.fromEntries(data) } as RunEvent;
}
