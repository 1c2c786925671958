import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { Json } from "./json.ts";

/**
 * Runs functions: inline, in threads, in processes, over a broker.
 * @experimental Its caller is the task front-end.
 */
export const executorPoint: ExtensionPoint<Executor> = extensionPoint({
  id: "executor",
  apiVersion: 1,
  purpose: "Runs the functions of tasks.",
  stability: "experimental",
  default: "inline",
});

/** @experimental */
export interface Executor extends AsyncDisposable {
  /** Takes a call and answers at once; the result comes through the handle. */
  submit(input: { readonly task: PortableTask; readonly args: Json; readonly signal: AbortSignal }): ExecutorHandle;
}

/**
 * A function that another process can find.
 * @experimental
 */
export interface PortableTask {
  /** URL of the module and name of its export. */
  readonly module: string;
  readonly export: string;
}

/**
 * A call on its way.
 * @experimental
 */
export interface ExecutorHandle {
  readonly id: string;
  /** Settles with the function's result or error. */
  readonly result: Promise<Json>;
  /** Ends the call; `result` rejects with `RUN_CANCELLED`. */
  cancel(): Promise<void>;
}
