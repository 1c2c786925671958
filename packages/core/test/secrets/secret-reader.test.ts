import { definePlugin, secretStorePoint, type JsonObject, type Plugin, type SluiceContext } from "@sluice/contracts";
import { expect, test, vi } from "vitest";
import { createAnswerClock, timeoutsOf } from "../../src/answers/index.ts";
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

const plugins = (all: readonly Plugin[] = [vault]): Promise<PluginSet> =>
  setUpPlugins({
    sources: all.map((plugin) => ({ name: plugin.name, origin: "program", load: () => plugin })),
    engineVersion: "1.0.0",
    hooks: createHookBus({ logger: nullLogger }),
    reports: createReportBus(nullLogger),
    clock: createAnswerClock(timeoutsOf({}), nullLogger),
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
  [
    "a reference in the options of a store",
    { db: { store: "vault", key: "k", options: { url: "https://${secret:db}@example.org" } } },
    "CONFIG_INVALID",
  ],
])("%s is refused", async (_what, secrets, code) => {
  await expect(resolve({ a: "${secret:db}" }, secrets)).rejects.toThrow(expect.objectContaining({ code }));
});

test("all stores are closed, although one of them cannot be", async () => {
  const closed: string[] = [];
  const stores = definePlugin({
    name: "stores",
    version: "1.0.0",
    engine: "*",
    setup: (host) => {
      for (const name of ["one", "two"]) {
        host.provide(secretStorePoint, name, {
          create: () => ({
            read,
            [Symbol.asyncDispose]: async () => {
              closed.push(name);
              if (name === "one") throw new Error("it hangs on");
            },
          }),
        });
      }
    },
  });
  await using set = await plugins([stores]);
  const secrets = { a: { store: "one", key: "k" }, b: { store: "two", key: "k" } };
  const signal = new AbortController().signal;
  const reader = createSecretReader({ secrets, configDir: "/", logger: nullLogger, signal });
  await reader.resolve({ a: "${secret:a}", b: "${secret:b}" }, set.registry);
  await expect(reader[Symbol.asyncDispose]()).rejects.toThrow("it hangs on");
  expect(closed.toSorted()).toEqual(["one", "two"]);
});

test("a secret that cannot be read now may be there when it is asked for again", async () => {
  read.mockClear();
  read.mockRejectedValueOnce(new Error("the vault is sealed"));
  await using set = await plugins();
  const signal = new AbortController().signal;
  const secrets = { db: { store: "vault", key: "k" } };
  await using reader = createSecretReader({ secrets, configDir: "/", logger: nullLogger, signal });
  await expect(reader.resolve({ a: "${secret:db}" }, set.registry)).rejects.toThrow("sealed");
  expect(await reader.resolve({ a: "${secret:db}" }, set.registry)).toEqual({ a: "value of k" });
});
