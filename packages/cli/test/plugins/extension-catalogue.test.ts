import { connectorPoint } from "@sluice/contracts";
import { createHost } from "@sluice/core/host";
import { expect, test } from "vitest";
import { bundledPlugins, type ListedPlugin } from "../../src/plugins/bundled-plugins.ts";
import { extensionCatalogue } from "../../src/plugins/extension-catalogue.ts";
import { differencesOf } from "../../src/plugins/try-plugin.ts";

const plugin = (name: string, extension: string, more: Partial<ListedPlugin> = {}): ListedPlugin => ({
  name,
  origin: "package",
  manifest: {
    module: "x.js",
    purpose: "x",
    engine: "*",
    extensions: [{ point: "connector", apiVersion: 1, name: extension, purpose: `By ${name}.` }],
  },
  ...more,
});

test("has the points of the contracts, and those that only plugins know", async () => {
  const own = plugin("a", "x", {
    manifest: {
      module: "x.js",
      purpose: "x",
      engine: "*",
      extensions: [{ point: "exporter", apiVersion: 3, name: "x", purpose: "x" }],
    },
  });
  const points = (await extensionCatalogue([own])).points();
  expect(points).toContainEqual({ ...connectorPoint });
  expect(points.map(({ id }) => id)).toContain("cwl-docker-translator");
  expect(points.at(-1)).toMatchObject({ id: "exporter", apiVersion: 3, stability: "experimental" });
});

test("lists what plugins provide in their order, and what replaces another in its place", async () => {
  const catalogue = await extensionCatalogue([
    plugin("a", "batch"),
    plugin("b", "local", { overrides: ["connector/local"] }),
    { name: "./c.ts", origin: "config" },
  ]);
  const listed = catalogue.extensions("connector").map(({ name, plugin: by, stability }) => [name, by, stability]);
  expect(listed).toEqual([
    ["batch", "a", "stable"],
    ["local", "b", "stable"],
  ]);
  expect(catalogue.unlisted).toEqual(["./c.ts"]);
});

test("the manifests of what comes with the command are what it provides", async () => {
  const sources = bundledPlugins();
  await using host = await createHost({ sources });
  for (const { name, manifest, version } of sources) {
    const state = host.plugins.find((each) => each.name === name);
    if (!state || !manifest) throw new Error(`${name} is not there`);
    expect(state.version).toBe(version);
    expect(state.extensions).toEqual(manifest.extensions);
    expect(differencesOf(manifest, state)).toEqual([]);
  }
});
