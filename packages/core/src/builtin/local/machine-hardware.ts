import { statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import type { Hardware, JsonObject } from "@sluice/contracts";
import { cgroupLimits } from "./cgroup-limits.ts";

const mebibyte = 2 ** 20;

/**
 * What this machine has for jobs: what its control groups leave of it, or less where the options `cores` and `memory`
 * say so. Disk space is that of the work folder's mount; no other mount is looked at, since dead ones would hang us.
 */
export function machineHardware(input: { readonly options: JsonObject; readonly workdir?: string }): Hardware {
  const limits = cgroupLimits();
  const cores = Math.min(availableParallelism(), limits.cores ?? Infinity, limit(input.options["cores"]));
  const memory = Math.min(totalmem(), limits.memory ?? Infinity) / mebibyte;
  const disk = input.workdir === undefined ? undefined : freeSpace(input.workdir);
  return {
    cores,
    memory: Math.floor(Math.min(memory, limit(input.options["memory"]))),
    ...(disk !== undefined && { tmpdirSize: disk, outdirSize: disk }),
  };
}

function limit(option: unknown): number {
  return typeof option === "number" && option > 0 ? option : Infinity;
}

function freeSpace(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return Math.floor((bavail * bsize) / mebibyte);
  } catch {
    // Made by the first job.
    return undefined;
  }
}
