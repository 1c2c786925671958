import { cacheStorePoint, type CacheStore } from "@sluice/contracts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import { configuredPlugins, configOption } from "./listed-plugins.ts";
import { openEngine } from "./open-engine.ts";
import { pluginOption, pluginsOf } from "./plugin-request.ts";
import type { CommandConsole } from "./command-console.ts";

/** The options that say which store keeps results; without one of them it is the engine's own. */
const storeOptions = ["cache-store", configOption.name, pluginOption.name] as const;

/** Opens the store that keeps results in a folder. @throws `PLUGIN_MISSING` for a store that no plugin provides, `PLUGIN_OPTIONS` */
export async function withCache<Result>(
  {
    folder,
    given,
    console,
  }: { readonly folder: string; readonly given: ParsedArguments; readonly console: CommandConsole },
  work: (store: CacheStore) => Promise<Result>,
): Promise<Result> {
  if (!storeOptions.some((option) => given.flag(option))) {
    const { folderCacheStoreFactory } = await import("@sluice/core");
    return work(folderCacheStoreFactory.create({ options: { folder } }));
  }
  const plugins = pluginsOf(given, console);
  const environment = await configuredPlugins(given, plugins);
  // Only the plugins count: neither runs nor environments are looked at.
  await using engine = await openEngine({
    home: undefined,
    logger: createCommandLogger({ debug: given.flag("debug"), write: (text) => console.err(text) }),
    plugins,
    environment: {
      configDir: environment?.configDir ?? console.cwd,
      deployments: [],
      bindings: [],
      managers: { database: { type: "memory" } },
      ...(environment?.plugins && { plugins: environment.plugins }),
      ...(environment?.secrets && { secrets: environment.secrets }),
      ...(environment?.timeouts && { timeouts: environment.timeouts }),
    },
  });
  const name = given.value("cache-store") ?? cacheStorePoint.default ?? "folder";
  const { implementation, options } = await engine.context.extension({
    point: cacheStorePoint,
    name,
    options: { folder },
  });
  return await work(await implementation.create({ options }));
}
