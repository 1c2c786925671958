import { isSluiceError, type JsonObject, type JsonSchema, type SluiceErrorList } from "@sluice/contracts";
import { expect, test } from "vitest";
import { checkOptions } from "../../src/plugins/index.ts";
import { createOptionsValidator, createSchemaChecker } from "../../src/plugins/validate-options.ts";

const schema: JsonSchema = {
  type: "object",
  required: ["image"],
  properties: {
    image: { type: "string", minLength: 3 },
    pull: { enum: ["always", "never"], default: "never" },
    mounts: { type: "array", items: { oneOf: [{ type: "string" }, { $ref: "#/$defs/mount" }] } },
    password: { type: "string", pattern: "^[a-z]+$", "x-secret": true },
  },
  additionalProperties: false,
  $defs: {
    mount: {
      type: "object",
      required: ["from"],
      properties: { from: { type: "string" } },
      additionalProperties: false,
    },
  },
};

async function faultsOf(options: JsonObject, of: JsonSchema | null = schema): Promise<string[]> {
  const locate = (path: readonly string[], part = "value") => ({
    file: `${part} ${path.join("/")}`,
    line: 1,
    column: 1,
  });
  try {
    await checkOptions({ schema: of ?? undefined, options, actor: "connector docker", locate });
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const errors = "errors" in error ? (error as SluiceErrorList).errors : [error];
    return errors.map(({ code, message, position }) => `${code} ${position?.file ?? "nowhere"}: ${message}`);
  }
  return [];
}

test("defaults are filled in, and what was given stays as it is", async () => {
  const options = { image: "alpine" };
  expect(await checkOptions({ schema, options, actor: "a" })).toEqual({ image: "alpine", pull: "never" });
  expect(options).toEqual({ image: "alpine" });
});

test.each<[JsonObject, string[]]>([
  [{}, ["PLUGIN_OPTIONS value image: option 'image' is missing"]],
  [{ image: "alpine", pul: 1 }, ["PLUGIN_OPTIONS key pul: unknown option 'pul'"]],
  [{ image: 7 }, ["PLUGIN_OPTIONS value image: option 'image' must be string"]],
  [{ image: "alpine", pull: "maybe" }, ["PLUGIN_OPTIONS value pull: option 'pull' must be one of: always, never"]],
  [{ image: "alpine", mounts: [7] }, ["PLUGIN_OPTIONS value mounts/0: option 'mounts.0' must be string or object"]],
  [
    { image: "alpine", mounts: [{ form: "/a" }] },
    [
      "PLUGIN_OPTIONS value mounts/0/from: option 'mounts.0.from' is missing",
      "PLUGIN_OPTIONS key mounts/0/form: unknown option 'mounts.0.form'",
    ],
  ],
])("%j", async (options, faults) => {
  expect(await faultsOf(options)).toEqual(faults);
});

test("without a schema there are no options", async () => {
  expect(await faultsOf({ image: "x" }, null)).toHaveLength(1);
  expect(await checkOptions({ schema: undefined, options: {}, actor: "a" })).toEqual({});
});

test("a reference to a secret is judged when the secret is read", async () => {
  expect(await faultsOf({ image: "alpine", password: "${secret:db}" })).toEqual([]);
});

test("no value appears in a message", async () => {
  const [fault] = await faultsOf({ image: "alpine", password: "HUNTER2" });
  expect(fault).toContain("option 'password'");
  expect(fault).not.toContain("HUNTER2");
});

test("a schema that is none is the fault of its plugin", async () => {
  await expect(checkOptions({ schema: { type: "float" }, options: { a: 1 }, actor: "connector x" })).rejects.toThrow(
    expect.objectContaining({ code: "PLUGIN_INVALID", actor: "connector x" }),
  );
});

test("a schema is compiled once, however many options are checked by it", () => {
  let reads = 0;
  const own: JsonSchema = {
    type: "object",
    get properties() {
      reads += 1;
      return { cores: { type: "integer", minimum: 1 } };
    },
  };
  const validate = createOptionsValidator();
  expect(validate(own, { cores: 1 }, "connector x").faults).toEqual([]);
  const once = reads;
  expect(validate(own, { cores: 2 }, "connector x").faults).toEqual([]);
  expect(reads).toBe(once);
  expect(validate(own, { cores: 0 }, "connector x").faults).toMatchObject([{ path: ["cores"] }]);
});

test.each<[string, JsonSchema]>([
  ["formats", { type: "object", properties: { u: { type: "string", format: "uri" } } }],
  [
    "annotations of its author",
    { type: "object", "x-order": 1, properties: { u: { type: "string", "x-label": "U" } } },
  ],
  ["no types", { properties: { u: { minLength: 1 } } }],
  [
    "lists with a first element",
    { type: "object", properties: { u: true, l: { type: "array", prefixItems: [true] } } },
  ],
  ["anchors", { type: "object", $defs: { q: { $anchor: "q", type: "string" } }, properties: { u: { $ref: "#q" } } }],
])("a schema of options may have %s", async (_, valid) => {
  expect(await faultsOf({ u: "not empty" }, valid)).toEqual([]);
});

test("a schema with a misspelt keyword, a default that does not count, or of another dialect is refused", async () => {
  const inside = (property: JsonSchema): JsonSchema => ({ type: "object", properties: { u: property } });
  const [misspelt = ""] = await faultsOf({ u: "a" }, inside({ type: "string", minLenght: 1 }));
  expect(misspelt).toMatch(/^PLUGIN_INVALID nowhere: the schema .* is no JSON Schema: .*"minLenght"/);
  const choice = { anyOf: [{ properties: { v: { default: 1 } } }, { required: ["w"] }] };
  const [ignored = ""] = await faultsOf({ u: "a" }, choice);
  expect(ignored).toMatch(/^PLUGIN_INVALID nowhere: .*default is ignored/);
  const older = { ...inside({ type: "string" }), $schema: "http://json-schema.org/draft-07/schema#" };
  expect(await faultsOf({ u: "a" }, older)).toEqual([
    "PLUGIN_INVALID nowhere: the schema of its options is written for http://json-schema.org/draft-07/schema#, but must be JSON Schema 2020-12",
  ]);
});

test("schemas are looked at one by one: what one is has no effect on the others", () => {
  const check = createSchemaChecker();
  const shared: JsonSchema = {
    $id: "https://example.org/a",
    $defs: { b: { $id: "https://example.org/b", type: "null" } },
  };
  for (const fine of [shared, { ...shared, type: "object" }, { "x-own": 1 }, { "x-own": 2, "x-more": 1 }])
    expect(check(fine, "connector a")).toBeUndefined();
  expect(check({ type: "objekt" }, "connector a")).toMatchObject({ code: "PLUGIN_INVALID", actor: "connector a" });
  expect(check({ $ref: "https://example.org/b" }, "connector a")).toMatchObject({ code: "PLUGIN_INVALID" });
});
