import { resolve } from "node:path";
import type { Database } from "@sluice/contracts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "./command-console.ts";
import { openEngine } from "./open-engine.ts";
import { runPlace } from "./run-place.ts";

/** Opens the runs of the home or the database that the options name, for commands that look at them. */
export async function withDatabase<Result>(
  { given, console }: { readonly given: ParsedArguments; readonly console: CommandConsole },
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const home = given.value("home");
  const logger = createCommandLogger({ debug: given.flag("debug"), write: (text) => console.err(text) });
  await using engine = await openEngine({
    home: home === undefined ? undefined : resolve(console.cwd, home),
    logger,
    ...(await runPlace(given, console)),
  });
  return await work(engine.database);
}
