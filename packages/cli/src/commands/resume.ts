import { homeOption, type Command } from "../command-line/command-spec.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import { exitStatusOf } from "../render/exit-status.ts";
import { confirmPrinted, writeOutputs } from "../render/outputs.ts";
import { displayName } from "../reporters/display-mode.ts";
import { checkReporters } from "../reporters/open-reporters.ts";
import { reporterChoices } from "../reporters/reporter-choice.ts";
import { checkOutdir } from "../session/check-outdir.ts";
import { commandSuffix } from "../session/command-suffix.ts";
import { driveRun } from "../session/drive-run.ts";
import { watchInterruption } from "../session/interruption.ts";
import { pluginOption, pluginsOf } from "../session/plugin-request.ts";
import { runPlace, runPlaceOptions } from "../session/run-place.ts";
import { reopenRun } from "../session/reopen-run.ts";
import { displayModeOf, drivingOptions, folderOf, runOptionsOf } from "./run-options.ts";

/** `sluice resume`. */
export const command: Command = {
  spec: {
    name: "sluice resume",
    usage: ["[OPTIONS] RUN"],
    purpose:
      "Goes on with a run that failed, was cancelled or lost its engine. Steps that completed are not run again, jobs that still run are found again, " +
      "steps that failed are tried once more. Documents are those of the start: the run's journal has them. Inputs must be as they were then. " +
      "Of a run that is completed, the outputs are printed.",
    options: [
      { name: "keep-failed", doc: "Do not try failed steps again" },
      {
        name: "allow-upgrade",
        doc: "Go on although plugins are not those that the run was made with",
      },
      {
        name: "accept-changes",
        doc: "Go on although inputs are not as they were when the run began: what is still to be done gets them as they are, what is done stays",
      },
      {
        name: "outdir",
        value: "DIR",
        doc: "Where outputs are placed (default: as before); those of a completed run are placed there as well",
      },
      {
        name: "assume-lost",
        doc: "Do again jobs of which nobody can tell from here whether they still run, as after their machine or container is gone",
      },
      pluginOption,
      ...drivingOptions.filter(({ name }) => name !== homeOption.name),
      ...runPlaceOptions,
    ],
    examples: [{ line: "sluice resume latest", doc: "After the cause of a failure is removed" }],
    positionals: { least: 1, most: 1, what: "a run" },
  },
  run: async ({ given, console }) => {
    const mode = displayModeOf(given);
    const outdir = folderOf(given, "outdir", console.cwd);
    const options = { ...runOptionsOf(given), ...(outdir !== undefined && { outdir }) };
    const home = folderOf(given, "home", console.cwd);
    const started = performance.now();
    using interruption = watchInterruption();
    const logger = createCommandLogger({ debug: given.flag("debug"), write: (text) => console.err(text) });
    const place = await runPlace(given, console);
    const reopened = await reopenRun({
      name: given.positionals[0] ?? "",
      home,
      logger,
      plugins: pluginsOf(given, console),
      place,
    });
    await using engine = reopened.engine;
    const isOver = reopened.status === "completed" && outdir === undefined;
    const target = outdir ?? reopened.options?.outdir;
    if (target !== undefined && !isOver) await checkOutdir(target);
    const reporters = reporterChoices(displayName(mode, console), reopened.reporters, given.values("reporter"));
    await checkReporters(engine, reporters);
    const run = await engine.resumeRun({
      run: reopened.run,
      options,
      retryFailed: !given.flag("keep-failed"),
      allowUpgrade: given.flag("allow-upgrade"),
      assumeLost: given.flag("assume-lost"),
      acceptChanges: given.flag("accept-changes"),
    });
    const { result, record } = await driveRun({
      run,
      name: reopened.name,
      host: engine,
      reporters,
      console,
      interruption,
      logger,
    });
    const suffix = commandSuffix({ home, environment: place.environment });
    if (mode.json) console.out(`${JSON.stringify({ type: "result", run: run.id, ...result })}\n`);
    else if (result.status !== "cancelled") writeOutputs(result.outputs, console);
    const isSilent = mode.quiet && result.status === "completed";
    if (isOver && !mode.json && !isSilent) console.err(`Run ${run.id} was completed before; these are its outputs\n`);
    else if (!isSilent) {
      const { writeSummary } = await import("../render/summary.ts");
      await writeSummary({
        run,
        result,
        record,
        outdir: target,
        duration: performance.now() - started,
        kept: true,
        commandSuffix: suffix,
        console,
      });
    }
    await confirmPrinted(run.id, suffix, console);
    return exitStatusOf(result);
  },
};
