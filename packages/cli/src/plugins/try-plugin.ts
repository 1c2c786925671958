import type { PluginManifest } from "@sluice/contracts";
import type { PluginSource, PluginState } from "@sluice/core/host";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "../session/command-console.ts";
import type { ListedPlugin } from "./bundled-plugins.ts";

/** What came of loading a plugin. */
export interface TriedPlugin {
  readonly state: PluginState | undefined;
  /** Why it does not work. */
  readonly error: Error | undefined;
  /** What is otherwise than its manifest says. */
  readonly differences: readonly string[];
}

/** Sets up a plugin with all others, as a run would, and takes everything down again. */
export async function tryPlugin(
  plugin: ListedPlugin,
  sources: readonly PluginSource[],
  console: CommandConsole,
): Promise<TriedPlugin> {
  const source = sources.find((each) => each.name === plugin.name);
  const name = await ownName(source);
  const { createHost } = await import("@sluice/core/host");
  const logger = createCommandLogger({ debug: false, write: (text) => console.err(text) });
  // What is wrong with the plugin itself is what the caller tells.
  const others = sources.map((each) => (each === source ? { ...each, silent: true } : each));
  await using host = await createHost({ sources: others, logger });
  const state =
    host.plugins.find((each) => each.name === plugin.name) ?? host.plugins.find((each) => each.name === name);
  return {
    state,
    error: state?.error,
    differences: plugin.manifest && state ? differencesOf(plugin.manifest, state) : [],
  };
}

/** What a plugin without a manifest calls itself. Why it cannot be loaded shows when it is set up with the others. */
async function ownName(source: PluginSource | undefined): Promise<string | undefined> {
  try {
    return (await source?.load())?.name;
  } catch {
    return undefined;
  }
}

/** What a plugin registers otherwise than its manifest says. */
export function differencesOf(manifest: PluginManifest, { extensions = [], hooks = [] }: PluginState): string[] {
  const promised = (manifest.extensions ?? []).map(
    ({ point, name, apiVersion }) => `${point} '${name}' (version ${apiVersion})`,
  );
  const provided = extensions.map(({ point, name, apiVersion }) => `${point} '${name}' (version ${apiVersion})`);
  const promisedHooks = new Set((manifest.hooks ?? []).map(({ name }) => `hook ${name}`));
  const addedHooks = new Set(hooks.map(({ name }) => `hook ${name}`));
  const missing = [...promised.filter((each) => !provided.includes(each)), ...promisedHooks.difference(addedHooks)];
  const more = [...provided.filter((each) => !promised.includes(each)), ...addedHooks.difference(promisedHooks)];
  return [...missing.map((each) => `${each} is not there`), ...more.map((each) => `${each} is not in it`)];
}
