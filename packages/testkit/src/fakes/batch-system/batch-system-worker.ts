import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { beginCall, fail, settingsFile } from "../command/command-state.ts";
import { readOptions, type OptionTable, type ReadOptions } from "../command/read-options.ts";
import { keepBatchJob, type BatchSettings } from "./batch-keeper.ts";
import { batchStore, endBatchJob, isOver, type BatchJobRecord } from "./batch-store.ts";
import { accountingField, queueLine } from "./show-job.ts";

/** The executables of a fake batch system: `node THIS FOLDER NAME WORDS…`. */
const [base = "", name = "", ...words] = process.argv.slice(2);
const store = batchStore(base);
const settings = await settingsFile<BatchSettings>(base).read();

/** What makes no difference here is taken; what would (`--dependency`, `--hold`, `--array`) is refused, as it is not done. */
const sbatchOptions: OptionTable = {
  values: ["job-name", "output", "error", "chdir", "time", "export", "comment", "wrap"].concat(
    ["nodes", "ntasks", "cpus-per-task", "mem", "mem-per-cpu", "gres", "gpus", "partition", "account", "qos", "tmp"],
    ["constraint", "open-mode", "ntasks-per-node", "reservation", "mail-type", "mail-user", "nodelist"],
  ),
  flags: ["parsable", "requeue", "no-requeue", "exclusive", "quiet"],
  letters: { J: "job-name", o: "output", e: "error", D: "chdir", t: "time", N: "nodes", n: "ntasks" },
};
const moreLetters = {
  c: "cpus-per-task",
  p: "partition",
  A: "account",
  q: "qos",
  C: "constraint",
  Q: "quiet",
};

const commands: Readonly<Record<string, () => Promise<void>>> = {
  sbatch,
  squeue: async () => {
    const options = readOptions(words, {
      values: ["jobs", "user", "name", "states", "format", "partition", "account"],
      flags: ["noheader", "me", "all", "array"],
      letters: {
        j: "jobs",
        u: "user",
        n: "name",
        t: "states",
        o: "format",
        h: "noheader",
        p: "partition",
        A: "account",
        a: "all",
      },
    });
    const format = options.last("format") ?? "%.18i %.9P %.8j %.8u %.2t %.10M %.6D %R";
    const wanted = list(options, "jobs");
    for (const id of wanted)
      if (wanted.length === 1 && !(await store.read(id))) fail("slurm_load_jobs error: Invalid job id specified");
    if (!options.has("noheader")) print(queueLine(undefined, format));
    const states = list(options, "states").map((state) => state.toUpperCase());
    for (const job of await selected(wanted, list(options, "name")))
      if (isShown(job, states)) print(queueLine(job, format));
  },
  sacct: async () => {
    const options = readOptions(words, {
      values: ["jobs", "user", "name", "format", "starttime", "endtime", "state", "delimiter", "units"],
      flags: ["noheader", "parsable", "parsable2", "allocations", "allusers", "duplicates"],
      letters: {
        j: "jobs",
        u: "user",
        o: "format",
        S: "starttime",
        E: "endtime",
        s: "state",
        n: "noheader",
        p: "parsable",
        P: "parsable2",
        X: "allocations",
        a: "allusers",
        D: "duplicates",
      },
    });
    const fields = (options.last("format") ?? "JobID,JobName,State,ExitCode")
      .split(",")
      .map((field) => field.split("%")[0] ?? "");
    const parsable = options.has("parsable") || options.has("parsable2");
    const delimiter = options.last("delimiter") ?? "|";
    const line = (texts: readonly string[]): void =>
      print(
        parsable
          ? texts.join(delimiter) + (options.has("parsable") ? delimiter : "")
          : texts.map((text) => text.padStart(12)).join(" "),
      );
    if (!options.has("noheader")) line(fields);
    for (const job of await selected(list(options, "jobs"), list(options, "name"))) {
      const isKnown = job.endedAt === undefined || Date.now() >= job.endedAt + settings.accountingDelay;
      const seen = isKnown ? job : ({ ...job, state: "RUNNING", exitCode: 0, signal: 0 } as const);
      line(fields.map((field) => accountingField(seen, field, undefined)));
      if (!options.has("allocations") && seen.startedAt !== undefined)
        line(fields.map((field) => accountingField(seen, field, "batch")));
    }
  },
  scancel: async () => {
    const options = readOptions(words, {
      values: ["signal", "name", "user", "state"],
      flags: ["full", "batch", "quiet", "verbose", "me"],
      letters: { s: "signal", n: "name", u: "user", t: "state", f: "full", b: "batch", Q: "quiet", v: "verbose" },
    });
    const jobs = await selected(
      [...options.rest].flatMap((word) => word.split(",")),
      list(options, "name"),
    );
    for (const id of options.rest)
      if (!jobs.some((job) => job.id === id) && !options.has("quiet"))
        fail(`scancel: error: Kill job error on job id ${id}: Invalid job id specified`);
    const signal = options.last("signal")?.replace(/^(?!SIG)/, "SIG") as NodeJS.Signals | undefined;
    for (const job of jobs) {
      if (signal === undefined) await endBatchJob(store, job.id, { state: "CANCELLED", wait: settings.killWait });
      else if (job.state === "RUNNING" && job.pid !== undefined)
        process.kill(options.has("full") ? -job.pid : job.pid, signal);
    }
  },
};

async function sbatch(): Promise<void> {
  const table = { ...sbatchOptions, letters: { ...sbatchOptions.letters, ...moreLetters } };
  const first = readOptions(words, table);
  const [file, ...more] = first.rest;
  const wrapped = first.last("wrap");
  const script = wrapped === undefined ? readFileSync(file ?? 0, "utf8") : `#!/bin/sh\n${wrapped}\n`;
  if (!script.startsWith("#!")) fail("sbatch: error: This does not look like a batch script.");
  const lines = script.split("\n").filter((line) => line.startsWith("#SBATCH "));
  const inside = readOptions(
    lines.flatMap((line) => unquoted(line.slice(8))),
    table,
  );
  const option = (key: string): string | undefined => first.last(key) ?? inside.last(key);

  const directory = option("chdir") ?? process.cwd();
  const id = await store.next();
  const own = option("job-name") ?? file?.split("/").at(-1) ?? "wrap";
  const place = (text: string): string => {
    const path = text.replaceAll("%j", id).replaceAll("%x", own).replaceAll("%%", "%");
    return isAbsolute(path) ? path : join(directory, path);
  };
  const stdout = place(option("output") ?? "slurm-%j.out");
  const error = option("error");
  const limit = option("time");
  const resources = Object.fromEntries(
    [...inside.values, ...first.values].map(([key, values]) => [key, values.at(-1) ?? ""]),
  );
  await store.write({
    id,
    name: own,
    script,
    arguments: more,
    directory,
    stdout,
    stderr: error === undefined ? stdout : place(error),
    environment: environment(option("export") ?? "ALL"),
    comment: option("comment") ?? "",
    ...(limit !== undefined && { limit: minutes(limit) * settings.minute }),
    resources,
    state: "PENDING",
    submittedAt: Date.now(),
  });
  const node = [process.argv[1] ?? "", base, "--keep", id];
  spawn(process.execPath, node, { detached: true, stdio: "ignore", cwd: "/" }).unref();
  print(first.has("parsable") ? id : `Submitted batch job ${id}`);
}

/** `ALL`, `NONE`, or names and pairs, as `--export` has them. */
function environment(text: string): Record<string, string> {
  const all = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const words = text.split(",");
  const kept = words.includes("ALL") ? all : all.filter(([key]) => key === "PATH" || words.includes(key));
  const given = words
    .filter((word) => word.includes("="))
    .map((word) => [word.split("=")[0] ?? "", word.slice(word.indexOf("=") + 1)] as const);
  return Object.fromEntries([...kept, ...given]);
}

/** Minutes of `MM`, `MM:SS`, `HH:MM:SS` and `D-HH[:MM[:SS]]`. */
function minutes(text: string): number {
  const [days, rest] = text.includes("-") ? [Number(text.split("-")[0]), text.split("-")[1] ?? ""] : [undefined, text];
  const parts = rest.split(":").map(Number);
  const [one = 0, two = 0, three = 0] = parts;
  if (days !== undefined) return days * 1440 + one * 60 + two + three / 60;
  return parts.length === 3 ? one * 60 + two + three / 60 : one + two / 60;
}

async function selected(ids: readonly string[], names: readonly string[]): Promise<readonly BatchJobRecord[]> {
  const all = await store.all();
  return all.filter(
    ({ id, name: own }) => (ids.length === 0 || ids.includes(id)) && (names.length === 0 || names.includes(own)),
  );
}

/** Whether `squeue` shows a job: what is over only when it is asked for. */
function isShown(job: BatchJobRecord, states: readonly string[]): boolean {
  if (states.length === 0) return !isOver(job);
  return states.includes("ALL") || states.includes(job.state) || states.includes(queueLine(job, "%t"));
}

function list(options: ReadOptions, key: string): string[] {
  return options
    .all(key)
    .flatMap((text) => text.split(","))
    .filter((text) => text !== "");
}

/** The words of a line, without their quotes. */
function unquoted(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"),
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (name === "--keep") {
  await keepBatchJob(base, store, words[0] ?? "");
} else {
  await beginCall(base, name, words);
  try {
    await commands[name]?.();
  } catch (error) {
    fail(`${name}: error: ${(error as Error).message}`);
  }
}
