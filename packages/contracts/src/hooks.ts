import type { SerializedError } from "./errors.ts";
import type { JsonObject } from "./json.ts";
import type { StepKind } from "./step.ts";

/** The hooks of a run, by name. `on…`, `before…` and `after…` observe; `wrap…` surrounds. */
export interface HookMap {
  /** A firing of an execute or transform step is about to be scheduled. */
  readonly beforeNodeExecute: (event: NodeEvent) => void | Promise<void>;
  /** Its outputs are committed. */
  readonly afterNodeExecute: (
    event: NodeEvent & { readonly result: JsonObject; readonly duration: number },
  ) => void | Promise<void>;
  /** It failed for good, or failed and is tried again. `duration` in seconds. */
  readonly onNodeError: (
    event: NodeEvent & { readonly error: SerializedError; readonly duration: number; readonly willRetry: boolean },
  ) => void | Promise<void>;
  readonly beforeGraphExecute: (event: GraphEvent) => void | Promise<void>;
  readonly afterGraphExecute: (
    event: GraphEvent & { readonly result: JsonObject; readonly duration: number },
  ) => void | Promise<void>;
  readonly onGraphError: (
    event: GraphEvent & { readonly error: SerializedError; readonly duration: number },
  ) => void | Promise<void>;
  /** Surrounds scheduling; may answer with outputs of its own without calling `next`. */
  readonly wrapNodeExecute: (event: NodeEvent, next: () => Promise<NodeAnswer>) => Promise<NodeAnswer>;
}

/** Names of the hooks. */
export type HookName = keyof HookMap;

/** What {@link HookMap.wrapNodeExecute} settles with: outputs, or undefined when the engine goes on to run the step. */
export type NodeAnswer = { readonly outputs: JsonObject } | undefined;

/** What every hook about a step gets. Hooks fire after commit, for live transitions only, at least once. */
export interface NodeEvent {
  readonly runId: string;
  /** Position in the journal of the event that led to this one. */
  readonly seq: number;
  /** Step and tag, such as `/align#0.3`. */
  readonly key: string;
  readonly attempt: number;
  /** Whether the run was resumed before this. */
  readonly resumed: boolean;
  readonly metadata: { readonly name: string; readonly kind: StepKind; readonly operation: string };
  /** Reads the inputs; they can be large. */
  readonly inputs: () => Promise<JsonObject>;
  readonly reporter: Reporter;
}

/** What every hook about a whole run gets. */
export interface GraphEvent {
  readonly runId: string;
  readonly seq: number;
  readonly resumed: boolean;
  /** Name of the workflow. */
  readonly rootId: string;
  /** Number of steps of the graph. */
  readonly nodeCount: number;
  readonly isAsync: true;
}

/** Takes reports from beside a job or from a hook. */
export interface Reporter {
  /** Sends data of a named type to whoever listens. */
  report(type: string, data: JsonObject): void;
}

/** Where a hook stands among others: before, with or after most; then in the order of registration. */
export type HookOrder = "pre" | "normal" | "post";
