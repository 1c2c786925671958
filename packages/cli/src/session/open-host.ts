import type { Logger } from "@sluice/contracts";
import type { Host } from "@sluice/core/host";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import { requestedSources, type PluginRequest } from "./plugin-request.ts";

/** Plugins without an engine: enough to read documents. Nothing is imported before a command needs it. */
export async function openCommandHost(input: {
  readonly logger: Logger;
  readonly plugins: PluginRequest;
  /** What a configuration file says of plugins. */
  readonly environment?: { readonly configDir: string; readonly plugins?: readonly PluginEntry[] } | undefined;
}): Promise<Host> {
  const { logger, plugins, environment } = input;
  const [{ createHost }, sources] = await Promise.all([
    import("@sluice/core/host"),
    requestedSources({ plugins, environment }),
  ]);
  return createHost({ sources, logger, ...(environment && { configDir: environment.configDir }) });
}
