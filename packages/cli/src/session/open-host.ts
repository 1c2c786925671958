import type { Logger } from "@sluice/contracts";
import type { Host, HostOptions, PluginState } from "@sluice/core/host";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import { closeQuietly } from "./close-quietly.ts";
import { requestedSources, type PluginRequest } from "./plugin-request.ts";

/** Plugins without an engine: enough to read documents. Nothing is imported before a command needs it. */
export async function openCommandHost(input: {
  /** Default: nothing is logged. */
  readonly logger?: Logger;
  readonly plugins: PluginRequest;
  /** What a configuration file says of plugins. */
  readonly environment?:
    | (Pick<HostOptions, "timeouts" | "hookTimeout"> & {
        readonly configDir: string;
        readonly plugins?: readonly PluginEntry[];
      })
    | undefined;
  /** Whether the caller says itself what is wrong with plugins that were named. Default: false. */
  readonly tellsFaults?: boolean;
}): Promise<Host> {
  const { logger, plugins, environment, tellsFaults = false } = input;
  const [{ createHost }, found] = await Promise.all([
    import("@sluice/core/host"),
    requestedSources({ plugins, environment }),
  ]);
  const sources = tellsFaults ? found.map((source) => ({ ...source, silent: isNamed(source) })) : found;
  const { configDir, timeouts, hookTimeout } = environment ?? {};
  const host = await createHost({
    sources,
    ...(logger && { logger }),
    ...(configDir !== undefined && { configDir }),
    ...(timeouts && { timeouts }),
    ...(hookTimeout !== undefined && { hookTimeout }),
  });
  return closeQuietly(host, logger);
}

/** Whether a configuration or an option names a plugin; others are there by themselves. */
export function isNamed({ origin, reference }: Pick<PluginState, "origin" | "reference">): boolean {
  return origin === "config" || reference !== undefined;
}
