import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readManifest } from "../../src/plugins/read-manifest.ts";
import { writePackage } from "../support/plugin-packages.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-manifest-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const extension = { point: "connector", apiVersion: 1, name: "x", purpose: "Runs." };

test("reads everything, schemas in files and in place", async () => {
  writePackage(folder, {
    name: "@scope/sluice-plugin-x",
    manifest: {
      schema: "./options.json",
      requires: ["y"],
      extensions: [{ ...extension, schema: { type: "object" }, capabilities: ["watch"], stability: "experimental" }],
      hooks: [{ name: "onJobState", description: "Counts." }],
    },
    files: { "options.json": '{ "type": "object", "properties": { "a": { "type": "string" } } }' },
  });
  const read = await readManifest(folder);
  expect(read).toEqual({
    version: "1.2.3",
    manifest: {
      name: "x",
      module: "index.js",
      purpose: "Is @scope/sluice-plugin-x.",
      engine: "^0.1",
      requires: ["y"],
      schema: { type: "object", properties: { a: { type: "string" } } },
      extensions: [{ ...extension, schema: { type: "object" }, capabilities: ["watch"], stability: "experimental" }],
      hooks: [{ name: "onJobState", description: "Counts." }],
    },
  });
});

test("a package without the key is none", async () => {
  writePackage(folder, { name: "left" });
  expect(await readManifest(folder)).toBeUndefined();
  writePackage(folder, { name: "sluice" });
  expect(await readManifest(folder)).toBeUndefined();
});

test.each<[string, object, string]>([
  ["a module outside", { module: "../x.js" }, "sluice.module must stay inside the package"],
  ["an absolute module", { module: "/x.js" }, "sluice.module must stay inside the package"],
  ["a module that leads out on a detour", { module: "./a/../../x.js" }, "sluice.module must stay inside the package"],
  ["a schema outside", { schema: "../s.json" }, "sluice.schema must stay inside the package"],
  ["a schema that is not there", { schema: "s.json" }, "sluice.schema names a file that cannot be read"],
  ["no purpose", { purpose: undefined }, "sluice.purpose is missing"],
  ["a number for the engine", { engine: 1 }, "sluice.engine must be text"],
  ["a field that is none", { modul: "x" }, "sluice.modul is no field of a manifest"],
  ["extensions that are no list", { extensions: {} }, "sluice.extensions must be a list"],
  ["an extension without a point", { extensions: [{ ...extension, point: "" }] }, "sluice.extensions[0].point"],
  ["a version as text", { extensions: [{ ...extension, apiVersion: "1" }] }, "sluice.extensions[0].apiVersion must be"],
  ["a stability of its own", { extensions: [{ ...extension, stability: "so-so" }] }, "stability must be one of"],
  ["a name with an escape sequence", { name: "a\x1b[2J" }, 'sluice.name cannot be a name: "a\\u001b[2J"'],
  ["a name of two lines", { name: "a\nb" }, "sluice.name cannot be a name"],
  ["a name that every object has", { name: "__proto__" }, "sluice.name cannot be a name"],
  ["a name that leads out", { name: "../a" }, "sluice.name cannot be a name"],
  ["a name without end", { name: "a".repeat(215) }, "sluice.name cannot be a name"],
  [
    "an extension of two words",
    { extensions: [{ ...extension, name: "a b" }] },
    "sluice.extensions[0].name cannot be a name",
  ],
  ["a hook that is none", { hooks: [{ name: "onNothing", description: "x" }] }, "sluice.hooks[0].name is no hook"],
])("%s is refused, naming the file and the field", async (_name, fields, message) => {
  writePackage(folder, { name: "x", manifest: fields });
  await expect(readManifest(folder)).rejects.toMatchObject({
    code: "PLUGIN_INVALID",
    message: expect.stringMatching(/package\.json:1:\d+: sluice/) as string,
  });
  await expect(readManifest(folder)).rejects.toThrow(message);
});
