import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";
import { parseYaml, SourceText, type YamlNode } from "@sluice/cwl/yaml";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { composeSchema } from "../../src/config/compose-schema.ts";
import { ConfigDocument } from "../../src/config/config-document.ts";
import { configKind } from "../../src/config/read-config.ts";
import { bundledPlugins } from "../../src/plugins/bundled-plugins.ts";
import { extensionCatalogue } from "../../src/plugins/extension-catalogue.ts";
import { clusterPlugin, unlistedPlugin } from "./read.ts";

const schemaOf = async (kind: "sluice" | "streamflow", ...more: (typeof clusterPlugin)[]): Promise<JsonSchema> =>
  composeSchema({ kind, catalogue: await extensionCatalogue([...bundledPlugins(), clusterPlugin, ...more]) });

/** A validator that knows JSON Schema and the three annotations, and forgives nothing. */
function validatorOf(schema: JsonSchema): (value: Json) => boolean {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addVocabulary(["x-secret", "x-path", "patternErrorMessage"]);
  return ajv.compile(schema);
}

function valueOf(text: string): Json {
  const source = new SourceText("file:///sluice.yml", text);
  return new ConfigDocument("/sluice.yml", parseYaml(source) as YamlNode).value();
}

describe.each(["sluice", "streamflow"] as const)("the schema of a %s file", (kind) => {
  test("is a JSON Schema by the strictest reading, and one document", async () => {
    const schema = await schemaOf(kind);
    expect(validatorOf(schema)({ version: "v1.0" })).toBe(true);
    expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  test("describes every key, with an example, for editors and the reference", async () => {
    const silent: string[] = [];
    const walk = (schema: Json | undefined, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      for (const [key, each] of Object.entries((schema as JsonObject)["properties"] ?? {})) {
        const { description, $ref, type, examples, properties } = each as JsonObject;
        if ($ref !== undefined || each === true) continue;
        // What is made of other keys is shown by these.
        const hasParts = properties !== undefined || type === "array" || key in named;
        if (typeof description !== "string" || (examples === undefined && !hasParts)) silent.push(`${path}.${key}`);
      }
      for (const [key, each] of Object.entries(schema))
        if (!["if", "then", "else"].includes(key)) walk(each, `${path}.${key}`);
    };
    const { $defs, ...root } = await schemaOf(kind);
    const own = Object.entries($defs as JsonObject).filter(([name]) => !name.includes("/"));
    walk({ ...root, ...Object.fromEntries(own) }, "");
    expect(silent).toEqual([]);
  });
});

/** Mappings from names that users give. */
const named = { workflows: 1, deployments: 1, models: 1, bindingFilters: 1, policies: 1, secrets: 1, target: 1 };

const deployments = (section: string): string => `version: v1.0\ndeployments: { a: ${section} }`;

test("schemas that refer to themselves, have an $id, or share one are parts of the whole", async () => {
  const shared = { $id: "https://example.org/options.json", type: "object", properties: { a: { $ref: "#/$defs/a" } } };
  const whole = { $ref: "#/$defs/all", $defs: { all: { type: "object", properties: { a: { type: "integer" } } } } };
  const schemas = { one: { ...shared, $defs: { a: { type: "integer" } } }, two: { ...shared, $defs: {} }, whole };
  const extensions = Object.entries(schemas).map(([name, schema]) => ({
    point: "connector",
    apiVersion: 1,
    name,
    purpose: "For tests.",
    schema,
  }));
  const manifest = { module: "./none.js", purpose: "For tests.", engine: "*", extensions };
  const plugin = { ...clusterPlugin, name: "referring", manifest } as typeof clusterPlugin;
  const accepts = validatorOf(await schemaOf("sluice", plugin));
  for (const type of Object.keys(schemas)) {
    expect([type, accepts(valueOf(deployments(`{ type: ${type}, config: { a: 1 } }`)))]).toEqual([type, true]);
    expect([type, accepts(valueOf(deployments(`{ type: ${type}, config: { a: b } }`)))]).toEqual([type, false]);
  }
});

test("options of plugins are described, however an entry calls them", async () => {
  const path = "/project/node_modules/@acme/sluice-plugin-cluster";
  const plugins = [{ ...clusterPlugin, path, reference: "./cluster" }, unlistedPlugin];
  const catalogue = await extensionCatalogue([...bundledPlugins(), clusterPlugin]);
  const accepts = validatorOf(composeSchema({ kind: "sluice", catalogue, plugins }));
  const entry = (plugin: string, options: string): Json =>
    valueOf(`version: v1.0\nplugins: [{ plugin: "${plugin}", options: ${options} }]`);
  for (const name of ["cluster", "sluice-plugin-cluster", "@acme/sluice-plugin-cluster", "./cluster"]) {
    expect([name, accepts(entry(name, "{ level: 2 }")), accepts(entry(name, "{ levl: 2 }"))]).toEqual([
      name,
      true,
      false,
    ]);
  }
  expect(accepts(entry("./local.ts", "{ any: 1 }"))).toBe(true);
});

describe("files that the schema accepts", () => {
  const files = globSync("{examples,docs}/**/{sluice,streamflow}.{yml,yaml}", {
    cwd: root(),
    exclude: ["**/node_modules/**"],
  });

  test("are all examples; names of their own plugins are not known here", async () => {
    for (const file of files) {
      const accepts = validatorOf(await schemaOf(configKind(basename(file)), unlistedPlugin));
      expect([file, accepts(valueOf(readFileSync(join(root(), file), "utf8")))]).toEqual([file, true]);
    }
  });

  test("are those of the reference", async () => {
    const page = readFileSync(join(root(), "docs/reference/configuration.md"), "utf8");
    const blocks = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = ""]) => text);
    expect(blocks.length).toBeGreaterThan(3);
    const accepts = validatorOf(await schemaOf("sluice"));
    for (const text of blocks) expect([text, accepts(valueOf(text))]).toEqual([text, true]);
  });

  test.each([
    deployments("{ type: cluster, config: { host: h, port: 2222 } }"),
    deployments("{ type: local }"),
    "version: v1.0\nfailureManager: { config: { max_retries: 1 } }",
    "version: v1.0\ndatabase: { type: sqlite, config: { connection: ':memory:', timeout: 20 } }",
    "version: v1.0\nsecrets: { a: env:A, b: { key: B } }\nplugins: [x, { plugin: y, options: {} }]",
  ])("%s", async (text) => {
    expect(validatorOf(await schemaOf("sluice"))(valueOf(text))).toBe(true);
  });
});

describe("files that it refuses", () => {
  test.each([
    "version: v2.0",
    "version: v1.0\nmodel: {}",
    deployments("{ type: clustr }"),
    deployments("{ type: cluster, config: {} }"),
    deployments("{ type: cluster, config: { host: h, port: many } }"),
    deployments("{ type: cluster, config: { host: h, hst: i } }"),
    deployments("{ type: local, config: { host: h } }"),
    deployments("{ type: local, wraps: 7 }"),
    "version: v1.0\nfailureManager: { config: { max_retries: -1 } }",
    "version: v1.0\nbindingFilters: { a: { type: matching, config: {} } }",
    "version: v1.0\nworkflows: { w: { type: cwl } }",
    "version: v1.0\nworkflows: { w: { type: cwl, config: { file: a }, bindings: [{ step: /, port: / }] } }",
    "version: v1.0\nworkflows: { w: { type: cwl, config: { file: a }, bindings: [{ port: /a, target: { deployment: b } }] } }",
    "version: v1.0\nsecrets: { a: A }",
  ])("%s", async (text) => {
    expect(validatorOf(await schemaOf("sluice"))(valueOf(text))).toBe(false);
  });

  test.each(["plugins: []", "secrets: {}"])("a StreamFlow file has no %s", async (line) => {
    expect(validatorOf(await schemaOf("streamflow"))(valueOf(`version: v1.0\n${line}`))).toBe(false);
  });
});

function root(): string {
  return join(import.meta.dirname, "../../../..");
}
