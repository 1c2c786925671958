import { Ajv2020 } from "ajv/dist/2020.js";
import type { Json, JsonSchema } from "@sluice/contracts";
import { expect, test } from "vitest";
import { composeSchema } from "../../src/config/compose-schema.ts";
import { orInterpolated } from "../../src/config/or-interpolated.ts";
import { bundledPlugins } from "../../src/plugins/bundled-plugins.ts";
import { extensionCatalogue } from "../../src/plugins/extension-catalogue.ts";

/** Whether a value is right by a schema that takes `${…}`, too. */
function accepts(schema: JsonSchema, value: Json): boolean {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addVocabulary(["x-secret", "x-path", "patternErrorMessage"]);
  return ajv.compile(orInterpolated(schema))(value);
}

const env = "${env:SOME}";
const object = (a: JsonSchema): JsonSchema => ({ type: "object", properties: { a }, additionalProperties: false });

test.each<[JsonSchema, readonly Json[], readonly Json[]]>([
  [object({ type: "integer", minimum: 1 }), [{ a: 1 }, { a: env }, { a: `1${env}` }], [{ a: 0 }, { a: "b" }, { b: 1 }]],
  [object({ type: "boolean", default: true }), [{ a: false }, { a: env }], [{ a: "yes" }]],
  [object({ enum: ["x", "y"] }), [{ a: "x" }, { a: env }], [{ a: "z" }]],
  [object({ type: "array", items: { type: "number" } }), [{ a: [1, env] }], [{ a: env }, { a: ["b"] }]],
  [object({ oneOf: [{ type: "number" }, { type: "boolean" }] }), [{ a: 1 }, { a: true }, { a: env }], [{ a: "b" }]],
  [object({ oneOf: [{ type: "number" }, { type: "string" }] }), [{ a: 1 }, { a: "b" }, { a: env }], [{ a: true }]],
  [{ ...object({ $ref: "#/$defs/n" }), $defs: { n: { type: "integer" } } }, [{ a: 1 }, { a: env }], [{ a: "b" }]],
])("%j", (schema, good, bad) => {
  for (const value of good) expect([value, accepts(schema, value)]).toEqual([value, true]);
  for (const value of bad) expect([value, accepts(schema, value)]).toEqual([value, false]);
});

test("what is said of a value stays where editors look for it", () => {
  const said = { description: "Cores.", default: 1, examples: [2], deprecated: true };
  const schema = orInterpolated(object({ ...said, type: "integer" }));
  expect(schema["properties"]).toMatchObject({ a: { ...said, anyOf: [{ type: "integer" }, { type: "string" }] } });
});

test("a configuration may have them wherever it may have values", async () => {
  const schema = composeSchema({ kind: "sluice", catalogue: await extensionCatalogue(bundledPlugins()) });
  const deployment = (config: Json, more: object = {}): Json => ({
    version: "v1.0",
    deployments: { a: { type: "local", config, ...more } },
  });
  expect(accepts(schema, deployment({ cores: "${env:CORES:-4}" }, { lazy: env }))).toBe(true);
  expect(accepts(schema, deployment({ cores: "many" }))).toBe(false);
  expect(accepts(schema, deployment({ cors: env }))).toBe(false);
});
