import type { CWLDockerMapping } from "@sluice/contracts/cwl";
import type { ContainerParams } from "../operation/params.ts";

/** Makes the question how the container of a step comes about. */
export function createContainers(mappings: readonly CWLDockerMapping[]): (step: string) => ContainerParams | undefined {
  const params = new Map(mappings.map((mapping) => [mapping, withoutStep(mapping)]));
  return (step) => {
    const nearest = nearestMapping(step, mappings);
    return nearest && params.get(nearest);
  };
}

/** The entry of a workflow's `docker` list that counts for a step: that of the nearest ancestor, the last of several for the same. */
function nearestMapping(step: string, mappings: readonly CWLDockerMapping[]): CWLDockerMapping | undefined {
  let nearest: CWLDockerMapping | undefined;
  for (const mapping of mappings) {
    if (contains(mapping.step, step) && mapping.step.length >= (nearest?.step.length ?? 0)) nearest = mapping;
  }
  return nearest;
}

function contains(ancestor: string, step: string): boolean {
  return ancestor === "/" || step === ancestor || step.startsWith(`${ancestor}/`);
}

function withoutStep({ type, options, wrapper }: CWLDockerMapping): ContainerParams {
  return { type, options, wrapper };
}
