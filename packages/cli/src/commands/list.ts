import type { RunSummary } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { formatDate, formatDuration } from "../render/duration.ts";
import { formatTable } from "../render/table.ts";
import { neverBegan, neverBeganText } from "../session/never-began.ts";
import { runPlaceOptions } from "../session/run-place.ts";
import { withDatabase } from "../session/with-database.ts";

/** `sluice list`. */
export const command: Command = {
  spec: {
    name: "sluice list",
    usage: ["[OPTIONS]"],
    purpose:
      "Lists the runs that are kept, newest first. STEPS says how many of those that are known so far are completed; " +
      "some need no job, such as conditions, expressions and the parts of a scatter.",
    options: [{ name: "json", doc: "Write a JSON list" }, ...runPlaceOptions],
    examples: [{ line: "sluice list | head", doc: "The latest runs" }],
    positionals: { least: 0, most: 0, what: "nothing" },
  },
  run: ({ given, console }) =>
    withDatabase({ given, console }, async (database) => {
      const runs: ListedRun[] = [];
      for (const run of await database.listRuns())
        runs.push((await neverBegan(database, run)) ? { ...run, neverBegan: true } : run);
      if (given.flag("json")) console.out(`${JSON.stringify(runs, null, 2)}\n`);
      else if (runs.length === 0) console.err("There are no runs yet: 'sluice run FILE' makes one.\n");
      else console.out(formatTable(["RUN", "NAME", "STATUS", "CREATED", "DURATION", "STEPS"], runs.map(tableRow)));
      return 0;
    }),
};

interface ListedRun extends RunSummary {
  readonly neverBegan?: true;
}

/** Most characters of a name in the table; `show` and `--json` have all of it. */
const longestName = 60;

function tableRow(run: ListedRun): string[] {
  const duration = run.endedAt === undefined ? "" : formatDuration(run.endedAt - run.createdAt);
  const failed = run.failed > 0 ? `, ${run.failed} failed` : "";
  const status = run.neverBegan === true ? neverBeganText : run.status;
  const name = run.name.length > longestName ? `${run.name.slice(0, longestName - 1).toWellFormed()}…` : run.name;
  return [run.run, name, status, formatDate(run.createdAt), duration, `${run.completed}/${run.known}${failed}`];
}
