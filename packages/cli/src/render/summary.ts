import { existsSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { deserializeError, formatError, type StepFailure } from "@sluice/contracts";
import type { CommandConsole } from "../session/command-console.ts";
import type { Run, RunResult } from "@sluice/core";
import { readTail, streamPath } from "../session/job-logs.ts";
import { isFolderLost } from "../session/run-folder-lost.ts";
import { firingKey, hadJob, type JobRecord, type RunRecord } from "../session/run-record.ts";
import { formatDuration } from "./duration.ts";
import { errorLine } from "./event-line.ts";
import { createPaint, type Paint } from "./paint.ts";
import { stepLabel } from "./step-label.ts";

const mostFailures = 5;
const tailLines = 10;
const tailBytes = 8 * 1024;

/** What a summary is about. */
export interface SummaryInput {
  readonly run: Run;
  readonly result: RunResult;
  readonly record: RunRecord;
  /** Where the outputs are, when they left the run's folder. */
  readonly outdir: string | undefined;
  /** Milliseconds. */
  readonly duration: number;
  /** Whether the run can be looked at afterwards. */
  readonly kept: boolean;
  /** What the commands that are proposed need besides, such as `--home DIR`. */
  readonly commandSuffix: string;
  readonly console: CommandConsole;
}

/** Says how a run ended, where it is kept and what can be tried next. */
export async function writeSummary(input: SummaryInput): Promise<void> {
  const paint = createPaint(input.console.colour);
  const lines = input.result.status === "failed" ? await failedLines(input, paint) : endedLines(input, paint);
  input.console.err(`${lines.join("\n")}\n`);
}

function endedLines(
  { run, result, record, outdir, duration, kept, commandSuffix }: SummaryInput,
  paint: Paint,
): string[] {
  const count = `${record.jobsCompleted} job${record.jobsCompleted === 1 ? "" : "s"}`;
  const jobs = record.reused === 0 ? count : `${count} (${record.reused} more re-used from the cache)`;
  if (result.status === "cancelled") {
    return [
      `${paint.warn("Cancelled")} after ${formatDuration(duration)}; ${jobs} completed and kept in ${run.folder}`,
      `  sluice resume ${run.id}${commandSuffix}`,
    ];
  }
  const where = outdir === undefined ? "" : `; outputs are in ${outdir}`;
  const keptLine = kept ? [paint.faint(`Kept as run ${run.id} in ${run.folder}`)] : [];
  return [`${paint.good("Completed")} ${jobs} in ${formatDuration(duration)}${where}`, ...keptLine];
}

async function failedLines(input: SummaryInput, paint: Paint): Promise<string[]> {
  const { run, result, record, outdir, duration, commandSuffix } = input;
  const { failures } = result;
  const shown = failures.slice(0, mostFailures);
  const blocks = await Promise.all(
    shown.map((failure) => failureLines(failure, record.jobs.get(firingKey(failure)), paint)),
  );
  const first = failures[0];
  const job = first && record.jobs.get(firingKey(first));
  if (first?.error.code === "PUBLISHING_FAILED") {
    return [
      `${paint.bad("Failed")} after ${formatDuration(duration)}: all steps are done, and the outputs cannot be placed`,
      `  ${errorLine(first.error)}`,
      `Kept as run ${run.id} in ${run.folder}. What to try next:`,
      `  sluice resume ${run.id}${commandSuffix}`,
      `  sluice resume ${run.id} --outdir DIR${commandSuffix}`,
    ];
  }
  return [
    `${paint.bad("Failed")} after ${formatDuration(duration)}: ${failures.length} step${failures.length === 1 ? "" : "s"} failed, ${record.jobsCompleted} completed`,
    ...blocks.flat(),
    ...(failures.length > shown.length ? [`  and ${failures.length - shown.length} more`] : []),
    ...placedLines(result, outdir),
    ...nextLines(input, first, job),
  ];
}

/** Where the run is kept, if it is, and what can be tried next. */
function nextLines(
  { run, result, commandSuffix }: SummaryInput,
  first: StepFailure | undefined,
  job: JobRecord | undefined,
): string[] {
  if (isFolderLost(result)) return [];
  return [
    `Kept as run ${run.id} in ${run.folder}. What to try next:`,
    ...(first === undefined || (job !== undefined && !hadJob(job))
      ? []
      : [`  sluice logs ${run.id} '${stepLabel(first.step, first.tag)}'${commandSuffix}`]),
    `  sluice resume ${run.id}${commandSuffix}`,
  ];
}

/** Where the outputs are that were made in spite of the failures. */
function placedLines({ outputs, failures }: RunResult, outdir: string | undefined): string[] {
  const isThere = Object.values(outputs).some((value) => value !== null);
  const isPlaced = failures.every(({ error }) => error.code !== "PUBLISHING_FAILED" && error.code !== "OUTPUT_CHANGED");
  return outdir !== undefined && isThere && isPlaced
    ? [`Outputs of what was done are in ${outdir}; what is missing is null.`]
    : [];
}

async function failureLines(failure: StepFailure, job: JobRecord | undefined, paint: Paint): Promise<string[]> {
  const exit =
    job?.exit === undefined
      ? ""
      : ` (exit status ${job.exit.code}${job.exit.signal === undefined ? "" : `, ${job.exit.signal}`})`;
  const head = `  ${paint.strong(stepLabel(failure.step, failure.tag))}${exit}: `;
  const path = job === undefined ? undefined : streamPath(job, "stderr");
  const tail = path === undefined ? undefined : await readTail(path, tailBytes);
  const files =
    job?.directory !== undefined && existsSync(job.directory) ? [`  its files are in ${job.directory}`] : [];
  if (path === undefined || tail === undefined || tail.trim() === "")
    return [head + formatError(deserializeError(failure.error)).replaceAll("\n", "\n  "), ...files];
  const last = stripVTControlCharacters(tail).trimEnd().split("\n").slice(-tailLines);
  return [
    head + errorLine(failure.error),
    paint.faint(`  the end of ${path}:`),
    ...last.map((line) => `  ${paint.faint("│")} ${line}`),
    ...files,
  ];
}
