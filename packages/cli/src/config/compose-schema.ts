import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";
import type { ListedPlugin } from "../plugins/bundled-plugins.ts";
import type { CatalogueExtension, ExtensionCatalogue } from "../plugins/extension-catalogue.ts";
import { baseSchema, sluiceKeys } from "./base-schema.ts";
import { conditional } from "./conditional.ts";
import { extensionSections, type ExtensionSection } from "./extension-sections.ts";

/** Which of the two kinds of file: those named `streamflow.yml` keep to StreamFlow's format. */
export type ConfigKind = "sluice" | "streamflow";

/** What the schema is composed for. */
export interface SchemaInput {
  readonly kind: ConfigKind;
  readonly catalogue: ExtensionCatalogue;
  /** Plugins whose own options are described, too. Default: none. */
  readonly plugins?: readonly ListedPlugin[];
  /** Whether options are described; else only their sections are, for whoever checks options one by one. Default: true. */
  readonly options?: boolean;
}

/**
 * The schema of a whole configuration file: the base, the names of the extensions that there are, and for each of them a clause
 * for its options. Where plugins do not say what they provide, other names are accepted, too.
 */
export function composeSchema({ kind, catalogue, plugins = [], options = true }: SchemaInput): JsonSchema {
  const { $defs, properties, ...root } = baseSchema as { $defs: Defs; properties: JsonObject } & JsonObject;
  const defs: Record<string, JsonSchema> = { ...$defs };
  const ids = new Set<string>();
  for (const [name, section] of Object.entries(extensionSections)) {
    if (kind === "streamflow" && name === "reporter") continue;
    const extensions = firstOfEachName(catalogue.extensions(section.point));
    defs[name] = withNames(defs[name] ?? {}, section, extensions, catalogue.unlisted.length > 0);
    if (!options || !section.hasOptions) continue;
    const clauses = extensions.map((extension) => {
      const { id, schema } = embed(extension, section.point, ids);
      ids.add(id);
      defs[`${section.point}/${extension.name}`] = schema;
      return clauseFor(section, extension.name, id);
    });
    if (clauses.length > 0) defs[name] = { ...defs[name], allOf: clauses };
  }
  const clauses = plugins.flatMap((plugin) => {
    if (plugin.fault !== undefined || plugin.manifest === undefined) return [];
    const { id, schema } = embed({ ...plugin.manifest, name: plugin.name }, "plugin", ids);
    ids.add(id);
    defs[`plugin/${plugin.name}`] = schema;
    return [clauseForPlugin(namesOf(plugin), id)];
  });
  if (clauses.length > 0) defs["plugin"] = { ...defs["plugin"], allOf: clauses };
  if (kind === "sluice") return { ...root, properties, $defs: defs };
  for (const key of ["plugin", "reporter", "secret"]) delete defs[key];
  const known = Object.entries(properties).filter(([key]) => !sluiceKeys.includes(key));
  return { ...root, title: "StreamFlow configuration v1.0", properties: Object.fromEntries(known), $defs: defs };
}

/** What an entry may call a plugin: its name, that of its package, or as the configuration does. */
function namesOf({ name, path, reference }: ListedPlugin): string[] {
  const [, packageName] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path ?? "") ?? [];
  return [...new Set([name, `sluice-plugin-${name}`, packageName, reference].filter((each) => each !== undefined))];
}

function clauseForPlugin(names: readonly string[], id: string): JsonSchema {
  return conditional(
    { type: "object", properties: { plugin: { enum: names } }, required: ["plugin"] },
    { type: "object", properties: { options: { $ref: id } } },
  );
}

type Defs = Readonly<Record<string, JsonSchema>>;

/** Where two plugins provide the same name, plugins are checked at load; here the first is described. */
function firstOfEachName(extensions: readonly CatalogueExtension[]): readonly CatalogueExtension[] {
  return extensions.filter(({ name }, at) => extensions.findIndex((other) => other.name === name) === at);
}

function withNames(
  schema: JsonSchema,
  section: ExtensionSection,
  extensions: readonly CatalogueExtension[],
  open: boolean,
): JsonSchema {
  const properties = schema["properties"] as JsonObject;
  const { description, ...others } = properties["type"] as { description: string } & JsonObject;
  const names = extensions.map(({ name }) => name);
  const list = extensions.map(({ name, purpose, deprecated }) =>
    deprecated === undefined ? `\n- ${name}: ${purpose}` : `\n- ${name} (deprecated: ${deprecated})`,
  );
  const type = {
    ...others,
    description: `${description}${list.join("")}`,
    ...(!open && (names.length > 0 ? { enum: names } : none(section.point))),
  };
  return { ...schema, properties: { ...properties, type } };
}

/** Matches no name. */
function none(point: string): JsonObject {
  return { pattern: "^(?!)", patternErrorMessage: `names nothing: no plugin here provides a ${point}` };
}

/**
 * The schema of an extension's options as a part of the whole, with references of its own left intact, and the `$id` that it goes by.
 * @param taken - those that are in the whole already: no two parts may have the same
 */
function embed(
  {
    name,
    purpose: description,
    schema = nothing,
  }: { readonly name: string; readonly purpose: string; readonly schema?: JsonSchema | string },
  point: string,
  taken: ReadonlySet<string>,
): { readonly id: string; readonly schema: JsonSchema } {
  // Those of manifests were read, if they were in files.
  const { $schema: _dialect, $id: given, $ref, ...own } = typeof schema === "string" ? nothing : schema;
  const id =
    typeof given === "string" && given.includes(":") ? given : `urn:sluice:${point}:${encodeURIComponent(name)}`;
  // One schema for several extensions.
  if (taken.has(id)) return { id, schema: { description, $ref: id } };
  // What consists of a reference beside an `$id` sends the usual validator in circles.
  const parts = $ref === undefined ? {} : { allOf: [...((own["allOf"] ?? []) as Json[]), { $ref }] };
  return { id, schema: { description, ...own, ...parts, $id: id } };
}

const nothing: JsonSchema = { type: "object", additionalProperties: false };

function clauseFor({ usual }: ExtensionSection, name: string, id: string): JsonSchema {
  return conditional(
    { type: "object", properties: { type: { const: name } }, ...(name !== usual && { required: ["type"] }) },
    { type: "object", properties: { config: { $ref: id } } },
  );
}
