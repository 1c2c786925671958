import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { ProcessPlace } from "./process-place.ts";

/** A process that cannot be confused with a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the form of the system that it runs on; empty when the system does not say. */
  readonly start: string;
  /** Where it runs; see `sightProcess`. Absent in what was written before it was kept. */
  readonly place?: ProcessPlace;
}

/** The identity of a running process; undefined when there is none of that number. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const start = process.platform === "linux" ? linuxStart(pid) : psStart(pid);
  return start === undefined ? undefined : { pid, start };
}

/** Whether exactly this process still runs, among those that can be seen from here. A zombie does not. */
export function isProcessAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.start === identity.start;
}

/** Fields of `/proc/PID/stat` from the third on: the second is a name that may hold spaces and parentheses. */
export function statFields(text: string): string[] {
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function linuxStart(pid: number): string | undefined {
  try {
    const fields = statFields(readFileSync(`/proc/${pid}/stat`, "latin1"));
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    // Clock ticks since boot: the boot must be the same too.
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function psStart(pid: number): string | undefined {
  try {
    const [state, ...start] = execFileSync("/bin/ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
    }).split(/\s+/);
    return state === undefined || state.startsWith("Z") ? undefined : start.join(" ").trim();
  } catch {
    return undefined;
  }
}
