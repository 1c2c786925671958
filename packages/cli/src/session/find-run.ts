import { SluiceError, type Database, type RunSummary } from "@sluice/contracts";
import { nearestName } from "../command-line/nearest-name.ts";

/** What stands for the newest run wherever a run is named. */
export const latestRun = "latest";

/** The run that a person means by its id, an unambiguous beginning of it, or `latest`. @throws `RUN_NOT_FOUND` */
export async function findRun(database: Database, text: string): Promise<RunSummary> {
  const runs = await database.listRuns();
  const exact = text === latestRun ? runs[0] : runs.find(({ run }) => run === text);
  if (exact !== undefined) return exact;
  const matches = runs.filter(({ run }) => run.startsWith(text));
  const [only, another] = matches;
  if (only !== undefined && another === undefined) return only;
  if (only === undefined) throw unknownRun(text, runs);
  const names = matches.slice(0, 5).map(({ run }) => run);
  const more = matches.length > names.length ? ", …" : "";
  throw new SluiceError("RUN_NOT_FOUND", `${matches.length} runs begin with '${text}': ${names.join(", ")}${more}`, {
    hint: "Write more of the name.",
  });
}

function unknownRun(text: string, runs: readonly RunSummary[]): SluiceError {
  if (runs.length === 0)
    return new SluiceError("RUN_NOT_FOUND", "there are no runs yet", { hint: "'sluice run FILE' makes one." });
  const nearest = nearestName(
    text,
    runs.map(({ run }) => run),
  );
  const hint = nearest === undefined ? "'sluice list' shows all runs." : `Did you mean '${nearest}'?`;
  return new SluiceError("RUN_NOT_FOUND", `there is no run '${text}'`, { hint });
}
