import { readFileSync, readlinkSync } from "node:fs";
import { uptime } from "node:os";

const uptimePrefix = "up:";

/** Two clocks' worth of error: how far apart two readings of one boot's time may lie, in seconds. */
const bootTimeTolerance = 60;

/** The name of the first process-id namespace of every Linux. */
const initialPidNamespace = "pid:[4026531836]";

/**
 * Identifies the boot of this host. Containers of one host share its boot but not its process ids, so the namespace
 * of process ids is a part of it. Where the kernel gives no id, the time of the boot serves.
 */
export function currentBootId(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const namespace = pidNamespace();
    return namespace === undefined || namespace === initialPidNamespace ? boot : `${boot}/${namespace}`;
  } catch {
    return `${uptimePrefix}${Math.round(Date.now() / 1000 - uptime())}`;
  }
}

/** Whether two ids mean one boot. */
export function isSameBoot(left: string, right: string): boolean {
  if (left === right) return true;
  if (!left.startsWith(uptimePrefix) || !right.startsWith(uptimePrefix)) return false;
  const seconds = Number(left.slice(uptimePrefix.length)) - Number(right.slice(uptimePrefix.length));
  return Math.abs(seconds) <= bootTimeTolerance;
}

function pidNamespace(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}
