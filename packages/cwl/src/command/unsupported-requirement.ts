import { SluiceError } from "@sluice/contracts";
import type { Requirement } from "../model/index.ts";

/** The first requirement that tools cannot run without and this build does not have. Hints never count. */
export function unsupportedRequirement(requirements: readonly Requirement[]): Requirement | undefined {
  return requirements.find((requirement) => requirement.class === "DockerRequirement");
}

/** @throws `CWL_UNSUPPORTED` naming the first requirement that is not supported */
export function refuseUnsupported(requirements: readonly Requirement[], process: string): void {
  const found = unsupportedRequirement(requirements);
  if (found === undefined) return;
  throw new SluiceError("CWL_UNSUPPORTED", `${process} requires ${found.class}, which is not supported`, {
    hint: "If the tool also runs without it, move it from requirements to hints.",
  });
}
