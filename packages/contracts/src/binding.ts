import type { Target } from "./target.ts";

/** Binds a step and all steps below it, or a port, to targets. The binding of the nearest ancestor counts. */
export type Binding = StepBinding | PortBinding;

/** Says where the jobs of a step run. */
export interface StepBinding {
  /** Path of a step or sub-workflow; `/` is the whole workflow. */
  readonly step: string;
  /** At least one; with several, filters and the scheduler choose. */
  readonly targets: readonly Target[];
  /** Names of binding filters, applied in order. */
  readonly filters: readonly string[];
}

/** Says where the data of a workflow input lie. */
export interface PortBinding {
  /** Path of a port. */
  readonly port: string;
  readonly target: Target;
}
