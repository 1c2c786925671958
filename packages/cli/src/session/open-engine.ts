import { formatPosition, type Binding, type DeploymentConfig, type Logger, type SluiceError } from "@sluice/contracts";
import type { Engine, EngineOptions, ManagerChoices, PluginState } from "@sluice/core";
import { usageError } from "../command-line/usage-error.ts";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import type { ReporterChoice } from "../reporters/reporter-choice.ts";
import { closeQuietly } from "./close-quietly.ts";
import { requestedSources, type PluginRequest } from "./plugin-request.ts";
import { tuneProcess } from "./tune-process.ts";

/** What an engine is opened for. */
export interface EngineRequest {
  readonly home: string | undefined;
  readonly logger: Logger;
  readonly environment?: Environment | undefined;
  /** Absent: only to look at runs, without any plugins but the built-in ones. */
  readonly plugins?: PluginRequest | undefined;
}

/** What a configuration file says, besides its workflows. Its data are stored with a run; what is a function is not. */
export interface Environment extends Pick<
  EngineOptions,
  "bindingFilters" | "policies" | "managers" | "secrets" | "locateDeployment" | "timeouts" | "hookTimeout"
> {
  readonly configDir: string;
  /** Absolute path. */
  readonly configFile?: string;
  readonly deployments: readonly DeploymentConfig[];
  readonly bindings: readonly Binding[];
  /** Reporters that it names. */
  readonly reporters?: readonly ReporterChoice[];
  /** Plugins that it names. */
  readonly plugins?: readonly PluginEntry[];
  /** Checks the file once more, against what plugins turned out to provide; answers with new warnings. @throws coded errors with positions */
  readonly verify?: (plugins: readonly PluginState[]) => Promise<readonly SluiceError[]>;
}

/** An engine with the plugins that are asked for. Nothing is imported before a command needs it. */
export async function openEngine({ home, logger, environment, plugins }: EngineRequest): Promise<Engine> {
  tuneProcess();
  const [{ createEngine }, sources] = await Promise.all([
    import("@sluice/core"),
    plugins ? requestedSources({ plugins, environment }) : [],
  ]);
  const { plugins: _named, reporters: _told, configFile: _file, verify, managers = {}, ...places } = environment ?? {};
  const made = await createEngine({
    sources,
    logger,
    ...(home !== undefined && { home }),
    ...places,
    managers: home === undefined ? managers : withHome(managers, home),
  });
  const engine = closeQuietly(made, logger);
  try {
    if (environment !== undefined) {
      const { inlineSecrets } = await import("../config/redact-origin.ts");
      for (const text of inlineSecrets(environment, engine.plugins)) engine.hideSecret(text);
    }
    for (const warning of (await verify?.(engine.plugins)) ?? []) warn(logger, warning);
    return engine;
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

function warn(logger: Logger, { code, message, actor, position, hint }: SluiceError): void {
  logger.warn(actor === undefined ? message : `${actor}: ${message}`, {
    code,
    ...(position && { at: formatPosition(position) }),
    ...(hint !== undefined && { hint }),
  });
}

/**
 * A folder that the command line names counts more than that of the file, where the file has journals on disk, too.
 * @throws `USAGE` where it has them elsewhere: then there is no such folder
 */
function withHome(managers: ManagerChoices, home: string): ManagerChoices {
  const { database, ...others } = managers;
  if (database === undefined) return managers;
  if (database.type !== "default" && database.type !== "sqlite") {
    throw usageError(
      `a folder for runs is named, ${home}, but the configuration keeps runs in the database '${database.type}'`,
      "Leave out --home, or the database of the configuration.",
    );
  }
  return { ...others, database: { type: database.type, options: { home } } };
}
