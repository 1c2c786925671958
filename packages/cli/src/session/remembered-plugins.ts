import { resolve } from "node:path";
import type { JsonObject } from "@sluice/contracts";
import { isPath } from "../plugins/located-plugin.ts";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import type { PluginRequest } from "./plugin-request.ts";

/** What a run remembers of how its plugins were found, so that it is taken up again with the same ones. */
export interface RememberedPlugins {
  readonly entries: readonly PluginEntry[];
  readonly auto: boolean;
  /** Where entries resolve against. Absolute. */
  readonly configDir: string;
  /** Working directory of the command that started the run. Absolute. */
  readonly cwd: string;
}

/** Makes plain data of the plugins that were asked for. Secrets in their options are for others to take out. */
export function rememberPlugins(input: {
  readonly plugins: PluginRequest;
  readonly environment: { readonly configDir: string; readonly plugins?: readonly PluginEntry[] } | undefined;
}): JsonObject {
  const { plugins, environment } = input;
  const { cwd } = plugins.console;
  const configDir = environment?.configDir ?? cwd;
  const entries = [...(environment?.plugins ?? []), ...plugins.entries].map((entry) => {
    const reference = isPath(entry.reference) ? resolve(configDir, entry.reference) : entry.reference;
    const { options, overrides, enabled } = entry;
    return {
      reference,
      ...(options && { options }),
      ...(overrides && { overrides: [...overrides] }),
      ...(enabled !== undefined && { enabled }),
    };
  });
  return { entries, auto: plugins.auto, configDir, cwd };
}

/** The plugins of a run, with those that options name now: these count more. */
export function recallPlugins({ entries, auto, configDir, cwd }: RememberedPlugins, now: PluginRequest): PluginRequest {
  return {
    console: now.console,
    entries: [...entries, ...now.entries],
    auto: auto && now.auto,
    places: { configDir, cwd },
  };
}
