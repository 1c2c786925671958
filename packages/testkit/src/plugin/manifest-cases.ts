import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { JsonSchema, PluginManifest } from "@sluice/contracts";
import type { Cases } from "../suite/run-suite.ts";
import type { PluginHarness } from "./plugin-contract.ts";
import { readSchema } from "./read-schema.ts";
import { refusesUnknown, schemaFaults } from "./schema-faults.ts";
import { assertSentence } from "./sentence.ts";

/** A manifest answers without the plugin's code: it says all of it, and what the code says as well is the same. */
export const manifestCases = (manifest: PluginManifest): Cases<PluginHarness> => ({
  "it is the plugin's": ({ plugin }) => {
    if (manifest.name !== undefined) assert.equal(manifest.name, plugin.name, "the name differs from the plugin's");
    assert.equal(manifest.engine, plugin.engine, "the range of engines differs from the plugin's");
    assert.deepEqual(manifest.requires ?? [], plugin.requires ?? [], "the requirements differ from the plugin's");
    assert.equal(manifest.deprecated, plugin.deprecated, "the deprecation differs from the plugin's");
    assert.equal(
      manifest.schema !== undefined,
      plugin.schema !== undefined,
      "one of manifest and plugin has no schema",
    );
  },

  "it says what the plugin is for": () => {
    assertSentence(manifest.purpose, "the purpose");
    for (const { point, name, purpose } of manifest.extensions ?? [])
      assertSentence(purpose, `that of ${point} '${name}'`);
    for (const { name, description } of manifest.hooks ?? []) assertSentence(description, `that of hook ${name}`);
  },

  "the plugin provides what the manifest says, and nothing else": async ({ setUp }) => {
    const { provided } = await setUp();
    const name = (point: string, own: string, apiVersion: number): string => `${point} '${own}', version ${apiVersion}`;
    assert.deepEqual(
      provided.map(({ point, name: own }) => name(point.id, own, point.apiVersion)).toSorted(),
      (manifest.extensions ?? []).map(({ point, name: own, apiVersion }) => name(point, own, apiVersion)).toSorted(),
    );
  },

  "what the code says of an extension is what the manifest says": async ({ setUp, folder }) => {
    const { provided } = await setUp();
    for (const { point, name, details } of provided) {
      const said = manifest.extensions?.find((each) => each.point === point.id && each.name === name);
      const what = `${point.id} '${name}'`;
      if (details.stability !== undefined) assert.equal(said?.stability, details.stability, `the stability of ${what}`);
      if (details.deprecated !== undefined)
        assert.equal(said?.deprecated, details.deprecated, `the deprecation of ${what}`);
      if (details.capabilities !== undefined)
        assert.deepEqual(said?.capabilities, details.capabilities, `what ${what} can do`);
      if (details.schema !== undefined) assertSameSchema(said?.schema, details.schema, folder, what);
    }
  },

  "the plugin adds the hooks that the manifest says, and no others": async ({ setUp }) => {
    const { hooks } = await setUp();
    const added = new Set(hooks.map(({ name }) => name));
    const said = new Set((manifest.hooks ?? []).map(({ name }) => name));
    assert.deepEqual([...added].toSorted(), [...said].toSorted());
  },

  "its schemas are JSON Schemas that refuse what they do not know": ({ folder }) => {
    const own = { name: "the plugin's options", schema: manifest.schema };
    for (const { name, schema } of [own, ...(manifest.extensions ?? [])]) {
      const whole = typeof schema === "string" ? readSchema(schema, folder) : schema;
      if (whole === undefined) continue;
      assert.deepEqual(schemaFaults(whole), [], `the schema of ${name}`);
      assert.ok(
        refusesUnknown(whole),
        `the schema of ${name} must have type "object" and "additionalProperties": false`,
      );
    }
  },

  "its files are there": ({ folder, plugin }) => {
    for (const path of [manifest.module, manifest.schema, ...(manifest.extensions ?? []).map(({ schema }) => schema)]) {
      if (typeof path !== "string") continue;
      assert.ok(!path.startsWith("/") && !path.split("/").includes(".."), `${path} must lie in the package`);
      if (folder !== undefined)
        assert.ok(existsSync(join(folder, path)), `${path} is not there: build the package first`);
    }
    if (plugin.schema !== undefined) assertSameSchema(manifest.schema, plugin.schema, folder, "the plugin");
  },
});

/** A schema that is a file can be compared where the package's folder is known. */
function assertSameSchema(
  said: string | JsonSchema | undefined,
  own: JsonSchema,
  folder: string | undefined,
  what: string,
): void {
  assert.notEqual(said, undefined, `the manifest has no schema of the options of ${what}`);
  const schema = typeof said === "string" ? readSchema(said, folder) : said;
  if (schema !== undefined) assert.deepEqual(schema, own, `the schema of ${what} differs from the one in the code`);
}
