import { engineVersion, satisfies } from "@sluice/core/listing";
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
  const names = sources.filter(({ fault }) => !fault).map(({ name }) => name);
  return new Map(
    sources.map((source, at) => [source, statusOf(source, sources.slice(0, at), names, builtinCommands)] as const),
  );
}

function statusOf(
  source: ListedPlugin,
  before: readonly ListedPlugin[],
  names: readonly string[],
  builtinCommands: readonly string[],
): PluginStatus {
  const { fault, manifest } = source;
  if (fault) return { status: "broken", reason: fault.message };
  if (!manifest) return { status: "unknown", reason: "it has no manifest: what it provides shows when it is loaded" };
  const broken = reasonOf(source, before, names);
  if (broken !== undefined) return { status: "broken", reason: broken };
  if (manifest.deprecated !== undefined) return { status: "deprecated", reason: manifest.deprecated };
  const hidden = manifest.extensions?.find(({ point, name }) => point === "command" && builtinCommands.includes(name));
  if (hidden) return { status: "ok", reason: `its command '${hidden.name}' is hidden by the one of that name here` };
  return { status: "ok" };
}

function reasonOf(source: ListedPlugin, before: readonly ListedPlugin[], names: readonly string[]): string | undefined {
  const { name, manifest, overrides = [] } = source;
  if (manifest && !satisfies(engineVersion, manifest.engine))
    return `it was made for engine ${manifest.engine}, but this is ${engineVersion}`;
  const missing = manifest?.requires?.find((required) => !names.includes(required));
  if (missing !== undefined) return `it requires plugin '${missing}', which is not there`;
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
