import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the control groups of this process allow; absent where they set no limit. */
export interface CgroupLimits {
  /** Processors; may be a fraction. */
  readonly cores?: number;
  /** Bytes. */
  readonly memory?: number;
}

/** How to read a file of the system: undefined when it is not there. */
export type SystemFileReader = (path: string) => string | undefined;

/**
 * Reads the limits of versions 1 and 2. A limit of any ancestor counts, and inside a container the group's own path
 * may not be visible, so each level from the group up to the mount point is asked.
 * Source: kernel documentation, admin-guide/cgroup-v1 and cgroup-v2.
 */
export function cgroupLimits(read: SystemFileReader = readSystemFile): CgroupLimits {
  const cores: number[] = [];
  const memory: number[] = [];
  for (const line of read("/proc/self/cgroup")?.split("\n") ?? []) {
    const [, controllers = "", ...path] = line.split(":");
    const group = path.join(":");
    if (group === "") continue;
    const names = controllers.split(",");
    if (controllers === "") {
      for (const folder of levels("/sys/fs/cgroup", group)) {
        cores.push(quota(read(`${folder}/cpu.max`)?.trim().split(" ")));
        memory.push(amount(read(`${folder}/memory.max`)));
      }
    }
    if (names.includes("cpu")) {
      for (const folder of levels("/sys/fs/cgroup/cpu", group)) {
        cores.push(quota([read(`${folder}/cpu.cfs_quota_us`), read(`${folder}/cpu.cfs_period_us`)]));
      }
    }
    if (names.includes("memory")) {
      for (const folder of levels("/sys/fs/cgroup/memory", group)) {
        memory.push(amount(read(`${folder}/memory.limit_in_bytes`)));
      }
    }
  }
  const [least, lowest] = [Math.min(...cores), Math.min(...memory)];
  return { ...(Number.isFinite(least) && { cores: least }), ...(Number.isFinite(lowest) && { memory: lowest }) };
}

function levels(mount: string, group: string): string[] {
  const folders = [group === "/" ? mount : join(mount, group)];
  for (let path = group; path !== "/" && path !== ".";) {
    path = dirname(path);
    folders.push(path === "/" ? mount : join(mount, path));
  }
  return folders;
}

function quota(fields: readonly (string | undefined)[] | undefined): number {
  const [limit, period] = [amount(fields?.[0]), amount(fields?.[1])];
  return Number.isFinite(limit / period) ? limit / period : Infinity;
}

/** `max`, -1 and numbers close to 2⁶³ say that there is no limit. */
function amount(text: string | undefined): number {
  const value = Number(text?.trim() || "max");
  return value > 0 && value < 2 ** 62 ? value : Infinity;
}

function readSystemFile(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
