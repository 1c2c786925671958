import type { Hardware, Location, Target } from "@sluice/contracts";

/** A location of a deployment that need not exist. */
export function sampleLocation(name: string, hardware?: Hardware, deployment = "d"): Location {
  return { name, deployment, local: true, ...(hardware && { hardware }) };
}

/** A target that is one location of a deployment. */
export function sampleTarget(deployment = "d"): Target {
  return { deployment, locations: 1 };
}

/** Numbers that look random and are the same every time. */
export function sampleNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
