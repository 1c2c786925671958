import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { statFields } from "./process-identity.ts";

/** One process of this machine. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** 0 where the system does not say. */
  readonly session: number;
  /** Whether it has a controlling terminal. */
  readonly terminal: boolean;
}

/** All processes of this machine. Zombies are left out: nothing can be done to them. */
export function listProcesses(): ProcessEntry[] {
  return process.platform === "linux" ? fromProc() : fromPs();
}

/**
 * Tells whether a process has a folder in its environment, or works in it without a terminal: what remains of a job
 * in a process that left its group and session. Somebody who looks around in the folder with a terminal is none of
 * it. Known on Linux only, and for processes of the same user.
 */
export function folderTest(entry: ProcessEntry): (folder: string) => boolean {
  const traces = process.platform === "linux" ? readTraces(entry) : "";
  return (folder) => traces.includes(`${folder}/`);
}

function readTraces(entry: ProcessEntry): string {
  try {
    const variables = readFileSync(`/proc/${entry.pid}/environ`, "utf8").split("\0");
    const kept = variables.filter((variable) => !/^(?:OLD)?PWD=/.test(variable));
    return `${[...kept, entry.terminal ? "" : readlinkSync(`/proc/${entry.pid}/cwd`)].join("/\0")}/`;
  } catch {
    return "";
  }
}

function fromProc(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const [state, parent, group, session, terminal] = statFields(readFileSync(`/proc/${pid}/stat`, "latin1"));
      if (state === "Z" || state === "X") continue;
      entries.push({
        pid,
        parent: Number(parent),
        group: Number(group),
        session: Number(session),
        terminal: terminal !== "0",
      });
    } catch {
      // It ended meanwhile.
    }
  }
  return entries;
}

function fromPs(): ProcessEntry[] {
  const options = { encoding: "utf8", env: { LC_ALL: "C" }, maxBuffer: 1 << 26 } as const;
  const lines = execFileSync("/bin/ps", ["-A", "-o", "pid=,ppid=,pgid=,state="], options).trim().split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3]?.startsWith("Z") === false)
    .map((fields) => ({
      pid: Number(fields[0]),
      parent: Number(fields[1]),
      group: Number(fields[2]),
      session: 0,
      terminal: true,
    }));
}
