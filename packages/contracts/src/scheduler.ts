import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { Hardware } from "./hardware.ts";
import type { JsonObject } from "./json.ts";
import type { Location } from "./location.ts";
import type { Target } from "./target.ts";

/** Decides where and when jobs run. */
export const schedulerPoint: ExtensionPoint<SchedulerFactory> = extensionPoint({
  id: "scheduler",
  apiVersion: 1,
  purpose: "Assigns jobs to locations and keeps account of their hardware.",
  stability: "experimental",
});

/** Makes a scheduler for one engine. */
export interface SchedulerFactory {
  create(input: { readonly options: JsonObject }): Scheduler;
}

/** Keeps account of hardware and hands it out. Holds no state that the journal does not have: see {@link restore}. */
export interface Scheduler {
  /**
   * Waits until a job fits on one of the locations, first come first served among equals.
   * @throws `RESOURCES_UNSATISFIABLE` at once when it can never fit, saying what each location lacks
   */
  allocate(input: ScheduleRequest): Promise<Allocation>;
  /** Counts a job of an earlier engine that still runs, even where that exceeds what is free. */
  restore(input: { readonly job: string; readonly location: Location; readonly hardware: Hardware }): Allocation;
}

/** A job that wants a place. */
export interface ScheduleRequest {
  readonly job: string;
  /** For people. */
  readonly label: string;
  readonly hardware: Hardware;
  /** In the order of preference, each with its locations as they are now. */
  readonly candidates: readonly { readonly target: Target; readonly locations: readonly Location[] }[];
  readonly signal: AbortSignal;
}

/** A place for one job. Disposing it gives the hardware back. */
export interface Allocation extends Disposable {
  readonly target: Target;
  readonly location: Location;
  readonly hardware: Hardware;
}
