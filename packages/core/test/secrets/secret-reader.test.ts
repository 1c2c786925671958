import { definePlugin, secretStorePoint, type JsonObject, type Plugin, type SluiceContext } from "@sluice/contracts";
import { expect, test, vi } from "vitest";
import { createHookBus, createReportBus } from "../../src/hooks/index.ts";
import { nullLogger } from "../../src/null-logger.ts";
import { setUpPlugins, type PluginSet } from "../../src/plugins/index.ts";
import { createSecretReader, type SecretReference } from "../../src/secrets/index.ts";

const read = vi.fn(async ({ key }: { key: string }) => `value of ${key}`);

const vault: Plugin = definePlugin({
  name: "vault",
  version: "1.0.0",
  engine: "*",
  setup: (host) => {
    const schema = { type: "object", properties: { url: { type: "string" } }, additionalProperties: false };
    host.provide(secretStorePoint, "vault", { create: () => ({ read }) }, { schema });
  },
});

const plugins = (): Promise<PluginSet> =>
  setUpPlugins({
    sources: [{ name: "vault", origin: "program", load: () => vault }],
    engineVersion: "1.0.0",
    hooks: createHookBus({ logger: nullLogger }),
    reports: createReportBus(nullLogger),
    context: {} as SluiceContext,
    logger: nullLogger,
  });

async function resolve(value: JsonObject, secrets: Readonly<Record<string, SecretReference>>): Promise<JsonObject> {
  await using set = await plugins();
  const signal = new AbortController().signal;
  await using reader = createSecretReader({ secrets, configDir: "/", logger: nullLogger, signal });
  return await reader.resolve(value, set.registry);
}

test("references are replaced wherever texts are, and each secret is read once", async () => {
  read.mockClear();
  const value = { a: "${secret:db}", b: ["x ${secret:db} ${secret:own}", 7], c: { d: "$${secret:db}", e: null } };
  expect(await resolve(value, { db: { store: "vault", key: "k" }, own: { value: "mine" } })).toEqual({
    a: "value of k",
    b: ["x value of k mine", 7],
    c: { d: "${secret:db}", e: null },
  });
  expect(read).toHaveBeenCalledTimes(1);
});

test.each<[string, Readonly<Record<string, SecretReference>>, string]>([
  ["an unknown name", { other: { store: "vault", key: "k" } }, "SECRET_MISSING"],
  ["an unknown store", { db: { store: "valt", key: "k" } }, "PLUGIN_MISSING"],
  [
    "an option that the store does not take",
    { db: { store: "vault", key: "k", options: { uri: "x" } } },
    "PLUGIN_OPTIONS",
  ],
])("%s is refused", async (_what, secrets, code) => {
  await expect(resolve({ a: "${secret:db}" }, secrets)).rejects.toThrow(expect.objectContaining({ code }));
});
