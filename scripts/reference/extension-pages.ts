import { hookPurposes, type JsonObject, type JsonSchema } from "@sluice/contracts";
import { bundledPlugins } from "../../packages/cli/src/plugins/bundled-plugins.ts";
import {
  extensionCatalogue,
  type CatalogueExtension,
  type CataloguePoint,
} from "../../packages/cli/src/plugins/extension-catalogue.ts";
import { code, head, page, row, type Page } from "./page.ts";

/** Every extension point with what comes with Sluice at it, and every hook. */
export async function extensionPages(): Promise<readonly Page[]> {
  const catalogue = await extensionCatalogue(bundledPlugins());
  const points = catalogue.points();
  const lines = [
    "What `sluice ext list` and `sluice ext show` say without further plugins. A guide for each point is in",
    "[extension-points](../extension-points/README.md).",
    "",
    ...head("extension point", "purpose", "stability", "default"),
    ...points.map(({ id, purpose, stability, default: usual }) =>
      row(`[${code(id)}](#${id})`, purpose, stability, usual === undefined ? "" : code(usual)),
    ),
    ...points.flatMap((point) => pointSection(point, catalogue.extensions(point.id))),
  ];
  return [
    page("extension-points", "Extension points", "the contracts and the manifests of what is built in", lines),
    page("hooks", "Hooks", "packages/contracts/src/hooks.ts", hookLines()),
  ];
}

function pointSection(point: CataloguePoint, extensions: readonly CatalogueExtension[]): string[] {
  const capabilities = Object.entries(point.capabilities ?? {});
  return [
    "",
    `## ${point.id}`,
    "",
    `${point.purpose} Version ${point.apiVersion} of the contract, ${point.stability}.`,
    ...(capabilities.length > 0
      ? ["", ...head("capability", "meaning"), ...capabilities.map(([name, meaning]) => row(code(name), meaning))]
      : []),
    ...(extensions.length === 0 ? ["", "Nothing comes with Sluice."] : []),
    ...extensions.flatMap(extensionSection),
  ];
}

function extensionSection({
  name,
  purpose,
  plugin,
  capabilities = [],
  schema,
  deprecated,
}: CatalogueExtension): string[] {
  const options = optionRows(schema ?? {});
  return [
    "",
    `### ${name}`,
    "",
    `${purpose} From plugin ${code(plugin)}.`,
    ...(deprecated === undefined ? [] : ["", `Deprecated: ${deprecated}`]),
    ...(capabilities.length > 0 ? ["", `Capabilities: ${capabilities.map(code).join(", ")}.`] : []),
    ...(options.length > 0 ? ["", ...head("option", "type", "default", "meaning"), ...options] : []),
  ];
}

function optionRows(schema: JsonSchema, prefix = ""): string[] {
  const required = (schema["required"] ?? []) as readonly string[];
  return Object.entries((schema["properties"] ?? {}) as JsonObject).flatMap(([name, each]) => {
    const own = each as JsonSchema;
    const path = `${prefix}${name}`;
    const type = Array.isArray(own["enum"])
      ? (own["enum"] as readonly unknown[]).map((value) => code(JSON.stringify(value))).join(" or ")
      : typeText(own["type"]);
    const usual =
      own["default"] === undefined ? (required.includes(name) ? "required" : "") : code(JSON.stringify(own["default"]));
    const secret = own["x-secret"] === true ? " Secret." : "";
    return [
      row(code(path), type, usual, `${typeof own["description"] === "string" ? own["description"] : ""}${secret}`),
      ...optionRows(own, `${path}.`),
    ];
  });
}

function typeText(type: unknown): string {
  if (Array.isArray(type)) return type.join(" or ");
  return typeof type === "string" ? type : "any";
}

function hookLines(): string[] {
  const kinds = [
    ["before, after, on", "observe; what they throw is reported and changes nothing", /^(before|after|on)/],
    ["transform", "answer with a changed value", /^transform/],
    ["wrap", "surround, and may answer in the place of what they surround", /^wrap/],
  ] as const;
  return [
    "The names are a grammar. What each gets is in [the interfaces of plugins](interfaces/plugins.md).",
    ...kinds.flatMap(([prefix, meaning, pattern]) => [
      "",
      `## ${prefix}`,
      "",
      `Hooks that ${meaning}.`,
      "",
      ...head("hook", "when"),
      ...Object.entries(hookPurposes)
        .filter(([name]) => pattern.test(name))
        .map(([name, purpose]) => row(code(name), purpose)),
    ]),
  ];
}
