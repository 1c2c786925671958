import type { PluginSource } from "@sluice/core/host";
import { builtinManifest } from "@sluice/core/listing";
import { cwlManifest } from "@sluice/cwl/manifest";
import { displayManifest } from "../reporters/manifest.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { version } from "../version.ts";

/** A plugin to be looked at only. */
export type ListedPlugin = Omit<PluginSource, "load">;

/** What is built into the engine, which adds it by itself. */
export const builtinPlugin: ListedPlugin = { name: "builtin", origin: "bundled", version, manifest: builtinManifest };

/** What comes with the command besides what is built into the engine. Nothing of it is imported before it is used. */
export function bundledPlugins(console?: CommandConsole): readonly PluginSource[] {
  return [
    {
      name: "cwl",
      origin: "bundled",
      version,
      manifest: cwlManifest,
      load: async () => (await import("@sluice/cwl")).cwlPlugin,
    },
    {
      name: "displays",
      origin: "bundled",
      version,
      manifest: displayManifest,
      load: async () => (await import("../reporters/display-plugin.ts")).createDisplayPlugin(console),
    },
  ];
}
