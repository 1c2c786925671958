import type { RunProjection } from "./run-projection.ts";

/**
 * What all replaceable managers share. The engine creates them, opens them in the order database, data, deployment,
 * scheduler, checkpoint, failure, and disposes them in the reverse order, also after errors.
 */
export interface Manager extends Partial<AsyncDisposable> {
  /** Makes it ready, once, before anything else is asked of it. What it throws keeps the engine from opening. */
  open?(input: { readonly signal: AbortSignal }): Promise<void>;
  /**
   * Tells it of a run that an earlier engine left. A manager keeps nothing of a run that it cannot learn again from
   * here: that is what makes it replaceable between a crash and the resume. Called before the run goes on;
   * being told of a run twice is being told once.
   */
  restore(projection: RunProjection): void | Promise<void>;
}
