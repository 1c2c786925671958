import type { SluiceContext } from "./context.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { Hardware } from "./hardware.ts";
import type { JsonObject } from "./json.ts";
import type { Location } from "./location.ts";
import type { ScheduleRequest } from "./scheduler.ts";
import type { Target } from "./target.ts";

/** Ways to choose among places. */
export const policyPoint: ExtensionPoint<PolicyFactory> = extensionPoint({
  id: "policy",
  apiVersion: 1,
  purpose: "Chooses among the locations that have room for a job.",
  stability: "stable",
  default: "data_locality",
});

/** Makes a policy: one for each entry of a configuration that names it. */
export interface PolicyFactory {
  create(input: { readonly options: JsonObject; readonly context: SluiceContext }): Policy | Promise<Policy>;
}

/** Asked by the scheduler whenever a job might be placed. */
export interface Policy {
  /**
   * Chooses the place of a job. It must be quick and must not wait: the accounts of hardware stand still meanwhile.
   * @param input.places - where the job fits now, at least one, in the order of the job's targets
   * @returns one of `places`, or undefined to let the job wait until more is free; a job for which nothing more can become free gets the first place
   */
  choose(input: { readonly request: ScheduleRequest; readonly places: readonly Place[] }): Place | undefined;
}

/** Where a job fits. */
export interface Place {
  readonly target: Target;
  readonly location: Location;
  /** What the location has left; undefined when it does not say what it has. */
  readonly free: Hardware | undefined;
}
