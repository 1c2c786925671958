import type { FrontendOptions } from "@sluice/contracts";
import { placed, placeOf } from "../../load/document/place.ts";
import type { Process, Requirement } from "../../model/index.ts";
import { inherit, type EffectiveRequirements } from "../../translate/index.ts";
import { findStep } from "./find-step.ts";
import { singleStep } from "./single-step.ts";
import { subgraph } from "./subgraph.ts";

type Choice = Pick<FrontendOptions, "targets" | "step" | "singleStep">;

/** The part of a document that is wanted. @throws `USAGE` for a name that the document does not have */
export function partOfProcess(process: Process, { targets = [], step, singleStep: alone }: Choice): Process {
  const part = outsideOf(process, step, alone);
  return targets.length === 0 ? part : subgraph(part, targets, { whole: true });
}

/** The same to be passed on: without what only jobs for the whole document have. @throws `USAGE` */
export function partToPack(process: Process, { targets = [], step, singleStep: alone }: Choice): Process {
  const part = outsideOf(process, step, alone);
  return targets.length === 0 ? part : subgraph(part, targets, { whole: false });
}

function outsideOf(process: Process, step: string | undefined, alone: string | undefined): Process {
  const part = step === undefined ? process : processOfStep(process, step);
  return alone === undefined ? part : singleStep(part, alone);
}

/** What a step runs, as if it were not in a workflow, with the requirements and hints that it inherits there. */
function processOfStep(process: Process, path: string): Process {
  const { step, around } = findStep(process, path);
  const { requirements, hints } = inherit(inherit(around, step), step.run) satisfies EffectiveRequirements;
  const inForce = { requirements: [...requirements.values()], hints: [...hints.values()] } satisfies InForce;
  return placed({ ...step.run, ...inForce }, placeOf(step.run));
}

interface InForce {
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
}
