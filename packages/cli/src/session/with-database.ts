import { resolve } from "node:path";
import type { Database } from "@sluice/contracts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "./command-console.ts";
import type { Reach } from "./discard-elsewhere.ts";
import { openEngine } from "./open-engine.ts";
import { pluginsOf } from "./plugin-request.ts";
import { runPlace } from "./run-place.ts";

/** Opens the runs of the home or the database that the options name, for commands that look at them. */
export async function withDatabase<Result>(
  { given, console }: { readonly given: ParsedArguments; readonly console: CommandConsole },
  work: (database: Database, reach: Reach) => Promise<Result>,
): Promise<Result> {
  const written = given.value("home");
  const home = written === undefined ? undefined : resolve(console.cwd, written);
  const logger = createCommandLogger({ debug: given.flag("debug"), write: (text) => console.err(text) });
  const place = await runPlace(given, console);
  await using engine = await openEngine({ home, logger, ...place });
  return await work(engine.database, { engine, home, logger, place, plugins: pluginsOf(given, console) });
}
