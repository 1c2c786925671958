import { constants } from "node:os";
import type { JobExit } from "@sluice/contracts";

const signalNames: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals)
    .filter(([name]) => name !== "SIGIOT" && name !== "SIGPOLL" && name !== "SIGCLD")
    .map(([name, number]) => [number, name]),
);

/** What the wrapper writes: the shell's exit status and its `times` after and before the job, in the shell's form. */
interface ExitRecord {
  readonly code: number;
  readonly cpu?: readonly [string, string, string, string];
  readonly timedOut?: boolean;
  readonly interrupted?: boolean;
}

/** Reads the text of an `exit.json`; undefined while it is not whole. */
export function parseExitRecord(text: string): JobExit | undefined {
  const record = parse(text);
  if (record === undefined) return undefined;
  const signal = signalName(record.code);
  const usage: { cpuUser?: number; cpuSystem?: number } = {};
  if (record.cpu !== undefined) {
    const [user, system, userBefore, systemBefore] = record.cpu.map(seconds) as [number, number, number, number];
    usage.cpuUser = rounded(user - userBefore);
    usage.cpuSystem = rounded(system - systemBefore);
  }
  return {
    code: record.code,
    ...(signal !== undefined && { signal }),
    ...(record.timedOut === true && { timedOut: true }),
    ...(record.interrupted === true && { interrupted: true }),
    usage,
  };
}

/** The text of an `exit.json` for a job whose wrapper cannot write it any more. */
export function formatExitRecord(exit: { readonly code: number; readonly timedOut?: boolean }): string {
  return `${JSON.stringify({ code: exit.code, ...(exit.timedOut === true && { timedOut: true }) })}\n`;
}

/**
 * The signal that an exit status above 128 stands for. A program that leaves with such a status by itself cannot be
 * told from one that was ended: shells say both in the same way.
 */
export function signalName(code: number): string | undefined {
  return code > 128 && code < 160 ? signalNames.get(code - 128) : undefined;
}

function parse(text: string): ExitRecord | undefined {
  if (!text.endsWith("}\n")) return undefined;
  try {
    const value = JSON.parse(text) as Partial<ExitRecord>;
    return typeof value.code === "number" ? (value as ExitRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** `1m2.5s` → 62.5 */
function seconds(text: string): number {
  const match = /^(\d+)m([\d.,]+)s$/.exec(text);
  return match === null ? 0 : Number(match[1]) * 60 + Number(match[2]?.replace(",", "."));
}

function rounded(value: number): number {
  return Math.max(0, Math.round(value * 1000) / 1000);
}
