import * as contracts from "@sluice/contracts";
import { expect, test } from "vitest";
import { builtinManifest } from "../../src/builtin/manifest.ts";
import { createHost } from "../../src/create-host.ts";

test("the manifest of the built-in plugin names what it provides, and nothing else", async () => {
  await using host = await createHost();
  const state = host.plugins.find(({ name }) => name === builtinManifest.name);
  expect(state?.extensions).toEqual(builtinManifest.extensions);
  expect(state?.hooks).toEqual(builtinManifest.hooks ?? []);
});

test("it names extension points as the contracts declare them", () => {
  const points = Object.values<unknown>(contracts) as { readonly id?: string; readonly apiVersion?: number }[];
  for (const { point, apiVersion } of builtinManifest.extensions ?? [])
    expect(points.find(({ id }) => id === point)).toMatchObject({ id: point, apiVersion });
});
