import type { Logger } from "@sluice/contracts";
import type { CommandConsole } from "./command-console.ts";
import type { Run, RunResult } from "@sluice/core";
import { interruptedStatus, type Interruption } from "./interruption.ts";
import { openReporters, type ReporterHost } from "../reporters/open-reporters.ts";
import type { ReporterChoice } from "../reporters/reporter-choice.ts";
import { watchRunFolder } from "./run-folder-lost.ts";
import { RunRecord } from "./run-record.ts";

/** How long a forced end may take, in milliseconds, before the process ends without it. */
const forcedEndLimit = 3000;

/** How a run ended, and what was seen of it. */
export interface DrivenRun {
  readonly result: RunResult;
  readonly record: RunRecord;
}

/** Executes a run: shows its progress and passes interruptions on to it. */
export async function driveRun(input: {
  readonly run: Run;
  readonly name: string;
  readonly host: ReporterHost;
  /** Whoever shows the run. */
  readonly reporters: readonly ReporterChoice[];
  readonly console: CommandConsole;
  readonly interruption: Interruption;
  readonly logger: Logger;
}): Promise<DrivenRun> {
  const { run, name, host, console, interruption, logger } = input;
  const record = new RunRecord();
  await using view = await openReporters({
    host,
    choices: input.reporters,
    run: run.id,
    name,
    out: (text) => console.out(text),
    err: (text) => console.err(text),
    logger,
  });
  using _subscription = run.subscribe((event, progress) => {
    record.add(event);
    view.event(event, progress);
  });
  interruption.handle({
    first: (signal) => {
      console.err(`${signal}: stopping jobs and saving the state; once more to quit at once\n`);
      run
        .cancel({ reason: `interrupted by ${signal}` })
        .catch((error: unknown) => logger.error("the run cannot be stopped", { reason: String(error) }));
    },
    again: () => {
      void view[Symbol.asyncDispose]();
      quitNow(run, console);
    },
  });
  const looked = watchRunFolder(run);
  const result = looked(await run.execute());
  await view.end(result);
  return { result, record };
}

function quitNow(run: Run, console: CommandConsole): void {
  console.err(`quitting at once; 'sluice resume ${run.id}' goes on from here\n`);
  setTimeout(() => process.exit(interruptedStatus), forcedEndLimit);
  run.cancel({ reason: "interrupted twice", force: true }).then(
    () => process.exit(interruptedStatus),
    () => process.exit(interruptedStatus),
  );
}
