import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { SluiceError, type Database, type LogFields, type LogLevel } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { usageError } from "../command-line/usage-error.ts";
import { textLine } from "../log/command-logger.ts";
import { formatDate } from "../render/duration.ts";
import { describeEvent } from "../render/event-line.ts";
import { meansStep, stepLabel } from "../render/step-label.ts";
import { shownText } from "../render/terminal-text.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { findRun } from "../session/find-run.ts";
import { readCommands } from "../session/job-commands.ts";
import { streamNames, streamPath, type StreamName } from "../session/job-logs.ts";
import { readEvents } from "../session/read-events.ts";
import { hadJob, RunRecord, type JobRecord } from "../session/run-record.ts";
import { runPlaceOptions } from "../session/run-place.ts";
import { withDatabase } from "../session/with-database.ts";

/** `sluice logs`. */
export const command: Command = {
  spec: {
    name: "sluice logs",
    usage: ["[OPTIONS] RUN [STEP]"],
    purpose:
      "Shows what happened in a run, in order of time; with STEP, what its jobs wrote to standard output and standard error. " +
      "STEP is a path such as /align, or one of several jobs of a scatter, such as '/align[3]'.",
    options: [
      { name: "stream", value: "NAME", doc: "Only one of the two streams of a step", choices: streamNames },
      {
        name: "command",
        doc: "What the jobs of a step run, as a script: command line, environment without secrets, streams, folder",
      },
      { name: "json", doc: "With --command: one JSON object for each job" },
      ...runPlaceOptions,
    ],
    examples: [
      { line: "sluice logs latest", doc: "What happened in the newest run" },
      { line: "sluice logs latest '/align[3]' --stream stderr", doc: "What one job said" },
      { line: "sluice logs latest /align --command", doc: "How its job was started" },
    ],
    positionals: { least: 1, most: 2, what: "a run" },
  },
  run: ({ given, console }) =>
    withDatabase({ given, console }, async (database) => {
      const [name = "", step] = given.positionals;
      const { run } = await findRun(database, name);
      if (given.flag("command")) {
        if (step === undefined) throw usageError("option --command needs a step", "sluice logs RUN STEP --command");
        await writeCommands(database, run, await jobsOf(database, run, step), given.flag("json"), console);
        return 0;
      }
      if (given.flag("json")) throw usageError("option --json goes with --command", "sluice logs RUN STEP --command");
      if (step === undefined) {
        console.out(await historyText(database, run, given.flag("debug")));
        return 0;
      }
      const stream = given.value("stream");
      await writeStreams(
        await jobsOf(database, run, step),
        stream === "stdout" || stream === "stderr" ? [stream] : streamNames,
        console,
      );
      return 0;
    }),
};

/** The journal and the log, merged by time. */
async function historyText(database: Database, run: string, debug: boolean): Promise<string> {
  const lines: { time: number; text: string }[] = [];
  await readEvents(database, run, (event) => {
    const line = describeEvent(event);
    if (line !== undefined) lines.push({ time: event.time, text: `${line.text}\n` });
  });
  const log = await readFile(join(database.runFolder(run), "log.ndjson"), "utf8").catch(() => "");
  for (const line of log.split("\n")) {
    const record = parseRecord(line);
    if (record !== undefined && (debug || record.level !== "debug")) lines.push(record);
  }
  return lines
    .sort((a, b) => a.time - b.time)
    .map(({ time, text }) => `${formatDate(time)}:${String(new Date(time).getSeconds()).padStart(2, "0")} ${text}`)
    .join("");
}

/** The last line may be half written. */
function parseRecord(line: string): { time: number; level: LogLevel; text: string } | undefined {
  try {
    const { time, level, message, ...fields } = JSON.parse(line) as LogFields & {
      time: string;
      level: LogLevel;
      message: string;
    };
    return { time: Date.parse(time), level, text: textLine(level, message, fields) };
  } catch {
    return undefined;
  }
}

async function jobsOf(database: Database, run: string, step: string): Promise<JobRecord[]> {
  const record = new RunRecord({ keepAll: true });
  await readEvents(database, run, (event) => record.add(event));
  const started = [...record.jobs.values()].filter(hadJob);
  const jobs = started.filter((job) => meansStep(step, job.step, job.tag));
  if (jobs.length > 0) return jobs;
  const steps = [...new Set(started.map((job) => job.step))];
  const hint = steps.length === 0 ? undefined : `Steps with jobs: ${steps.slice(0, 12).join(", ")}.`;
  throw new SluiceError("RUN_STATE", `no job of a step '${step}' was started in this run`, { hint });
}

async function writeCommands(
  database: Database,
  run: string,
  jobs: readonly JobRecord[],
  json: boolean,
  console: CommandConsole,
): Promise<void> {
  const [{ commandScript }, known] = await Promise.all([import("@sluice/core"), readCommands(database, run, jobs)]);
  for (const { job, command } of known) {
    const { step, tag, attempt, deployment } = job;
    if (json) console.out(`${JSON.stringify({ step, tag, attempt, deployment, ...command })}\n`);
    else console.out(shownText(commandScript(`${stepLabel(step, tag)}, attempt ${attempt}`, command)));
  }
  if (known.length < jobs.length)
    console.err(
      "Of some jobs it is not known: they were not started, or an older Sluice or an engine that died started them.\n",
    );
}

async function writeStreams(
  jobs: readonly JobRecord[],
  streams: readonly StreamName[],
  console: CommandConsole,
): Promise<void> {
  const headed = jobs.length * streams.length > 1;
  let found = false;
  let written = 0;
  for (const job of jobs) {
    for (const stream of streams) {
      const path = streamPath(job, stream);
      const size =
        path === undefined
          ? undefined
          : await stat(path).then(
              (info) => info.size,
              () => undefined,
            );
      if (path === undefined || size === undefined) continue;
      found = true;
      written += size;
      if (size === 0) continue;
      if (headed) console.out(`==> ${stepLabel(job.step, job.tag)} ${stream}: ${path}\n`);
      let last = "";
      for await (const chunk of createReadStream(path, "utf8") as AsyncIterable<string>) {
        console.data(chunk);
        last = chunk;
      }
      if (headed && !last.endsWith("\n")) console.out("\n");
    }
  }
  if (!found)
    console.err(
      "Nothing is left: the jobs' folders were removed, they are elsewhere, or the tool redirects its streams.\n",
    );
  else if (written === 0)
    console.err(
      `Nothing was written to ${streams.join(" and ")}; what a tool redirects into a file of its own is there, not here.\n`,
    );
}
