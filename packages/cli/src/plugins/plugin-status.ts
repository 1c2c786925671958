import { orderPlugins } from "@sluice/core/listing";
import type { ListedPlugin } from "./bundled-plugins.ts";

/** What is known of a plugin without loading it. */
export interface PluginStatus {
  /** `unknown`: it has no manifest, so that only loading it shows whether it works. */
  readonly status: "ok" | "broken" | "deprecated" | "unknown";
  /** Why it is broken, what to use instead, or what else is to be known. */
  readonly reason?: string;
}

/** The state of every plugin, as far as manifests tell. */
export function pluginStatuses(
  sources: readonly ListedPlugin[],
  builtinCommands: readonly string[],
): ReadonlyMap<ListedPlugin, PluginStatus> {
  const sound = sources.filter(({ fault }) => fault === undefined);
  const there = sound.filter(({ name }, at) => sound.findIndex((other) => other.name === name) === at);
  const { left } = orderPlugins(
    there.map((source) => ({ name: source.name, requires: source.manifest?.requires ?? [], source })),
    () => false,
    (name) => sources.some((source) => source.name === name),
  );
  return new Map(
    sources.map((source) => {
      const { error } = left.find(({ plugin }) => plugin.source === source) ?? {};
      const before = sound.slice(0, sound.indexOf(source));
      const reason = source.fault?.message ?? error?.message ?? (source.manifest && rivalOf(source, before));
      return [source, statusOf(source, reason, builtinCommands)] as const;
    }),
  );
}

function statusOf(
  { manifest }: ListedPlugin,
  broken: string | undefined,
  builtinCommands: readonly string[],
): PluginStatus {
  if (broken !== undefined) return { status: "broken", reason: broken };
  if (!manifest) return { status: "unknown", reason: "it has no manifest: what it provides shows when it is loaded" };
  if (manifest.deprecated !== undefined) return { status: "deprecated", reason: manifest.deprecated };
  const hidden = manifest.extensions?.find(({ point, name }) => point === "command" && builtinCommands.includes(name));
  if (hidden) return { status: "ok", reason: `its command '${hidden.name}' is hidden by the one of that name here` };
  return { status: "ok" };
}

/** What another plugin has already that this one would provide, too. */
function rivalOf(
  { name, manifest, overrides = [] }: ListedPlugin,
  before: readonly ListedPlugin[],
): string | undefined {
  if (before.some((other) => other.name === name)) return `another plugin is called '${name}', too`;
  for (const extension of manifest?.extensions ?? []) {
    const key = `${extension.point}/${extension.name}`;
    const other = before.find((each) =>
      each.manifest?.extensions?.some(({ point, name: own }) => `${point}/${own}` === key),
    );
    if (other && !overrides.includes(key) && other.overrides?.includes(key) !== true)
      return `plugin ${other.name} provides ${extension.point} '${extension.name}', too`;
  }
  return undefined;
}

/** Where a plugin comes from, in a word for people. */
export function originText({ origin }: ListedPlugin): string {
  switch (origin) {
    case "bundled":
      return "Sluice";
    case "package":
      return "project";
    case "user":
      return "user";
    default:
      return "named";
  }
}
