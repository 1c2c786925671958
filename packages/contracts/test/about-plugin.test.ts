import { expect, test } from "vitest";
import { aboutPlugin, type PluginManifest } from "@sluice/contracts";

const sluice: PluginManifest = { module: "./index.js", purpose: "Counts.", engine: "^1" };

test.each([
  ["sluice-plugin-counter", undefined, "counter"],
  ["@lab/sluice-plugin-counter", undefined, "counter"],
  ["counter", undefined, "counter"],
  ["@lab/counter", undefined, "@lab/counter"],
  ["sluice-plugin-counter", "tally", "tally"],
])("package %s whose manifest calls it %s is plugin %s", (name, own, expected) => {
  const about = { name, version: "1.2.3", sluice: own === undefined ? sluice : { ...sluice, name: own } };
  expect(aboutPlugin(about)).toEqual({ name: expected, version: "1.2.3", engine: "^1", purpose: "Counts." });
});

test("a schema that is a file is left to whoever loads the package", () => {
  const about = { name: "counter", version: "1.0.0" };
  expect(aboutPlugin({ ...about, sluice: { ...sluice, schema: "./schema.json" } })).not.toHaveProperty("schema");
  const schema = { type: "object" };
  expect(aboutPlugin({ ...about, sluice: { ...sluice, schema, requires: ["other"] } })).toMatchObject({
    schema,
    requires: ["other"],
  });
});
