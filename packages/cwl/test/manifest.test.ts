import { createHost } from "@sluice/core/host";
import { expect, test } from "vitest";
import { cwlPlugin } from "../src/cwl-plugin.ts";
import { cwlManifest } from "../src/manifest.ts";

test("the manifest names what the plugin provides, and nothing else", async () => {
  await using host = await createHost({ plugins: [cwlPlugin] });
  const state = host.plugins.find(({ name }) => name === cwlManifest.name);
  expect(state?.extensions).toEqual(cwlManifest.extensions);
  expect(state?.hooks).toEqual(cwlManifest.hooks ?? []);
});
