import { isSluiceError, SluiceError, type Database, type RunSummary } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import type { LeftFolders } from "@sluice/core";
import { discardElsewhere, writeLeft, type Reach } from "../session/discard-elsewhere.ts";
import { reportError } from "../session/report-error.ts";
import { findRun } from "../session/find-run.ts";
import { runPlaceOptions } from "../session/run-place.ts";
import { withDatabase } from "../session/with-database.ts";

/** `sluice rm`. */
export const command: Command = {
  spec: {
    name: "sluice rm",
    usage: ["[OPTIONS] RUN..."],
    purpose:
      "Removes runs with their journals, logs and job folders, also those in the workdir of a deployment. " +
      "Outputs that were placed in a folder of yours stay.",
    options: [
      { name: "force", doc: "Also a run that was interrupted: jobs of it that still run are not ended" },
      ...runPlaceOptions,
    ],
    examples: [{ line: "sluice rm latest", doc: "The newest run" }],
    positionals: { least: 1, most: Infinity, what: "at least one run" },
  },
  run: ({ given, console }) =>
    withDatabase({ given, console }, async (database, reach) => {
      let status = 0;
      for (const name of given.positionals) {
        try {
          const summary = await findRun(database, name);
          if (!given.flag("force")) await refuseUnfinished(database, summary);
          const left = await discardJobs(summary.run, reach).catch((error: unknown) => {
            if (!isUnreadable(error)) throw error;
            console.err(`warning: its journal does not say where jobs had folders: ${error.message}\n`);
            return [];
          });
          await database.removeRun({ run: summary.run });
          console.err(`removed ${summary.run}\n`);
          if (left.length > 0) writeLeft(summary.run, left, console);
        } catch (error) {
          const report = reportError(error, given.flag("debug"));
          console.err(report.text);
          status = Math.max(status, report.status);
        }
      }
      return status;
    }),
};

/** A run whose journal cannot be read must be removable all the same. */
function isUnreadable(error: unknown): error is SluiceError {
  return isSluiceError(error) && ["JOURNAL_CORRUPT", "JOURNAL_NEWER", "FILE_UNREADABLE"].includes(error.code);
}

/** Removes what lies below a `workdir`, while no engine can take the run up. Where that lies only the journal knows. */
async function discardJobs(run: string, reach: Reach): Promise<readonly LeftFolders[]> {
  const { currentHolder, jobFoldersElsewhere } = await import("@sluice/core");
  const { database } = reach.engine;
  const places = await jobFoldersElsewhere(database, run);
  if (places.length === 0) return [];
  await using store = await database.openRun({ run });
  await using _lease = await store.acquireLease({ holder: currentHolder() });
  return await discardElsewhere(reach, { run, places, keepLogs: false });
}

/** Jobs outlive their engine: removing the run would leave them to themselves. */
async function refuseUnfinished(database: Database, { run, status }: RunSummary): Promise<void> {
  if (status !== "running") return;
  await using store = await database.openRun({ run, readonly: true });
  const holder = await store.leaseHolder();
  if (holder !== undefined)
    throw new SluiceError("RUN_LOCKED", `run ${run} is driven by process ${holder.pid} on ${holder.host}`, {
      hint: `'sluice cancel ${run}' stops it.`,
    });
  throw new SluiceError("RUN_STATE", `run ${run} was interrupted, and jobs of it may still run`, {
    hint: `'sluice cancel ${run}' ends them, 'sluice resume ${run}' goes on, --force removes the run anyway.`,
  });
}
