import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isExactNumber, type Json, type JsonObject, type JsonSchema } from "@sluice/contracts";
import { baseSchema, sluiceKeys } from "../../packages/cli/src/config/base-schema.ts";
import { extensionSections } from "../../packages/cli/src/config/extension-sections.ts";
import { code, head, page, row, type Page } from "./page.ts";

/** The parts of the schema in the order of the page, each with where in a file it stands. */
const sections: readonly (readonly [name: string, place: string, what?: string])[] = [
  ["workflow", "workflows.NAME"],
  ["stepBinding", "workflows.NAME.bindings[]", "of a step"],
  ["portBinding", "workflows.NAME.bindings[]", "of a port"],
  ["target", "workflows.NAME.bindings[].target"],
  ["dockerTranslator", "workflows.NAME.config.docker[].deployment"],
  ["deployment", "deployments.NAME"],
  ["bindingFilter", "bindingFilters.NAME"],
  ["checkpointManager", "checkpointManager"],
  ["failureManager", "failureManager"],
  ["database", "database"],
  ["dataManager", "dataManager"],
  ["deploymentManager", "deploymentManager"],
  ["scheduler", "scheduling.scheduler"],
  ["policy", "scheduling.policies.NAME"],
  ["plugin", "plugins[]"],
  ["secret", "secrets.NAME"],
];

/** The format of configuration files: an introduction, and tables of all keys from the schema that files are checked by. */
export function configurationPages(): readonly Page[] {
  const introduction = readFileSync(join(import.meta.dirname, "configuration-intro.md"), "utf8").trimEnd();
  const definitions = baseSchema["$defs"] as JsonObject;
  const lines = [
    introduction,
    "",
    "## All keys",
    "",
    "Keys that must be there are marked. What is not listed is refused.",
    "",
    "### The file",
    "",
    ...keyTable(baseSchema),
    "",
    `Only in Sluice files: ${sluiceKeys.map(code).join(", ")}.`,
    ...sections.flatMap(([name, place, what]) => [
      "",
      `### ${code(place)}${what === undefined ? "" : `, ${what}`}`,
      ...sectionLines(name, definitions[name] as JsonSchema),
    ]),
  ];
  const from = "scripts/reference/configuration-intro.md and packages/cli/src/config/base-schema.ts";
  return [page("configuration", "Configuration files", from, lines)];
}

function sectionLines(name: string, schema: JsonSchema): string[] {
  // What may be a plain text, too, is described by its longer form.
  const forms = (schema["oneOf"] ?? [schema]) as readonly JsonSchema[];
  const whole = forms.find((form) => form["properties"] !== undefined) ?? schema;
  const point = extensionSections[name]?.point;
  const more = point === undefined ? "" : ` What there is, and its options: [${point}](extension-points.md#${point}).`;
  return ["", `${textOf(schema["description"])}${more}`, "", ...keyTable(whole)];
}

function keyTable(schema: JsonSchema, prefix = ""): string[] {
  const rows = keyRows(schema, prefix);
  return [...head("key", "value", "default", "example", "meaning"), ...rows];
}

function keyRows(schema: JsonSchema, prefix: string): string[] {
  const required = (schema["required"] ?? []) as readonly string[];
  return Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>).flatMap(
    ([key, value]) => {
      const name = `${prefix}${key}`;
      const own = resolve(value);
      const needed = required.includes(key) ? " (needed)" : "";
      const old = own["deprecated"] === true ? "Deprecated. " : "";
      const cells = [kindOf(own), shown(own["default"]), shown((own["examples"] as readonly Json[] | undefined)?.[0])];
      const inner = own["properties"] === undefined ? own["items"] : own;
      const isPart =
        value["$ref"] !== undefined || inner === undefined || (inner as JsonSchema)["properties"] === undefined;
      return [
        row(`${code(name)}${needed}`, ...cells, `${old}${textOf(own["description"])}`),
        ...(isPart ? [] : keyRows(inner as JsonSchema, `${name}${own === inner ? "" : "[]"}.`)),
      ];
    },
  );
}

function resolve(schema: JsonSchema): JsonSchema {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  const found = (baseSchema["$defs"] as Readonly<Record<string, JsonSchema>>)[reference.replace("#/$defs/", "")] ?? {};
  return { ...found, ...schema };
}

function kindOf(schema: JsonSchema): string {
  const { enum: values, oneOf, type } = schema;
  if (Array.isArray(values)) return (values as readonly string[]).map(code).join(", ");
  if (Array.isArray(oneOf))
    return [...new Set((oneOf as readonly JsonSchema[]).map((form) => kindOf(resolve(form))))].join(" or ");
  const kinds: Readonly<Record<string, string>> = {
    string: "text",
    boolean: "true or false",
    integer: "number",
    object: "mapping",
    array: "list",
  };
  return kinds[textOf(type)] ?? textOf(type);
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "";
  return code(typeof value === "string" ? value : flow(value));
}

/** A value in the flow style of YAML. */
function flow(value: Json): string {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(flow).join(", ")}]`;
  const entries = Object.entries(value).map(([key, each]) => `${key}: ${flow(each)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
