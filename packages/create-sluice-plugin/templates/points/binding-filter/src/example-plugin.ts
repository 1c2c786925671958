import type { BindingFilter, BindingFilterFactory } from "@sluice/contracts";

type Options = { readonly most: number };

/** Leaves the first `most` targets of a job, in their order. */
export function createExamplePlugin({
  options,
}: Pick<Parameters<BindingFilterFactory["create"]>[0], "options">): BindingFilter {
  const { most } = options as Options;
  return { filter: ({ targets }) => targets.slice(0, most) };
}
