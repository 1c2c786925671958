import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process started, as an opaque text that two processes of the same number never share; undefined when there
 * is no such process, or only its remains that nobody has waited for.
 */
export function processStart(pid: number): string | undefined {
  return process.platform === "linux" ? startOnLinux(pid) : startByPs(pid);
}

/** Reads `/proc/<pid>/stat`: after the name in parentheses come the state, and in field 22 the start in clock ticks. */
export function parseProcessStat(stat: string): { readonly state: string; readonly start: string } | undefined {
  // The name may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

function startOnLinux(pid: number): string | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  const parsed = parseProcessStat(text);
  return parsed && !isRemains(parsed.state) ? parsed.start : undefined;
}

function startByPs(pid: number): string | undefined {
  try {
    const text = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    const blank = text.indexOf(" ");
    return blank === -1 || isRemains(text) ? undefined : text.slice(blank).trim();
  } catch {
    return undefined;
  }
}

function isRemains(state: string): boolean {
  return state.startsWith("Z") || state.startsWith("X");
}
