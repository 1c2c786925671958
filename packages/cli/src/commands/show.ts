import { deserializeError, formatError } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { formatDate, formatDuration } from "../render/duration.ts";
import { writeOutputs } from "../render/outputs.ts";
import { stepLabel } from "../render/step-label.ts";
import { nameText } from "../render/terminal-text.ts";
import { formatTable } from "../render/table.ts";
import { findRun } from "../session/find-run.ts";
import { neverBeganText } from "../session/never-began.ts";
import { readOutputs } from "../session/read-outputs.ts";
import { readRunDetails, type RunDetails } from "../session/run-details.ts";
import { runPlaceOptions } from "../session/run-place.ts";
import { firingKey, hadJob } from "../session/run-record.ts";
import { withDatabase } from "../session/with-database.ts";

/** `sluice show`. */
export const command: Command = {
  spec: {
    name: "sluice show",
    usage: ["[OPTIONS] RUN"],
    purpose:
      "Shows a run: where it is kept, how far its steps are, what failed. RUN is an id, the beginning of one, or 'latest'. " +
      "Steps are also what the engine does without a job, such as conditions, expressions and the parts of a scatter.",
    options: [
      { name: "json", doc: "Write a JSON object" },
      { name: "outputs", doc: "Write the outputs of a run that ended, as JSON, and nothing else" },
      ...runPlaceOptions,
    ],
    examples: [
      { line: "sluice show latest", doc: "The newest run" },
      { line: "sluice show latest --outputs", doc: "What 'sluice run' printed, or could not print" },
    ],
    positionals: { least: 1, most: 1, what: "a run" },
  },
  run: ({ given, console }) =>
    withDatabase({ given, console }, async (database) => {
      const summary = await findRun(database, given.positionals[0] ?? "");
      if (given.flag("outputs")) {
        writeOutputs(await readOutputs(database, summary), console);
        return 0;
      }
      const details = await readRunDetails(database, summary);
      console.out(given.flag("json") ? `${JSON.stringify(asJson(details), null, 2)}\n` : asText(details));
      return 0;
    }),
};

function asJson({ summary, folder, holder, options, origin, engine, failures, steps }: RunDetails): object {
  return { ...summary, folder, engine, options, origin, driver: holder ?? null, steps, failures };
}

function asText(details: RunDetails): string {
  const { steps, failures } = details;
  const anyReused = steps.some(({ reused }) => reused > 0);
  const table = formatTable(
    ["STEP", "DONE", ...(anyReused ? ["RE-USED"] : []), "RUNNING", "FAILED", "TIME"],
    steps.map(({ step, completed, reused, running, failed, time }) => [
      step,
      String(completed),
      ...(anyReused ? [String(reused)] : []),
      String(running),
      String(failed),
      formatDuration(time),
    ]),
  );
  const faults = failures.map(
    ({ step, tag, error }) =>
      `  ${stepLabel(step, tag)}: ${formatError(deserializeError(error)).replaceAll("\n", "\n  ")}\n`,
  );
  const first = failures.find((failure) => {
    const job = details.record.jobs.get(firingKey(failure));
    return job !== undefined && hadJob(job);
  });
  const command =
    first &&
    `The command of a job: sluice logs ${details.summary.run} '${stepLabel(first.step, first.tag)}' --command\n`;
  return [
    headText(details),
    ...(steps.length > 0 ? [table] : []),
    ...(faults.length > 0 ? [`Failures:\n${faults.join("")}${command ?? ""}`] : []),
  ].join("\n");
}

function headText({ summary, folder, holder, options, origin, engine, steps }: RunDetails): string {
  const document = origin["document"];
  const rows: [string, string | undefined][] = [
    ["Run", summary.run],
    ["Name", summary.name],
    ["Status", engine === undefined && holder === undefined ? neverBegan(summary) : statusText(summary.status, holder)],
    ["Document", typeof document === "string" ? document : undefined],
    ["Created", formatDate(summary.createdAt)],
    ["Duration", summary.endedAt === undefined ? undefined : formatDuration(summary.endedAt - summary.createdAt)],
    ["Steps", `${summary.completed} of ${summary.known} known completed, ${summary.failed} failed`],
    ["Jobs", jobsText(steps)],
    ["Outputs", options?.outdir],
    ["Folder", folder],
    ["Engine", engine],
  ];
  return rows
    .map(([name, value]) => (value === undefined ? "" : `${`${name}:`.padEnd(10)} ${nameText(value)}\n`))
    .join("");
}

/** Of what was a job: steps are also what the engine does itself, such as expressions, conditions and the parts of a scatter. */
function jobsText(steps: RunDetails["steps"]): string {
  const sum = (count: "completed" | "reused" | "running"): number =>
    steps.reduce((total, each) => total + each[count], 0);
  const counts = [
    [sum("completed") - sum("reused"), "completed"],
    [sum("reused"), "re-used"],
    [sum("running"), "running"],
  ] as const;
  return counts.flatMap(([count, what], at) => (at === 0 || count > 0 ? [`${count} ${what}`] : [])).join(", ");
}

/** Without a first event there is nothing that could go on. */
function neverBegan({ run }: RunDetails["summary"]): string {
  return `${neverBeganText}: its engine ended while it made the run; 'sluice rm ${run}' removes it, 'sluice run --run-id ${run}' uses the id again`;
}

function statusText(status: string, holder: RunDetails["holder"]): string {
  if (holder !== undefined) return `${status}, driven by process ${holder.pid} on ${holder.host}`;
  return status === "running" || status === "created"
    ? `${status}, but no engine drives it: 'sluice resume' goes on`
    : status;
}
