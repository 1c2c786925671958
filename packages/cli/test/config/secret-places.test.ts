import type { Json, JsonSchema } from "@sluice/contracts";
import { expect, test } from "vitest";
import { conditional } from "../../src/config/conditional.ts";
import { secretPlaces } from "../../src/config/secret-places.ts";

const secret: JsonSchema = { type: "string", "x-secret": true };

test.each<[string, Json, JsonSchema | undefined, string[]]>([
  ["a property", { a: "x", b: "y" }, { properties: { a: secret } }, ["a"]],
  ["items", { l: ["x", "y"] }, { properties: { l: { items: secret } } }, ["l/0", "l/1"]],
  ["the first items", { l: ["x", "y"] }, { properties: { l: { prefixItems: [secret] } } }, ["l/0"]],
  ["any other key", { a: "x", b: "y" }, { properties: { a: {} }, additionalProperties: secret }, ["b"]],
  ["keys by pattern", { ax: "x", b: "y" }, { patternProperties: { "^a": secret } }, ["ax"]],
  ["any branch", { a: "x" }, { oneOf: [{ properties: { b: secret } }, { properties: { a: secret } }] }, ["a"]],
  ["a conditional branch", { a: "x" }, conditional({}, { properties: { a: secret } }), ["a"]],
  [
    "a reference, also one that leads to itself",
    { a: { a: { p: "x" } } },
    { $ref: "#/$defs/n", $defs: { n: { properties: { p: secret, a: { $ref: "#/$defs/n" } } } } },
    ["a/a/p"],
  ],
  ["a whole object", { a: { b: "x" } }, { properties: { a: { type: "object", "x-secret": true } } }, ["a"]],
  ["everything, when nothing is known", { a: "x" }, undefined, [""]],
  ["not what only refers to a secret", { a: "${secret:db}" }, { properties: { a: secret } }, []],
  ["but what has more in it", { a: "u:p@${secret:db}" }, { properties: { a: secret } }, ["a"]],
  [
    "what is named like a secret, also where the schema does not look",
    { password: "x", ssh: [{ keyPassphrase: "y", user: "u" }], api_key: "z", accessKey: "k", port: 1, token: 5 },
    { type: "object" },
    ["password", "ssh/0/keyPassphrase", "api_key", "accessKey"],
  ],
  [
    "not what says where it is, is empty, or refers to it",
    { passwordFile: "x", tokenUrl: "y", secretName: "z", compassword: 1, password: "", token: "${secret:t}" },
    {},
    [],
  ],
  ["not what the schema calls none", { token: "x" }, { properties: { token: { "x-secret": false } } }, []],
])("%s", (_what, value, schema, places) => {
  expect(secretPlaces(value, schema).map((path) => path.join("/"))).toEqual(places);
});
