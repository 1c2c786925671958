import { createHook } from "node:async_hooks";
import { createServer } from "node:net";
import {
  connectorPoint,
  executorPoint,
  extensionPoint,
  secretStorePoint,
  SluiceError,
  type Plugin,
} from "@sluice/contracts";
import { beforeEach, expect, test, vi } from "vitest";
import { createEngine, type Engine } from "../../src/create-engine.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import type { PluginSource } from "../../src/plugins/index.ts";
import { chain, keepingLogger, operations, plugin, value, type Logged } from "../hooks/sample-plugins.ts";

let logged: Logged[];
beforeEach(() => (logged = []));

const open = (sources: readonly PluginSource[], plugins: readonly Plugin[] = []): Promise<Engine> =>
  createEngine({
    database: createMemoryDatabase(),
    logger: keepingLogger(logged),
    hookTimeout: 50,
    sources,
    plugins,
  });

const source = (name: string, load: () => unknown, more: Partial<PluginSource> = {}): PluginSource => ({
  name,
  origin: "config",
  load: load as PluginSource["load"],
  ...more,
});
const of = (given: Plugin, more: Partial<PluginSource> = {}): PluginSource => source(given.name, () => given, more);
const never = (): Promise<never> => new Promise(() => undefined);
const fail = (): never => {
  throw new Error("broken");
};
const step = (version: number): Plugin["setup"] => {
  const point = { ...executorPoint, apiVersion: version };
  return (host) => host.provide(point, "mine", {} as never);
};
const failing = (what: Partial<Plugin> | Plugin["setup"]): PluginSource => of(plugin("bad", what));
const example = (value_: unknown): PluginSource => source("bad", () => value_);

const broken: Readonly<Record<string, readonly [source: PluginSource, code: string, message: string]>> = {
  "throws when it is imported": [source("bad", fail), "PLUGIN_FAILED", "it cannot be loaded: broken"],
  "rejects when it is imported": [
    source("bad", () => Promise.reject(new Error("broken"))),
    "PLUGIN_FAILED",
    "it cannot be loaded: broken",
  ],
  "is never imported": [source("bad", never), "PLUGIN_FAILED", "it cannot be loaded: it did not return within 0.05 s"],
  "has no default export": [example(undefined), "PLUGIN_INVALID", "its module has no default export"],
  "is no plugin": [
    example({ name: "bad", version: "1.0.0" }),
    "PLUGIN_INVALID",
    "it needs a range of engine versions, 'engine', a function 'setup'",
  ],
  "throws at set-up": [failing(fail), "PLUGIN_FAILED", "setup failed: broken"],
  "rejects at set-up": [failing(async () => fail()), "PLUGIN_FAILED", "setup failed: broken"],
  "throws an error of its own code at set-up": [
    failing(() => {
      throw new SluiceError("FILE_NOT_FOUND", "no licence");
    }),
    "FILE_NOT_FOUND",
    "no licence",
  ],
  "is never set up": [failing(never), "PLUGIN_FAILED", "setup failed: it did not return within 0.05 s"],
  "was made for another engine": [
    failing({ engine: "^99" }),
    "PLUGIN_ENGINE",
    expect.stringMatching(/^it was made for engine \^99, but this is \d/) as string,
  ],
  "names no range of engines": [failing({ engine: "soon" }), "PLUGIN_ENGINE", expect.any(String) as string],
  "was made for another version of an extension point": [
    failing(step(2)),
    "PLUGIN_API",
    "it was made for version 2 of the extension point 'executor', but this engine has version 1",
  ],
  "was made for another version of a point that nobody provides": [
    failing((host) => host.provide({ id: "frontend", apiVersion: 9, purpose: "", stability: "stable" }, "x", {})),
    "PLUGIN_API",
    "it was made for version 9 of the extension point 'frontend', but this engine has version 1",
  ],
  "provides nothing": [
    failing((host) => host.provide(executorPoint, "mine", undefined as never)),
    "PLUGIN_INVALID",
    "it provides nothing as executor 'mine'",
  ],
  "adds a hook that is none": [
    failing((host) => host.hook("beforeLunch" as never, (() => undefined) as never)),
    "PLUGIN_INVALID",
    "there is no hook 'beforeLunch'",
  ],
  "adds a hook in an order that is none": [
    failing((host) => host.hook("afterDeploy", () => undefined, { order: "soon" as never })),
    "PLUGIN_INVALID",
    "there is no order 'soon' of hooks",
  ],
  "throws what has no text": [
    failing(() => {
      throw Object.create(null);
    }),
    "PLUGIN_FAILED",
    "setup failed: object without a text was thrown",
  ],
  "has a name that would spoil messages": [
    of(plugin("bad\nname")),
    "PLUGIN_INVALID",
    "it needs a name of letters, digits, '-', '_', '.' and '~'",
  ],
  "requires what is no name": [
    failing({ requires: [1 as never] }),
    "PLUGIN_INVALID",
    "it needs a list of names as 'requires'",
  ],
  "adds no function as a hook": [
    failing((host) => host.hook("afterDeploy", undefined as never)),
    "PLUGIN_INVALID",
    "it adds no function as hook 'afterDeploy'",
  ],
  "provides at what is no extension point": [
    failing((host) => host.provide(undefined as never, "mine", {})),
    "PLUGIN_INVALID",
    "it provides something as 'mine' at what is no extension point",
  ],
  "provides something without a name": [
    failing((host) => host.provide(executorPoint, "", {} as never)),
    "PLUGIN_INVALID",
    "what it provides as executor needs a name",
  ],
  "provides what cannot do what its point is for": [
    failing((host) => host.provide(executorPoint, "mine", { submit: () => undefined } as never)),
    "PLUGIN_INVALID",
    "what it provides as executor 'mine' has no method [Symbol.asyncDispose]",
  ],
  "has a default that does not follow its own schema": [
    failing({ schema: { type: "object", properties: { speed: { type: "number", default: "fast" } } } }),
    "PLUGIN_INVALID",
    "the default of its option 'speed' is not what its own schema wants: it must be number",
  ],
  "requires what is not there": [
    failing({ requires: ["absent"] }),
    "PLUGIN_MISSING",
    "it requires plugin 'absent', which is not there",
  ],
  "requires itself": [failing({ requires: ["bad"] }), "PLUGIN_CYCLE", "plugins require each other: bad → bad"],
  "takes no options": [
    of(plugin("bad"), { options: { speed: 1 } }),
    "PLUGIN_OPTIONS",
    "it takes no options, but 'speed' is given",
  ],
  "is given wrong options": [
    of(plugin("bad", { schema: { type: "object", properties: { speed: { type: "number" } } } }), {
      options: { speed: "fast" },
    }),
    "PLUGIN_OPTIONS",
    "option 'speed' must be number",
  ],
  "has a schema that is none": [
    of(plugin("bad", { schema: { type: "banana" } }), { options: { speed: 1 } }),
    "PLUGIN_INVALID",
    expect.stringMatching(/^the schema of its options is no JSON Schema: /) as string,
  ],
  "has a schema that is not even an object": [
    failing({ schema: "fast" as never }),
    "PLUGIN_INVALID",
    "it needs a JSON Schema of its options, or none, as 'schema'",
  ],
  "is called like another": [of(plugin("builtin")), "PLUGIN_DUPLICATE", "two plugins are called 'builtin'"],
  "provides what another provides": [
    failing((host) => host.provide(connectorPoint, "local", {} as never)),
    "PLUGIN_DUPLICATE",
    "plugins builtin and bad both provide connector 'local'",
  ],
};

const add = operations({ add: value(({ x }) => ({ y: x })) });

test.each(Object.entries(broken))("a plugin of a configuration that %s is left out and reported", async (_, entry) => {
  const [bad, code, message] = entry;
  const good: string[] = [];
  await using engine = await open([bad, of(plugin("good", () => void good.push("there")))], [add]);
  expect(good).toEqual(["there"]);
  const state = engine.plugins.find(({ error }) => error !== undefined);
  expect(state).toMatchObject({ name: bad.name, origin: "config", error: { code, message } });
  expect(logged.filter(({ level }) => level === "error")).toMatchObject([
    { message: `${String(state?.error?.message)}; the plugin is left out`, fields: { plugin: bad.name, code } },
  ]);
  const run = await engine.createRun({ graph: chain("add"), inputs: { x: 1 } });
  expect(await run.execute()).toMatchObject({ status: "completed", outputs: { y: 1 } });
});

test.each(Object.entries(broken))("one of the program that %s keeps the engine from being made", async (_, entry) => {
  const [bad, code, message] = entry;
  await expect(open([{ ...bad, origin: "program" }])).rejects.toMatchObject({ code, message });
});

test("one that is given to a run and does not work keeps the run from being made, and leaves nothing", async () => {
  await using engine = await open([], [add]);
  const make = (bad: Plugin) => engine.createRun({ runId: "same", graph: chain("add"), inputs: {}, plugins: [bad] });
  await expect(make(plugin("bad", fail))).rejects.toMatchObject({ code: "PLUGIN_FAILED", actor: "plugin bad" });
  await expect(make(plugin("bad", never))).rejects.toMatchObject({ code: "PLUGIN_FAILED" });
  await expect(make(plugin("operations"))).rejects.toMatchObject({ code: "PLUGIN_DUPLICATE" });
  expect((await (await make(plugin("good"))).execute()).status).toBe("completed");
});

test("plugins that require each other are left out together with those that require them", async () => {
  const names = [plugin("a", { requires: ["b"] }), plugin("b", { requires: ["a"] }), plugin("c", { requires: ["a"] })];
  await using engine = await open([
    ...names.map((each) => of(each)),
    of(plugin("d", { requires: ["gone"] })),
    source("gone", fail),
  ]);
  const errors = Object.fromEntries(engine.plugins.map(({ name, error }) => [name, error]));
  expect(errors["a"]).toMatchObject({ code: "PLUGIN_CYCLE", message: "plugins require each other: a → b → a" });
  expect(errors["b"]).toMatchObject({ code: "PLUGIN_CYCLE", message: "plugins require each other: a → b → a" });
  expect(errors["c"]).toMatchObject({ code: "PLUGIN_MISSING", message: "it requires plugin 'a', which was left out" });
  expect(errors["d"]).toMatchObject({ message: "it requires plugin 'gone', which was left out" });
  expect(errors["builtin"]).toBeUndefined();
});

test("one whose requirement fails at set-up is left out too, and why something is missing is said", async () => {
  const first = of(plugin("first", fail));
  const second = of(plugin("second", { requires: ["first"] }));
  await using engine = await open([first, second]);
  expect(engine.plugins.at(-1)).toMatchObject({ name: "second", error: { code: "PLUGIN_MISSING" } });
  expect(() => engine.extension(connectorPoint, "gone")).toThrow(
    expect.objectContaining({
      hint: expect.stringContaining("Plugin first was left out: setup failed: broken."),
    }) as Error,
  );
});

test("what a plugin did before its set-up failed is undone, and what it does later is refused", async () => {
  const order: string[] = [];
  const late = Promise.withResolvers<string>();
  const point = extensionPoint<string>({
    id: "greeting",
    apiVersion: 1,
    purpose: "Greets.",
    stability: "experimental",
  });
  const slow = plugin("slow", async (host) => {
    host.provide(point, "hello", "hello");
    host.hook("beforeGraphExecute", () => void order.push("hook"));
    host.onDispose(() => void order.push("disposed"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    try {
      host.hook("beforeGraphExecute", () => void order.push("late hook"));
    } catch (error) {
      late.resolve((error as Error).message);
    }
  });
  await using engine = await open([of(slow)], [add]);
  expect(order).toEqual(["disposed"]);
  expect(engine.extensions(point).size).toBe(0);
  expect(await late.promise).toBe("it registers something after its scope has ended");
  await (await engine.createRun({ graph: chain("add"), inputs: {} })).execute();
  expect(order).toEqual(["disposed"]);
});

test("where two provide the same, the configuration says which wins, in either order", async () => {
  const point = extensionPoint<string>({
    id: "greeting",
    apiVersion: 1,
    purpose: "Greets.",
    stability: "experimental",
  });
  const one = plugin("one", (host) => host.provide(point, "hello", "1"));
  const two = plugin("two", (host) => host.provide(point, "hello", "2"));
  for (const winner of ["one", "two"]) {
    const overrides = { overrides: ["greeting/hello"] };
    const sources = [one, two].map((each) => of(each, each.name === winner ? overrides : {}));
    await using engine = await open(sources);
    expect(engine.extension(point, "hello")).toBe(winner === "one" ? "1" : "2");
    expect(engine.plugins.every(({ error }) => error === undefined)).toBe(true);
  }
});

test("a third plugin's own extension point has one version too", async () => {
  const point = extensionPoint<string>({
    id: "greeting",
    apiVersion: 1,
    purpose: "Greets.",
    stability: "experimental",
  });
  const one = plugin("one", (host) => host.provide(point, "hello", "1"));
  const two = plugin("two", (host) => host.provide({ ...point, apiVersion: 2 }, "hi", "2"));
  await using engine = await open([of(one), of(two)]);
  expect(engine.plugins.at(-1)).toMatchObject({ name: "two", error: { code: "PLUGIN_API" } });
});

const observers = [
  "beforeNodeExecute",
  "afterNodeExecute",
  "onNodeError",
  "beforeNodeRetry",
  "afterNodeRetry",
  "beforeGraphExecute",
  "afterGraphExecute",
] as const;
const flaky = operations({
  flaky: value((_inputs, attempt) => {
    if (attempt === 1) throw new SluiceError("JOB_KILLED", "no");
    return { y: "done" };
  }),
});

test.each([
  ["throws", fail, "broken", "HOOK_FAILED"],
  ["rejects", async () => fail(), "broken", "HOOK_FAILED"],
  ["never returns", never, "it did not return within 0.05 s", "HOOK_TIMEOUT"],
] as const)(
  "an observer that %s is reported with its plugin, and the run goes on",
  async (_, handler, message, code) => {
    const bad = plugin("bad", (host) => {
      for (const name of observers) host.hook(name, handler);
    });
    await using engine = await createEngine({
      database: createMemoryDatabase(),
      logger: keepingLogger(logged),
      hookTimeout: 50,
      plugins: [flaky, bad],
      managers: { failureManager: { options: { retry_delay: 0 } } },
    });
    const run = await engine.createRun({ graph: chain("flaky"), inputs: {}, options: { attempts: 2 } });
    expect(await run.execute()).toMatchObject({ status: "completed", outputs: { y: "done" } });
    const reported = logged.filter(({ fields }) => fields.plugin === "bad");
    expect(reported.map((each) => each.message).toSorted()).toEqual(
      observers.map((name) => `hook ${name} failed: ${message}`).toSorted(),
    );
    expect(new Set(reported.map(({ fields }) => fields["code"]))).toEqual(new Set([code]));
  },
);

test.each([
  ["throws", fail, "hook wrapNodeExecute failed: broken"],
  ["never returns", never, "hook wrapNodeExecute failed: it did not return within 0.05 s"],
  [
    "answers nonsense",
    async () => "yes",
    "hook wrapNodeExecute failed: outputs must be an object of plain JSON, but is undefined",
  ],
  [
    "answers what is no JSON",
    async () => ({ outputs: { y: { when: new Date(0) } } }),
    "hook wrapNodeExecute failed: outputs.y.when must be plain JSON, but is Date",
  ],
  [
    "fails after it went on",
    async (_event: unknown, next: () => Promise<unknown>) => {
      await next();
      fail();
    },
    "hook wrapNodeExecute failed: broken",
  ],
] as const)(
  "a wrapper that %s is reported, and the step is done as if it were not there",
  async (_, handler, message) => {
    const bad = plugin("bad", (host) => host.hook("wrapNodeExecute", handler as never));
    await using engine = await open([], [add, bad]);
    const run = await engine.createRun({ graph: chain("add"), inputs: { x: 1 } });
    expect(await run.execute()).toMatchObject({ status: "completed", outputs: { y: 1 } });
    expect(logged.map((each) => each.message)).toEqual([message]);
  },
);

test("a wrapper that throws an error of Sluice has decided: the attempt fails, in its name", async () => {
  const strict = plugin("strict", (host) =>
    host.hook("wrapNodeExecute", () => {
      throw new SluiceError("JOB_FAILED", "not in this house");
    }),
  );
  await using engine = await open([], [add, strict]);
  const { failures } = await (await engine.createRun({ graph: chain("add"), inputs: {} })).execute();
  expect(failures[0]?.error).toMatchObject({
    code: "JOB_FAILED",
    message: "not in this house",
    actor: "plugin strict",
  });
  expect(logged.filter(({ fields }) => fields.plugin === "strict")).toEqual([]);
});

test("a wrapper is not blamed for the time that one inside it takes", async () => {
  const outer = plugin("outer", (host) =>
    host.hook("wrapNodeExecute", async (_event, next) => next(), { order: "pre" }),
  );
  const hangs = plugin("hangs", (host) => host.hook("wrapNodeExecute", never));
  await using engine = await open([], [add, outer, hangs]);
  await (await engine.createRun({ graph: chain("add"), inputs: { x: 1 } })).execute();
  expect(logged.map(({ fields }) => [fields.plugin, fields["code"]])).toEqual([["hangs", "HOOK_TIMEOUT"]]);
});

test("a disposal that throws or never ends is reported, and everything else is still disposed", async () => {
  const order: string[] = [];
  const bad = plugin("bad", (host) => {
    host.onDispose(() => void order.push("bad, first"));
    host.onDispose(never);
    host.onDispose(fail);
  });
  const good = plugin("good", (host) => host.onDispose(() => void order.push("good")));
  {
    await using _engine = await open([of(good), of(bad)]);
  }
  expect(order).toEqual(["bad, first", "good"]);
  expect(logged.map(({ message, fields }) => [fields.plugin, fields["code"], message])).toEqual([
    ["bad", "PLUGIN_FAILED", "onDispose failed: broken"],
    ["bad", "HOOK_TIMEOUT", "onDispose failed: it did not return within 0.05 s"],
  ]);
});

test("what a plugin leaves running is reported after its disposal; what it ends itself is not", async () => {
  const opened: { end: () => void }[] = [];
  const leaks = plugin("leaks", async () => {
    await Promise.resolve();
    const timer = setInterval(() => undefined, 1000);
    const server = createServer().listen(0);
    opened.push({ end: () => clearInterval(timer) }, { end: () => server.close() });
  });
  const tidy = plugin("tidy", (host) => {
    const timer = setInterval(() => undefined, 1000);
    const server = createServer().listen(0);
    setTimeout(() => undefined, 1);
    setInterval(() => undefined, 1000).unref();
    host.onDispose(() => {
      clearInterval(timer);
      server.close();
    });
  });
  const imported = source("imported", () => {
    const timer = setTimeout(() => undefined, 60_000);
    opened.push({ end: () => clearTimeout(timer) });
    return plugin("imported");
  });
  try {
    {
      await using _engine = await open([of(leaks), of(tidy), imported]);
    }
    const what = "it left something running after it was disposed";
    expect(logged.map(({ message, fields }) => [fields.plugin, fields["code"], message])).toEqual([
      ["imported", "PLUGIN_LEAK", `${what}: 1 timer`],
      ["leaks", "PLUGIN_LEAK", `${what}: 1 timer, 1 server`],
    ]);
  } finally {
    for (const { end } of opened) end();
  }
});

test("what a plugin opens is not looked out for any longer when it was given up", async () => {
  const probe = createHook({});
  const { prototype } = probe.constructor as { readonly prototype: typeof probe };
  const enable = vi.spyOn(prototype, "enable");
  const disable = vi.spyOn(prototype, "disable");
  try {
    await using _engine = await open([source("stuck", never), of(plugin("slow", never))]);
    expect(logged.map(({ fields }) => fields.plugin)).toEqual(["stuck", "slow"]);
    expect(enable.mock.contexts).toHaveLength(3);
    expect(new Set(disable.mock.contexts)).toEqual(new Set(enable.mock.contexts));
  } finally {
    enable.mockRestore();
    disable.mockRestore();
  }
});

test("when a plugin of the program does not work, stores that were opened for secrets are closed", async () => {
  const closed: string[] = [];
  const vault = plugin("vault", (host) => {
    host.provide(secretStorePoint, "vault", {
      create: () => ({ read: async () => "s", [Symbol.asyncDispose]: async () => void closed.push("vault") }),
    });
  });
  const schema = { type: "object", properties: { token: { type: "string" } } };
  const opening = createEngine({
    database: createMemoryDatabase(),
    plugins: [vault, plugin("bad", { schema, setup: fail })],
    pluginOptions: { bad: { token: "${secret:s}" } },
    secrets: { s: { store: "vault", key: "k" } },
  });
  await expect(opening).rejects.toThrow("setup failed: broken");
  expect(closed).toEqual(["vault"]);
});
