import type { SluiceContext } from "./context.ts";
import type { DataLocation } from "./data-location.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { Hardware } from "./hardware.ts";
import type { JsonObject } from "./json.ts";
import type { Location } from "./location.ts";
import type { Manager } from "./manager.ts";
import type { Policy } from "./policy.ts";
import type { StepKey } from "./run-event.ts";
import type { Target } from "./target.ts";

/** Decides where and when jobs run. */
export const schedulerPoint: ExtensionPoint<SchedulerFactory> = extensionPoint({
  id: "scheduler",
  apiVersion: 1,
  purpose: "Assigns jobs to locations and keeps account of their hardware.",
  stability: "stable",
  default: "default",
});

/** Makes a scheduler for one engine. */
export interface SchedulerFactory {
  create(input: {
    readonly options: JsonObject;
    readonly context: SluiceContext;
    /** The policy that a deployment's locations are chosen by. */
    readonly policy: (deployment: string) => Policy;
  }): Scheduler | Promise<Scheduler>;
}

/** Keeps account of hardware and hands it out. From `restore` on, open jobs of the run count as running, adopted or not. */
export interface Scheduler extends Manager {
  /**
   * Waits until a job fits on one of the locations, first come first served among equals.
   * @throws `RESOURCES_UNSATISFIABLE` at once when it can never fit, saying what each location lacks
   */
  allocate(input: ScheduleRequest): Promise<Allocation>;
  /**
   * The allocation of a job of an earlier engine that may still run, even where that exceeds what is free. It takes the place
   * of what `restore` set aside for the job.
   */
  adopt(input: { readonly job: string; readonly location: Location; readonly hardware: Hardware }): Allocation;
  /**
   * Gives back what `restore` set aside for a job that will not be adopted: it is lost, or its run is over. Of a job that it does
   * not know, or that was adopted, nothing changes. Needed where `restore` sets something aside.
   */
  forget?(input: { readonly job: string }): void;
}

/** A job that wants a place. */
export interface ScheduleRequest {
  readonly job: string;
  /** For people. */
  readonly label: string;
  /** The run that it belongs to, and which attempt of which step it is; the engine always says. Absent: a program asks by itself. */
  readonly run?: string;
  readonly key?: StepKey;
  readonly hardware: Hardware;
  /** In the order of preference, each with its locations as they are now. */
  readonly candidates: readonly { readonly target: Target; readonly locations: readonly Location[] }[];
  /** What is known of where the job's inputs lie; found out when it is first asked. Absent: nothing is known. */
  readonly data?: () => readonly DataLocation[];
  readonly signal: AbortSignal;
}

/** A place for one job. Disposing it gives the hardware back. */
export interface Allocation extends Disposable {
  readonly target: Target;
  readonly location: Location;
  readonly hardware: Hardware;
}
