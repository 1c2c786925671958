import type { RunSummary } from "@sluice/contracts";
import { existsSync, readdirSync } from "node:fs";
import type { Catalogue } from "./catalogue.ts";
import { errorCode, toWriteError } from "./file-error.ts";
import { readSummary } from "./read-summary.ts";
import type { RunLayout } from "./run-layout.ts";
import { isRunName } from "./run-name.ts";

/**
 * All runs, newest first. The folders say which runs there are; the catalogue saves opening those that are over.
 * Whatever it lacks or holds too much is put right on the way.
 */
export function listRuns(layout: RunLayout, catalogue: Catalogue): RunSummary[] {
  const known = readCatalogue(catalogue);
  const found = runsOnDisk(layout).map((run) => {
    const summary = known.get(run);
    return summary && isOver(summary) ? summary : readSummary(run, layout.runFile(run));
  });
  const present = new Set(found.map(({ run }) => run));
  const put = found.filter((summary) => summary.status !== "corrupt" && !isSame(summary, known.get(summary.run)));
  const remove = [...known.keys()].filter((run) => !present.has(run));
  if (put.length > 0 || remove.length > 0) writeCatalogue(catalogue, { put, remove });
  return found.sort(byAge);
}

/** Names of the runs that have a file. */
export function runsOnDisk(layout: RunLayout): string[] {
  try {
    return readdirSync(layout.runs).filter((name) => isRunName(name) && existsSync(layout.runFile(name)));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw toWriteError(error, layout.runs);
  }
}

function isOver({ status }: RunSummary): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}

function isSame(left: RunSummary, right: RunSummary | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Newest first. */
export function byAge(left: RunSummary, right: RunSummary): number {
  return right.createdAt - left.createdAt || (left.run < right.run ? 1 : -1);
}

/** Without a catalogue, listing only takes longer. */
function readCatalogue(catalogue: Catalogue): ReadonlyMap<string, RunSummary> {
  try {
    return catalogue.read();
  } catch {
    return new Map();
  }
}

function writeCatalogue(catalogue: Catalogue, change: Parameters<Catalogue["write"]>[0]): void {
  try {
    catalogue.write(change);
  } catch {
    // A read-only or full disk: the next listing tries again.
  }
}
