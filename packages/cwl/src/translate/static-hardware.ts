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
  const bounds = [coresMin, coresMax, ramMin, ramMax, tmpdirMin, tmpdirMax, outdirMin, outdirMax];
  // What cannot be right is left to the operation too: it says what is wrong.
  if (bounds.some((bound) => bound !== undefined && (typeof bound !== "number" || bound < 0))) return undefined;
  const pairs = [
    [coresMin, coresMax],
    [ramMin, ramMax],
    [tmpdirMin, tmpdirMax],
    [outdirMin, outdirMax],
  ];
  if (pairs.some(([min, max]) => min !== undefined && max !== undefined && max < min)) return undefined;
  const [cores, memory, tmpdirSize, outdirSize] = pairs.map(([min, max]) => min ?? max) as (number | undefined)[];
  return {
    cores: cores ?? 1,
    memory: Math.ceil(memory ?? (cwlVersion === "v1.0" ? 1024 : 256)),
    tmpdirSize: Math.ceil(tmpdirSize ?? 1024),
    outdirSize: Math.ceil(outdirSize ?? 1024),
  };
}
