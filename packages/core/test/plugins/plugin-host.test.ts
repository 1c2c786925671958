import { definePlugin, extensionPoint, type Plugin, type SluiceContext } from "@sluice/contracts";
import { expect, test } from "vitest";
import { nullLogger } from "../../src/null-logger.ts";
import { createAnswerClock, timeoutsOf } from "../../src/answers/index.ts";
import { createHookBus, createReportBus } from "../../src/hooks/index.ts";
import { setUpPlugins, type PluginSet } from "../../src/plugins/index.ts";

const point = extensionPoint<string>({ id: "greeting", apiVersion: 1, purpose: "Greets.", stability: "experimental" });

const setUp = (...plugins: Plugin[]): Promise<PluginSet> =>
  setUpPlugins({
    sources: plugins.map((each) => ({ name: each.name, origin: "program", load: () => each })),
    engineVersion: "1.0.0",
    hooks: createHookBus({ logger: nullLogger }),
    reports: createReportBus(nullLogger),
    clock: createAnswerClock(timeoutsOf({}), nullLogger),
    context: {} as SluiceContext,
    logger: nullLogger,
  });

const plugin = (name: string, more: Partial<Plugin> = {}): Plugin =>
  definePlugin({ name, version: "1.0.0", engine: "^1", setup: () => undefined, ...more });

test("required plugins are set up first and reached by their public object", async () => {
  const order: string[] = [];
  const exporter = plugin("exporter", {
    requires: ["collector"],
    setup: (host) => void order.push(`exporter sees ${(host.plugin("collector") as { count: number }).count}`),
  });
  const collector = plugin("collector", {
    setup: () => {
      order.push("collector");
      return { count: 3 };
    },
  });
  await setUp(exporter, collector);
  expect(order).toEqual(["collector", "exporter sees 3"]);
});

test.each<[string, Plugin[], string]>([
  ["another engine", [plugin("old", { engine: "^0.9" })], "PLUGIN_ENGINE"],
  ["a missing requirement", [plugin("a", { requires: ["b"] })], "PLUGIN_MISSING"],
  ["a cycle", [plugin("a", { requires: ["b"] }), plugin("b", { requires: ["a"] })], "PLUGIN_CYCLE"],
  ["two of one name", [plugin("a"), plugin("a")], "PLUGIN_DUPLICATE"],
  [
    "a setup that throws",
    [
      plugin("a", {
        setup: () => {
          throw new Error("no");
        },
      }),
    ],
    "PLUGIN_FAILED",
  ],
  [
    "a plugin that it did not require",
    [plugin("b"), plugin("a", { setup: (host) => host.plugin("b") })],
    "PLUGIN_MISSING",
  ],
])("%s is refused with a code", async (_name, plugins, code) => {
  await expect(setUp(...plugins)).rejects.toMatchObject({ code });
});

test("two implementations of one name are refused, naming both plugins", async () => {
  const one = plugin("one", { setup: (host) => host.provide(point, "hello", "1") });
  const two = plugin("two", { setup: (host) => host.provide(point, "hello", "2") });
  await expect(setUp(one, two)).rejects.toMatchObject({
    code: "PLUGIN_DUPLICATE",
    message: "plugins one and two both provide greeting 'hello'",
  });
});

test("points are matched by id, and everything is undone when the plugins are disposed", async () => {
  const order: string[] = [];
  const set = await setUp(
    plugin("one", {
      setup(host) {
        host.provide(point, "hello", "1");
        host.onDispose(() => void order.push("first"));
        host.onDispose(() => void order.push("second"));
      },
    }),
  );
  const copy = { ...point };
  expect(set.registry.get(copy, "hello")).toBe("1");
  await set[Symbol.asyncDispose]();
  expect(order).toEqual(["second", "first"]);
  expect(() => set.registry.get(point, "hello")).toThrow("no plugin provides greeting 'hello'");
});
