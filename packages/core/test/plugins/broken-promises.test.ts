import { extensionPoint } from "@sluice/contracts";
import { expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { keepingLogger, plugin, type Logged } from "../hooks/sample-plugins.ts";

test("what a package or a configuration names for a plugin, and it does not provide, is told", async () => {
  const point = extensionPoint<string>({
    id: "greeting",
    apiVersion: 1,
    purpose: "Greets.",
    stability: "experimental",
  });
  const one = plugin("one", (host) => host.provide(point, "hello", "1"));
  const extension = { point: "greeting", apiVersion: 1, purpose: "Greets." };
  const manifest = {
    module: "./index.js",
    purpose: "Greets.",
    engine: "*",
    extensions: [
      { ...extension, name: "hello" },
      { ...extension, name: "farewell" },
    ],
  };
  const overrides = ["greeting/hello", "greeting/helo"];
  const source = { name: "one", origin: "config", load: () => one, manifest, overrides } as const;
  const logged: Logged[] = [];
  await using engine = await createEngine({
    database: createMemoryDatabase(),
    logger: keepingLogger(logged),
    sources: [source],
  });
  expect(engine.extension(point, "hello")).toBe("1");
  expect(logged).toMatchObject([
    {
      level: "warn",
      message: "its package promises greeting/farewell, which it does not provide",
      fields: { plugin: "one", code: "PLUGIN_INVALID" },
    },
    { message: "'overrides' of its entry names greeting/helo, which it does not provide" },
  ]);
});
