import type { SluiceContext } from "./context.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JsonObject } from "./json.ts";
import type { Target } from "./target.ts";

/** Ways to narrow down or reorder the targets of a job. */
export const bindingFilterPoint: ExtensionPoint<BindingFilterFactory> = extensionPoint({
  id: "binding-filter",
  apiVersion: 1,
  purpose: "Drops or reorders the targets of a job, by what the job is.",
  stability: "stable",
});

/** Makes a filter: one for each entry of a configuration that names it. */
export interface BindingFilterFactory {
  create(input: {
    /** Name of the entry in the configuration. */
    readonly name: string;
    readonly options: JsonObject;
    readonly context: SluiceContext;
  }): BindingFilter | Promise<BindingFilter>;
}

/** Asked for every job whose binding names the filter, before anything is deployed for it. */
export interface BindingFilter {
  /**
   * The targets that are left, in the order of preference. None left makes the job fail with `BINDING_EMPTY`.
   * @throws `CONFIG_INVALID` when it cannot judge the job
   */
  filter(input: {
    readonly targets: readonly Target[];
    readonly step: string;
    readonly tag: string;
    readonly inputs: JsonObject;
    readonly signal: AbortSignal;
  }): readonly Target[] | Promise<readonly Target[]>;
}
