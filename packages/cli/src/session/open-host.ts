import type { Logger } from "@sluice/contracts";
import type { Host, PluginSource } from "@sluice/core/host";

/** The plugins that come with the command, without an engine: enough to read documents. Nothing is imported before a command needs it. */
export async function openCommandHost({ logger }: { readonly logger: Logger }): Promise<Host> {
  const [{ createHost }, sources] = await Promise.all([import("@sluice/core/host"), bundledSources()]);
  return createHost({ sources, logger });
}

/** What comes with the command besides what is built into the engine. */
export async function bundledSources(): Promise<readonly PluginSource[]> {
  const { cwlPlugin } = await import("@sluice/cwl");
  return [{ name: cwlPlugin.name, origin: "bundled", load: () => cwlPlugin }];
}
