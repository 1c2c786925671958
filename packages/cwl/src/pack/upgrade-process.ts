import type { CwlVersion, Process, Requirement } from "../model/index.ts";

/** The one version of a document of these processes: the newest of theirs, which has all that the others have. */
export function commonVersion(processes: readonly Process[]): CwlVersion {
  return processes.reduce<CwlVersion>((newest, { cwlVersion }) => (cwlVersion > newest ? cwlVersion : newest), "v1.0");
}

/**
 * A process as it is in a document of a newer version, with what its own version takes for granted written out: tools of v1.0 have
 * 1024 MiB of memory where nothing is said. What it lists of directories and sends through networks the loader has written out.
 */
export function upgradeProcess(process: Process, version: CwlVersion, all: readonly Process[]): Process {
  if (process.cwlVersion === version) return process;
  const upgraded = { ...process, cwlVersion: version };
  if (process.cwlVersion !== "v1.0" || process.class !== "CommandLineTool") return upgraded;
  const own = [...process.requirements, ...process.hints].some(isResources);
  if (own)
    return { ...upgraded, requirements: process.requirements.map(withMemory), hints: process.hints.map(withMemory) };
  // A hint of the tool would take the place of one around it.
  if (all.some(asksForResources)) return upgraded;
  return { ...upgraded, hints: [...process.hints, withMemory({ class: "ResourceRequirement" })] };
}

function withMemory(requirement: Requirement): Requirement {
  if (!isResources(requirement) || requirement.ramMin !== undefined || requirement.ramMax !== undefined)
    return requirement;
  return { ...requirement, ramMin: 1024 };
}

function isResources(
  requirement: Requirement,
): requirement is Extract<Requirement, { readonly class: "ResourceRequirement" }> {
  return requirement.class === "ResourceRequirement";
}

function asksForResources(process: Process): boolean {
  if (process.class !== "Workflow") return false;
  return [process, ...process.steps].some(({ requirements, hints }) => [...requirements, ...hints].some(isResources));
}
