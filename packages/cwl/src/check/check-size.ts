import { SluiceError, type DocumentLimits } from "@sluice/contracts";
import { positionOf } from "../load/document/place.ts";
import type { Process } from "../model/index.ts";

/** Most steps, where nothing else is said. */
const defaultSteps = 100_000;

/**
 * Sub-workflows are written out into one graph: a few short documents that run each other make as many steps as one likes.
 * @throws `DOCUMENT_LIMIT`
 */
export function checkSize(process: Process, { steps: most = defaultSteps }: DocumentLimits = {}): void {
  const count = countSteps(process, new Map());
  if (count <= most) return;
  throw new SluiceError(
    "DOCUMENT_LIMIT",
    `the workflow has ${count} steps, its sub-workflows written out: more than ${most}`,
    {
      position: positionOf(process),
      hint: "If that is meant: --max-steps.",
    },
  );
}

/** Each process is counted once, however often it is run. */
function countSteps(process: Process, known: Map<Process, number>): number {
  if (process.class !== "Workflow") return 0;
  const found = known.get(process);
  if (found !== undefined) return found;
  const count = process.steps.reduce((sum, step) => sum + 1 + countSteps(step.run, known), 0);
  known.set(process, count);
  return count;
}
