import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What is known of a process. */
export interface FoundProcess {
  /** When it started, as an opaque text that two processes of one number never share; absent when it is hidden. */
  readonly start?: string;
}

/** A process of this host; undefined when there is none, or only its remains that nobody has waited for. */
export function findProcess(pid: number): FoundProcess | undefined {
  if (!exists(pid)) return undefined;
  const seen = process.platform === "linux" ? seeOnLinux(pid) : seeByPs(pid);
  // A system may hide the details of a process that is there.
  if (seen === undefined) return {};
  return /^[ZX]/.test(seen.state) ? undefined : { start: seen.start };
}

interface SeenProcess {
  readonly state: string;
  readonly start: string;
}

/** Reads `/proc/<pid>/stat`: after the name in parentheses come the state, and in field 22 the start in clock ticks. */
export function parseProcessStat(stat: string): SeenProcess | undefined {
  // The name may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

/** Reads what `ps -o state=,lstart=` prints: the state, blanks, and a date. */
export function parsePs(text: string): SeenProcess | undefined {
  const [, state, start] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(text) ?? [];
  return state === undefined || start === undefined ? undefined : { state, start };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function seeOnLinux(pid: number): SeenProcess | undefined {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

function seeByPs(pid: number): SeenProcess | undefined {
  try {
    const text = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    return parsePs(text);
  } catch {
    return undefined;
  }
}
