import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { PluginSource } from "@sluice/core/host";
import type { OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import type { CommandConsole } from "./command-console.ts";

/** Which plugins a command works with, besides those that a configuration names. */
export interface PluginRequest {
  /** What options name. */
  readonly entries: readonly PluginEntry[];
  /** Whether plugins that nobody named are there, too. */
  readonly auto: boolean;
  /** Where displays draw. */
  readonly console: CommandConsole;
  /** The folders that a run remembers, in the place of where the command is now. */
  readonly places?: { readonly configDir: string; readonly cwd: string };
}

/** The option of commands that load plugins. */
export const pluginOption: OptionSpec = {
  name: "plugin",
  value: "REF",
  doc: "A plugin to use besides: a file, a folder, or the name of an installed package; may be given several times",
};

/** What the options say about plugins. Paths are relative to the working directory, not to a configuration file. */
export function pluginsOf(given: ParsedArguments, console: CommandConsole): PluginRequest {
  const entries = pluginEntriesOf(given.values(pluginOption.name), console);
  return { entries, auto: !given.flag("no-auto-plugins"), console };
}

/** Plugins as the values of an option name them. */
export function pluginEntriesOf(references: readonly string[], console: CommandConsole): readonly PluginEntry[] {
  return references.map((reference) => {
    const path = resolve(console.cwd, reference);
    return { reference: /[/.]/.test(reference) && existsSync(path) ? path : reference };
  });
}

/** The plugins that a command asks for. Nothing is imported before a command needs it. */
export async function requestedSources(input: {
  readonly plugins: PluginRequest;
  /** Those of the configuration, and its folder. */
  readonly environment?: { readonly configDir: string; readonly plugins?: readonly PluginEntry[] } | undefined;
}): Promise<readonly PluginSource[]> {
  const { plugins, environment } = input;
  const { auto, console, places } = plugins;
  const { pluginSources } = await import("../plugins/plugin-sources.ts");
  const sources = await pluginSources({
    entries: [...(environment?.plugins ?? []), ...plugins.entries],
    configDir: places?.configDir ?? environment?.configDir ?? console.cwd,
    cwd: places?.cwd ?? console.cwd,
    // What a user added is the same wherever runs are kept.
    home: undefined,
    auto,
    // What a run had and is gone is a matter of the run's lock.
    lenient: places !== undefined,
    console,
  });
  return sources.map((source) => guarded(source, sources, console));
}

/** The process is guarded before the first code of others is loaded, not where plugins are only listed. */
function guarded(source: PluginSource, all: readonly PluginSource[], console: CommandConsole): PluginSource {
  if (source.origin === "bundled") return source;
  return {
    ...source,
    load: async () => {
      const { guardProcess } = await import("./guard-process.ts");
      await guardProcess(console, all);
      return source.load();
    },
  };
}
