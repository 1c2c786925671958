import { createHash } from "node:crypto";
import type { BindingFilter, BindingFilterFactory } from "@sluice/contracts";

/** Spreads jobs over their targets. The order of a job follows from its step and tag, so that a resumed run finds it again. */
export const shuffleFilterFactory = {
  create: (): BindingFilter => ({
    filter: ({ targets, step, tag }) =>
      targets
        .map((target, index) => ({ target, rank: rankOf(step, tag, index) }))
        .sort((left, right) => (left.rank < right.rank ? -1 : 1))
        .map(({ target }) => target),
  }),
} satisfies BindingFilterFactory;

/** As good as drawn by chance, and always the same. */
function rankOf(step: string, tag: string, index: number): string {
  return createHash("sha256")
    .update(JSON.stringify([step, tag, index]))
    .digest("hex");
}
