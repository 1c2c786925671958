import type { Database, JsonObject, Logger, RunOptions, RunSummary, StoredRunEvent } from "@sluice/contracts";
import type { Engine } from "@sluice/core";
import { openEngine, type EngineRequest, type Environment } from "./open-engine.ts";
import type { PluginRequest } from "./plugin-request.ts";
import { recallPlugins, type RememberedPlugins } from "./remembered-plugins.ts";
import type { ReporterChoice } from "../reporters/reporter-choice.ts";
import { findRun } from "./find-run.ts";
import { optionsAfter, readEvents } from "./read-events.ts";

/** An engine in the environment that a run was made in. */
export interface ReopenedRun {
  readonly engine: Engine;
  readonly run: string;
  readonly name: string;
  /** Where it stood. */
  readonly status: RunSummary["status"];
  /** As they were last. */
  readonly options: RunOptions | undefined;
  /** Those of its configuration. */
  readonly reporters: readonly ReporterChoice[] | undefined;
}

/** Opens an engine for going on with a run: deployments and bindings come from its journal. */
export async function reopenRun(input: {
  readonly name: string;
  readonly home: string | undefined;
  readonly logger: Logger;
  /** Plugins that options name now, besides those that the run was made with. */
  readonly plugins: PluginRequest;
  /** Where runs are, when that is not the home. */
  readonly place: Pick<EngineRequest, "environment" | "plugins">;
}): Promise<ReopenedRun> {
  const { home, logger } = input;
  const { summary, created, options } = await lookUp(input);
  const origin = created && (await wholeOrigin(created.origin));
  const environment = origin?.["environment"] as unknown as Environment | undefined;
  const remembered = origin?.["plugins"] as unknown as RememberedPlugins | undefined;
  const engine = await openEngine({
    home,
    logger,
    environment,
    plugins: remembered ? recallPlugins(remembered, input.plugins) : input.plugins,
  });
  const { run, name, status } = summary;
  return { engine, run, name, status, options, reporters: environment?.reporters };
}

/** What the run was made from, with the secrets that its journal does not hold. @throws `SECRET_MISSING` */
async function wholeOrigin(origin: JsonObject): Promise<JsonObject> {
  if (origin["redacted"] === undefined) return origin;
  const { restoreSecrets } = await import("../config/restore-secrets.ts");
  return restoreSecrets(origin);
}

type Created = Extract<StoredRunEvent, { type: "run_created" }>["data"];

async function lookUp({ name, home, logger, place }: Parameters<typeof reopenRun>[0]): Promise<{
  summary: RunSummary;
  created: Created | undefined;
  options: RunOptions | undefined;
}> {
  await using engine = await openEngine({ home, logger, ...place });
  const database: Database = engine.database;
  const summary = await findRun(database, name);
  let created: Created | undefined;
  let options: RunOptions | undefined;
  await readEvents(database, summary.run, (event) => {
    if (event.type === "run_created") created = event.data;
    options = optionsAfter(options, event);
  });
  return { summary, created, options };
}
