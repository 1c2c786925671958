import type { SluiceContext } from "./context.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JsonObject } from "./json.ts";
import type { Location } from "./location.ts";
import type { Manager } from "./manager.ts";
import type { StepKey } from "./run-event.ts";

/** Ways to keep what steps made, in case its place is lost. */
export const checkpointManagerPoint: ExtensionPoint<CheckpointManagerFactory> = extensionPoint({
  id: "checkpoint-manager",
  apiVersion: 1,
  purpose: "Keeps copies of what steps made, so that a lost location costs no work.",
  stability: "experimental",
  default: "dummy",
});

/** Makes a checkpoint manager for one engine. */
export interface CheckpointManagerFactory {
  create(input: {
    readonly options: JsonObject;
    readonly context: SluiceContext;
  }): CheckpointManager | Promise<CheckpointManager>;
}

/** Keeps copies of files and gives them back. */
export interface CheckpointManager extends Manager {
  /**
   * Keeps the files of a step's outputs. Called after the commit of the outputs; saving twice is saving once. What it
   * throws is reported, and the run goes on without the checkpoint.
   */
  save(input: {
    readonly run: string;
    readonly key: StepKey;
    /** Their files are on `location`. */
    readonly outputs: JsonObject;
    readonly location: Location;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<void>;
  /**
   * A copy of what a path of a location held, asked for when it is gone. The path may lie inside of a directory that was kept.
   * @returns an absolute path of the engine's own machine, or undefined when nothing was kept
   */
  find(input: {
    readonly run: string;
    readonly deployment: string;
    readonly location: string;
    readonly path: string;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<string | undefined>;
}
