import type { Hardware } from "@sluice/contracts";
import type { CwlVersion } from "../model/index.ts";
import { findRequirement, type EffectiveRequirements } from "./effective-requirements.ts";

/**
 * What each job of a tool needs, or undefined when an expression says it: then only the inputs of a job tell.
 * Source: CWL v1.2 Command Line Tool Description, ResourceRequirement; the default for memory was 1024 MiB in v1.0.
 */
export function staticHardware(effective: EffectiveRequirements, cwlVersion: CwlVersion): Hardware | undefined {
  const { coresMin, coresMax, ramMin, ramMax, tmpdirMin, tmpdirMax, outdirMin, outdirMax } = findRequirement(
    effective,
    "ResourceRequirement",
  ) ?? { class: "ResourceRequirement" };
  const asked = [coresMin, coresMax, ramMin, ramMax, tmpdirMin, tmpdirMax, outdirMin, outdirMax];
  if (asked.some((amount) => typeof amount === "string")) return undefined;
  const amount = (min: number | string | undefined, max: number | string | undefined, other: number): number =>
    Number(min ?? max ?? other);
  return {
    cores: amount(coresMin, coresMax, 1),
    memory: amount(ramMin, ramMax, cwlVersion === "v1.0" ? 1024 : 256),
    tmpdirSize: amount(tmpdirMin, tmpdirMax, 1024),
    outdirSize: amount(outdirMin, outdirMax, 1024),
  };
}
