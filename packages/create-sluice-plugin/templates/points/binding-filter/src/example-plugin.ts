import type { BindingFilter } from "@sluice/contracts";

/** Leaves the first `most` targets of a job, in their order. */
export function createExamplePlugin({ most }: { readonly most: number }): BindingFilter {
  return { filter: ({ targets }) => targets.slice(0, most) };
}
