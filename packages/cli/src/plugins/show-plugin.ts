import { formatError, toSluiceError, type JsonSchema } from "@sluice/contracts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { commandTable } from "../commands/command-table.ts";
import { columns } from "../command-line/help-text.ts";
import { optionTable } from "../render/option-table.ts";
import { formatTable } from "../render/table.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { configuredPlugins } from "../session/listed-plugins.ts";
import { pluginsOf, requestedSources } from "../session/plugin-request.ts";
import { noteUnreadConfig } from "../session/unread-config.ts";
import { builtinPlugin, type ListedPlugin } from "./bundled-plugins.ts";
import { extensionPoints } from "./extension-points.ts";
import { findPlugin } from "./find-plugin.ts";
import { isPath } from "./located-plugin.ts";
import { optionRows } from "./option-rows.ts";
import { originText, pluginStatuses, type PluginStatus } from "./plugin-status.ts";
import { tryPlugin, type TriedPlugin } from "./try-plugin.ts";

/** `sluice plugin show`. */
export async function showPlugin(name: string, given: ParsedArguments, console: CommandConsole): Promise<number> {
  const plugins = pluginsOf(given, console);
  const entries = isPath(name) ? [...plugins.entries, { reference: name }] : plugins.entries;
  await noteUnreadConfig(given, console);
  const environment = await configuredPlugins(given, plugins);
  const sources = await requestedSources({ plugins: { ...plugins, entries }, environment });
  const all = [builtinPlugin, ...sources];
  const source = findPlugin(all, name, console.cwd);
  const commands = commandTable.map((each) => each.name);
  const status = pluginStatuses(all, commands).get(source) ?? { status: "unknown" };
  const tried = given.flag("load") ? await tryPlugin(source, sources, console) : undefined;
  if (given.flag("json")) console.out(`${JSON.stringify(asJson(source, status, tried), undefined, 2)}\n`);
  else console.out(asText(source, status, tried, console.width()));
  return tried?.error === undefined ? 0 : 1;
}

function asJson(source: ListedPlugin, status: PluginStatus, tried: TriedPlugin | undefined): object {
  const { manifest } = source;
  const schema = schemaOf(source, tried);
  return {
    name: tried?.state?.name ?? source.name,
    version: source.version ?? tried?.state?.version,
    from: originText(source),
    path: source.path,
    ...status,
    purpose: manifest?.purpose,
    engine: manifest?.engine,
    requires: manifest?.requires ?? [],
    extensions: extensionsOf(source, tried),
    hooks: hooksOf(source, tried),
    options: schema === undefined ? [] : optionRows(schema),
    ...(tried && { loads: tried.error === undefined, error: tried.error?.message, differences: tried.differences }),
  };
}

function asText(
  source: ListedPlugin,
  { status, reason }: PluginStatus,
  tried: TriedPlugin | undefined,
  width: number,
): string {
  const { manifest } = source;
  const version = source.version ?? tried?.state?.version;
  const head = `${tried?.state?.name ?? source.name}${version === undefined ? "" : ` ${version}`}\n${manifest === undefined ? "" : `${manifest.purpose}\n`}`;
  const facts: [string, string][] = [
    ["From", `${originText(source)}${source.path === undefined ? "" : `, ${source.path}`}`],
    ...(manifest ? [["Engine", manifest.engine] as [string, string]] : []),
    ...((manifest?.requires ?? []).length > 0
      ? [["Requires", (manifest?.requires ?? []).join(", ")] as [string, string]]
      : []),
    ["Status", reason === undefined ? status : `${status}: ${reason}`],
    ...(tried ? [["Loading", loadText(tried)] as [string, string]] : []),
  ];
  const extensions = extensionsOf(source, tried);
  const hooks = hooksOf(source, tried);
  const isKnown = manifest !== undefined || tried?.state?.error === undefined;
  return [
    head,
    `${columns(facts, width)}\n`,
    ...(extensions.length > 0
      ? [
          formatTable(
            ["POINT", "NAME", "STABILITY", "PURPOSE"],
            extensions.map((each) => [each.point, each.name, each.stability, each.purpose]),
          ),
        ]
      : []),
    ...(hooks.length > 0
      ? [
          `Hooks:\n${columns(
            hooks.map((hook) => [hook.name, hook.description] as const),
            width,
          )}\n`,
        ]
      : []),
    ...(isKnown && (manifest || tried) ? [`Options of the plugin:\n${optionTable(schemaOf(source, tried))}`] : []),
  ].join("\n");
}

function loadText({ state, error, differences }: TriedPlugin): string {
  const thrown = /:\d+$/.test(state?.place ?? "") ? `; see ${state?.place ?? ""}` : "";
  if (error) return `fails: ${formatError(toSluiceError(error))}${thrown}`;
  return differences.length === 0 ? "works" : `works, but is not what its manifest says: ${differences.join("; ")}`;
}

interface ShownExtension {
  readonly point: string;
  readonly name: string;
  readonly stability: string;
  readonly purpose: string;
}

/** What the manifest names, or, without one, what showed when it was loaded. */
function extensionsOf({ manifest }: ListedPlugin, tried: TriedPlugin | undefined): ShownExtension[] {
  const known = manifest ? (manifest.extensions ?? []) : (tried?.state?.extensions ?? []);
  return known.map(({ point, name, stability, purpose = "", deprecated }) => ({
    point,
    name,
    stability:
      (deprecated ?? manifest?.deprecated) === undefined
        ? (stability ?? extensionPoints.get(point)?.stability ?? "experimental")
        : "deprecated",
    purpose,
  }));
}

function hooksOf(
  { manifest }: ListedPlugin,
  tried: TriedPlugin | undefined,
): readonly { readonly name: string; readonly description: string }[] {
  return manifest ? (manifest.hooks ?? []) : (tried?.state?.hooks ?? []);
}

function schemaOf({ manifest }: ListedPlugin, tried: TriedPlugin | undefined): JsonSchema | undefined {
  return typeof manifest?.schema === "object" ? manifest.schema : tried?.state?.schema;
}
