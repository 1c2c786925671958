import { userInfo } from "node:os";
import type { BatchJobRecord } from "./batch-store.ts";

const compact: Readonly<Record<string, string>> = {
  PENDING: "PD",
  RUNNING: "R",
  COMPLETED: "CD",
  FAILED: "F",
  CANCELLED: "CA",
  TIMEOUT: "TO",
  NODE_FAIL: "NF",
};
const titles: Readonly<Record<string, string>> = {
  i: "JOBID",
  A: "JOBID",
  P: "PARTITION",
  j: "NAME",
  u: "USER",
  t: "ST",
  T: "STATE",
  M: "TIME",
  D: "NODES",
  R: "NODELIST(REASON)",
  r: "REASON",
  N: "NODELIST",
  Z: "WORK_DIR",
  k: "COMMENT",
};

/** A line of `squeue` in a format such as `%i|%T`; without a job, its heading. */
export function queueLine(job: BatchJobRecord | undefined, format: string): string {
  return format.replace(/%(\.?)(\d*)([a-zA-Z%])/g, (_, right: string, width: string, letter: string) => {
    const text = letter === "%" ? "%" : job ? queueField(job, letter) : (titles[letter] ?? letter);
    if (width === "") return text;
    const cut = text.slice(0, Number(width));
    return right === "." ? cut.padStart(Number(width)) : cut.padEnd(Number(width));
  });
}

function queueField(job: BatchJobRecord, letter: string): string {
  switch (letter) {
    case "i":
    case "A":
      return job.id;
    case "P":
      return job.resources["partition"] ?? "main";
    case "j":
      return job.name;
    case "u":
      return userInfo().username;
    case "t":
      return compact[job.state] ?? job.state.slice(0, 2);
    case "T":
      return job.state;
    case "M":
      return clock(job);
    case "D":
      return job.resources["nodes"] ?? "1";
    case "R":
      return job.state === "PENDING" ? "(Resources)" : "node1";
    case "r":
      return job.state === "PENDING" ? "Resources" : "None";
    case "N":
      return job.state === "PENDING" ? "" : "node1";
    case "Z":
      return job.directory;
    case "k":
      return job.comment;
    default:
      return "N/A";
  }
}

/** A field of `sacct`, of the job or of one of its steps. */
export function accountingField(job: BatchJobRecord, field: string, step: string | undefined): string {
  switch (field.toLowerCase()) {
    case "jobid":
    case "jobidraw":
      return step === undefined ? job.id : `${job.id}.${step}`;
    case "jobname":
      return step ?? job.name;
    case "state":
      return job.state === "CANCELLED" && step === undefined ? "CANCELLED by 0" : job.state;
    case "exitcode":
      return `${job.exitCode ?? 0}:${job.signal ?? 0}`;
    case "submit":
      return stamp(job.submittedAt);
    case "start":
      return stamp(job.startedAt);
    case "end":
      return stamp(job.endedAt);
    case "elapsed":
      return clock(job);
    case "elapsedraw":
      return String(seconds(job));
    case "maxrss":
      return step === undefined ? "" : "1024K";
    case "totalcpu":
      return "00:00:00";
    case "nodelist":
      return job.startedAt === undefined ? "None assigned" : "node1";
    case "workdir":
      return job.directory;
    case "comment":
      return job.comment;
    case "user":
      return userInfo().username;
    case "partition":
      return job.resources["partition"] ?? "main";
    default:
      return "";
  }
}

function seconds({ startedAt, endedAt = Date.now() }: BatchJobRecord): number {
  return startedAt === undefined ? 0 : Math.round((endedAt - startedAt) / 1000);
}

function clock(job: BatchJobRecord): string {
  const all = seconds(job);
  return [all / 3600, (all / 60) % 60, all % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

function stamp(at: number | undefined): string {
  return at === undefined ? "Unknown" : new Date(at).toISOString().slice(0, 19);
}
