import type { Plugin } from "@sluice/contracts";
import { beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/create-engine.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import type { PluginSource } from "../../src/plugins/index.ts";
import { chain, keepingLogger, operations, plugin, value, type Logged } from "../hooks/sample-plugins.ts";

const add = operations({ add: value(({ x }) => ({ y: x })) });
let logged: Logged[];
beforeEach(() => (logged = []));

const open = (sources: readonly PluginSource[], plugins: readonly Plugin[] = []): Promise<Engine> =>
  createEngine({ database: createMemoryDatabase(), logger: keepingLogger(logged), sources, plugins });

const fail = (): never => {
  throw new Error("broken");
};
const source = (name: string, load: () => Plugin, more: Partial<PluginSource> = {}): PluginSource => ({
  name,
  origin: "config",
  load,
  ...more,
});
const of = (given: Plugin, more: Partial<PluginSource> = {}): PluginSource => source(given.name, () => given, more);

test.each([undefined, null, 7, {}, { name: "" }])(
  "a program that hands over %j instead of a plugin is told",
  async (bad) => {
    await expect(open([], [plugin("good"), bad as unknown as Plugin])).rejects.toMatchObject({
      code: "PLUGIN_INVALID",
      actor: "plugin plugins[1]",
      message: expect.stringMatching(/^it needs a name/) as string,
    });
  },
);

test("options for a plugin that is not handed over are refused", async () => {
  const opening = createEngine({ plugins: [plugin("good")], pluginOptions: { god: {} } });
  await expect(opening).rejects.toMatchObject({ code: "PLUGIN_MISSING", hint: "Those that are: good." });
  await using engine = await open([], [add]);
  const run = engine.createRun({ graph: chain("add"), inputs: { x: 1 }, pluginOptions: { good: {} } });
  await expect(run).rejects.toMatchObject({ code: "PLUGIN_MISSING", hint: "There are no plugins." });
});

test("what only a manifest says to be required is required", async () => {
  const manifest = { module: "m", purpose: "P.", engine: "*", requires: ["first"] };
  const seen: unknown[] = [];
  const second = of(
    plugin("second", (host) => void seen.push(host.plugin("first"))),
    { manifest },
  );
  await using engine = await open([second, of(plugin("first", () => "the first"))]);
  expect(seen).toEqual(["the first"]);
  expect(engine.plugins.map(({ name }) => name)).toEqual(["builtin", "first", "second"]);
  await using without = await open([second]);
  expect(without.plugins.at(-1)).toMatchObject({ name: "second", error: { code: "PLUGIN_MISSING" } });
});

test("nothing is logged of one whose asker tells its faults", async () => {
  await using engine = await open([source("bad", fail, { silent: true, path: "/no/where" })]);
  expect(engine.plugins.at(-1)).toMatchObject({ name: "bad", error: { code: "PLUGIN_FAILED" }, place: "/no/where" });
  expect(logged).toEqual([]);
});
