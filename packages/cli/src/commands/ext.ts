import { SluiceError } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { nearestName } from "../command-line/nearest-name.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import { extensionCatalogue, type CataloguePoint, type ExtensionCatalogue } from "../plugins/extension-catalogue.ts";
import { optionRows } from "../plugins/option-rows.ts";
import { optionTable } from "../render/option-table.ts";
import { formatTable } from "../render/table.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { configOption, listedPlugins } from "../session/listed-plugins.ts";
import { pluginOption } from "../session/plugin-request.ts";

const actions = ["list", "show"];

/** `sluice ext`. */
export const command: Command = {
  spec: {
    name: "sluice ext",
    usage: ["list [OPTIONS] [POINT]", "list --points [OPTIONS]", "show [OPTIONS] POINT NAME"],
    purpose:
      "Says what the plugins provide that are there: connectors, policies, databases and so on, each with what it is for, " +
      "how far it can be relied on, and its options. No plugin is loaded for it: their manifests say it.",
    options: [
      { name: "points", doc: "List the extension points, with what is used at each when nothing is named" },
      { name: "json", doc: "Write JSON" },
      configOption,
      pluginOption,
    ],
    examples: [
      { line: "sluice ext list connector", doc: "The kinds of environments that jobs can run in" },
      { line: "sluice ext show connector local", doc: "Its options" },
    ],
    positionals: { least: 1, most: 3, what: "to be told 'list' or 'show'" },
  },
  run: async ({ given, console }) => {
    const [action = "", point, name, ...more] = given.positionals;
    if (!actions.includes(action)) throw unknownAction(action);
    const { all, sources } = await listedPlugins(given, console);
    for (const { fault, name: plugin } of all)
      if (fault) console.err(`warning: plugin ${plugin} is left out: ${fault.message}\n`);
    const catalogue = await extensionCatalogue(sources);
    if (action === "list" && name === undefined) return list(catalogue, point, given, console);
    if (action === "list") throw usageError("sluice ext list takes one extension point", "See 'sluice ext --help'.");
    if (point === undefined || name === undefined || more.length > 0)
      throw usageError(
        "sluice ext show needs an extension point and a name",
        "Such as: sluice ext show connector local",
      );
    return show(catalogue, point, name, given, console);
  },
};

function list(
  catalogue: ExtensionCatalogue,
  point: string | undefined,
  given: ParsedArguments,
  console: CommandConsole,
): number {
  const points = point === undefined ? catalogue.points() : [findPoint(catalogue, point)];
  if (given.flag("points")) return listPoints(points, given, console);
  const rows = points.flatMap(({ id }) => catalogue.extensions(id).map((each) => ({ point: id, ...each })));
  if (given.flag("json")) {
    const listed = rows.map(({ point: id, name, purpose, stability, plugin, deprecated }) => ({
      point: id,
      name,
      purpose,
      stability,
      plugin,
      ...(deprecated !== undefined && { deprecated }),
    }));
    console.out(`${JSON.stringify(listed, undefined, 2)}\n`);
  } else if (rows.length === 0) {
    console.err(`No plugin provides anything at ${points.map(({ id }) => id).join(", ")}.\n`);
  } else {
    console.out(
      formatTable(
        ["POINT", "NAME", "STABILITY", "PLUGIN", "PURPOSE"],
        rows.map((row) => [row.point, row.name, row.stability, row.plugin, row.purpose]),
      ),
    );
  }
  if (catalogue.unlisted.length > 0)
    console.err(
      `Without a manifest, so that what they provide shows only when they are loaded: ${catalogue.unlisted.join(", ")}\n`,
    );
  return 0;
}

function listPoints(points: readonly CataloguePoint[], given: ParsedArguments, console: CommandConsole): number {
  if (given.flag("json")) console.out(`${JSON.stringify(points, undefined, 2)}\n`);
  else {
    console.out(
      formatTable(
        ["POINT", "VERSION", "STABILITY", "DEFAULT", "PURPOSE"],
        points.map((each) => [each.id, String(each.apiVersion), each.stability, each.default ?? "", each.purpose]),
      ),
    );
  }
  return 0;
}

function show(
  catalogue: ExtensionCatalogue,
  pointId: string,
  name: string,
  given: ParsedArguments,
  console: CommandConsole,
): number {
  const point = findPoint(catalogue, pointId);
  const known = catalogue.extensions(pointId);
  const extension = known.find((each) => each.name === name);
  if (!extension) {
    const names = known.map((each) => each.name);
    const nearest = nearestName(name, names);
    const { unlisted } = catalogue;
    const there =
      nearest === undefined
        ? `There is: ${names.length === 0 ? "none" : names.join(", ")}.`
        : `Did you mean '${nearest}'?`;
    const more = `What these provide shows only with 'sluice plugin show --load': ${unlisted.join(", ")}.`;
    throw new SluiceError("PLUGIN_MISSING", `no plugin provides ${pointId} '${name}'`, {
      hint: unlisted.length === 0 ? there : `${there} ${more}`,
    });
  }
  const { schema, ...rest } = extension;
  if (given.flag("json")) {
    const options = schema === undefined ? [] : optionRows(schema);
    console.out(`${JSON.stringify({ point: pointId, ...rest, options, ...(schema && { schema }) }, undefined, 2)}\n`);
    return 0;
  }
  const capabilities = (extension.capabilities ?? []).map(
    (each) => `  ${each}${point.capabilities?.[each] === undefined ? "" : `: ${point.capabilities[each]}`}\n`,
  );
  const deprecated = extension.deprecated === undefined ? "" : `Deprecated: ${extension.deprecated}\n`;
  console.out(
    [
      `${pointId} ${name}, by plugin ${extension.plugin} (${extension.stability})\n${extension.purpose}\n${deprecated}`,
      ...(capabilities.length > 0 ? [`It can:\n${capabilities.join("")}`] : []),
      optionTable(schema),
    ].join("\n"),
  );
  return 0;
}

function findPoint(catalogue: ExtensionCatalogue, id: string): CataloguePoint {
  const points = catalogue.points();
  const point = points.find((each) => each.id === id);
  if (point) return point;
  const ids = points.map((each) => each.id);
  const nearest = nearestName(id, ids);
  throw new SluiceError("PLUGIN_MISSING", `there is no extension point '${id}'`, {
    hint: nearest === undefined ? `There is: ${ids.join(", ")}.` : `Did you mean '${nearest}'?`,
  });
}

function unknownAction(action: string): Error {
  const nearest = nearestName(action, actions);
  const hint = nearest === undefined ? "It knows 'list' and 'show'." : `Did you mean 'sluice ext ${nearest}'?`;
  return usageError(`sluice ext cannot '${action}'`, hint);
}
