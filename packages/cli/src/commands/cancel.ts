import { setTimeout as sleep } from "node:timers/promises";
import { SluiceError, type Database, type LeaseHolder, type RunSummary } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { findRun } from "../session/find-run.ts";
import { pluginsOf } from "../session/plugin-request.ts";
import { reopenRun } from "../session/reopen-run.ts";
import { runPlace, runPlaceOptions } from "../session/run-place.ts";
import { withDatabase } from "../session/with-database.ts";
import { folderOf } from "./run-options.ts";

const waitLimit = 60_000;
const waitStep = 100;

/** `sluice cancel`. */
export const command: Command = {
  spec: {
    name: "sluice cancel",
    usage: ["[OPTIONS] RUN"],
    purpose:
      "Stops a run and its jobs; what is done stays, and 'sluice resume' goes on. Works as well when the run's engine is dead and only its jobs are left.",
    options: [...runPlaceOptions],
    examples: [{ line: "sluice cancel latest", doc: "The newest run" }],
    positionals: { least: 1, most: 1, what: "a run" },
  },
  run: async ({ given, console }) => {
    const { summary, holder } = await withDatabase({ given, console }, (database) =>
      lookUp(database, given.positionals[0] ?? ""),
    );
    if (holder === undefined && summary.status !== "running" && summary.status !== "created") {
      throw new SluiceError("RUN_STATE", `run ${summary.run} is ${summary.status}: there is nothing to stop`);
    }
    if (holder === undefined) {
      await cancelOrphan(summary, given, console);
    } else {
      await signalDriver(summary, holder, console);
      await withDatabase({ given, console }, (database) => untilReleased(database, summary.run));
    }
    console.err(`run ${summary.run} is stopped; 'sluice resume ${summary.run}' goes on\n`);
    return 0;
  },
};

async function lookUp(
  database: Database,
  name: string,
): Promise<{ summary: RunSummary; holder: LeaseHolder | undefined }> {
  const summary = await findRun(database, name);
  await using store = await database.openRun({ run: summary.run, readonly: true });
  return { summary, holder: await store.leaseHolder() };
}

async function signalDriver(
  { run }: RunSummary,
  { host, bootId, pid }: LeaseHolder,
  console: CommandConsole,
): Promise<void> {
  const { currentHolder, isSameBoot } = await import("@sluice/core");
  const here = currentHolder();
  // In another container of the same name the number is somebody else's.
  if (host !== here.host || !isSameBoot(bootId, here.bootId)) {
    const where =
      host === here.host ? `in another container or boot of ${host}` : `on ${host}, and this is ${here.host}`;
    throw new SluiceError("RUN_LOCKED", `run ${run} is driven by process ${pid} ${where}`, {
      hint: `Call 'sluice cancel ${run}' there.`,
    });
  }
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    // Gone in between is what was asked for.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
    throw new SluiceError("RUN_LOCKED", `process ${pid} drives run ${run} and belongs to somebody else`, {
      cause: error,
    });
  }
  console.err(`asked process ${pid} to stop run ${run}\n`);
}

async function untilReleased(database: Database, run: string): Promise<void> {
  for (const deadline = Date.now() + waitLimit; Date.now() < deadline; await sleep(waitStep)) {
    await using store = await database.openRun({ run, readonly: true });
    if ((await store.leaseHolder()) === undefined) return;
  }
  throw new SluiceError("RUN_LOCKED", `run ${run} is still being stopped after ${waitLimit / 1000} s`, {
    hint: `'sluice show ${run}' says when it is over.`,
  });
}

/** Without an engine, this process becomes one for as long as it takes to end the jobs. */
async function cancelOrphan({ run }: RunSummary, given: ParsedArguments, console: CommandConsole): Promise<void> {
  const logger = createCommandLogger({ debug: given.flag("debug"), write: (text) => console.err(text) });
  const home = folderOf(given, "home", console.cwd);
  const place = await runPlace(given, console);
  const { engine } = await reopenRun({ name: run, home, logger, plugins: pluginsOf(given, console), place });
  await using _engine = engine;
  // Jobs must end whatever became of the plugins meanwhile.
  const resumed = await engine.resumeRun({ run, allowUpgrade: true, retryFailed: false });
  // The run takes up its jobs as it starts, to end them.
  await resumed.cancel({ reason: "cancelled by command" });
  await resumed.execute();
}
