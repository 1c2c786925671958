/**
 * What the evaluator and its worker say to each other. Values cross as JSON text: that is what the sandbox reads and writes, and
 * text is the cheapest thing to move between threads.
 */
export interface WorkerStart {
  /** See {@link ControlIndex}. */
  readonly control: SharedArrayBuffer;
  /** One 64-bit integer: `process.hrtime.bigint()` at the start of the current task. */
  readonly clock: SharedArrayBuffer;
}

/**
 * Shared memory, as 32-bit integers: the task and the slot that are being worked on, whether any was yet (1), then one flag per slot that
 * says "cancelled".
 */
export const ControlIndex = { task: 0, slot: 1, begun: 2, flags: 3 } as const;
/** Slots of a batch. */
export const batchSlots = 512;
/** Value of `slot` while nothing is evaluated. */
export const idleSlot = -1;

export interface WorkerBatch {
  /** The expression libraries of the jobs, by number; a number is never given to another library. */
  readonly libraries: readonly (readonly [number, readonly string[]])[];
  readonly jobs: readonly WorkerJob[];
}

/** The JavaScript of one job. */
export interface WorkerJob {
  readonly slot: number;
  readonly library: number;
  readonly memoryBytes: number;
  /** Per task. */
  readonly timeoutMs: number;
  /** JSON of `inputs` and `runtime`. */
  readonly inputs: string;
  readonly runtime: string;
  /** JSON of the integers in `inputs` that JavaScript cannot hold: a list of `[path, digits]`. */
  readonly wide?: string;
  readonly tasks: readonly WorkerTask[];
}

export interface WorkerTask {
  readonly form: "expression" | "body";
  readonly body: string;
  /** JSON of `self`; with integers that JavaScript cannot hold, `!` and the JSON of `{ self, wide }`. */
  readonly self: string;
}

export interface WorkerReply {
  readonly outcomes: readonly WorkerOutcome[];
  /** Whether the batch is finished. */
  readonly last: boolean;
}

export type WorkerOutcome =
  | { readonly slot: number; readonly values: readonly string[] }
  | { readonly slot: number; readonly failure: SandboxFailure; /** Index of the task. */ readonly task: number };

export interface SandboxFailure {
  readonly kind: "exception" | "result" | "timeout" | "memory" | "defect" | "start";
  /** What ended the thread, or kept it from starting. */
  readonly cause?: unknown;
  readonly message: string;
  /** Line of the script, from 1, and its column in UTF-8 bytes, from 1. */
  readonly line?: number;
  readonly byteColumn?: number;
  /** Index in the expression library, when the fault is there and not in the expression. */
  readonly library?: number;
}
