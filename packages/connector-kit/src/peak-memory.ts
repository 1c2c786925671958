import { readFileSync } from "node:fs";
import { readingFlags } from "./files/open-file.ts";

/** Watches the memory of processes and all that they started. */
export interface PeakMemory {
  /** Bytes; undefined when nothing was seen, as with jobs that end before the first look. */
  peak(wrapper: number): number | undefined;
  /** Looks at the children of a wrapper now. */
  sample(wrapper: number): void;
  forget(wrapper: number): void;
}

/** Keeps the largest sum of resident memory seen, or the largest peak of one process where that is more. */
export function createPeakMemory(): PeakMemory {
  const peaks = new Map<number, number>();
  return {
    peak: (wrapper) => peaks.get(wrapper),
    sample: (wrapper) => {
      const seen = measure(wrapper);
      if (seen > (peaks.get(wrapper) ?? 0)) peaks.set(wrapper, seen);
    },
    forget: (wrapper) => void peaks.delete(wrapper),
  };
}

function measure(wrapper: number): number {
  let [sum, largest] = [0, 0];
  const queue = children(wrapper);
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    const status = read(`/proc/${pid}/status`);
    sum += kibibytes(status, "VmRSS");
    largest = Math.max(largest, kibibytes(status, "VmHWM"));
    queue.push(...children(pid));
  }
  return Math.max(sum, largest) * 1024;
}

function children(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

function kibibytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(status)?.[1] ?? 0);
}

/** Empty for a process that is gone, or on a system without `/proc`. */
function read(file: string): string {
  try {
    return readFileSync(file, { encoding: "latin1", flag: readingFlags });
  } catch {
    return "";
  }
}
