import type { JsonObject, Report, Reporter } from "@sluice/contracts";
import { expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createReportBus } from "../../src/hooks/index.ts";
import { nullLogger } from "../../src/null-logger.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { chain, keepingLogger, operations, plugin, value, type Logged } from "./sample-plugins.ts";

const add = operations({ add: value(({ x }) => ({ y: x })), more: value(({ x }) => ({ y: x })) });

test("what a hook reports reaches those who listen to its type, and those who listen to all", async () => {
  const heard: [string, Report][] = [];
  const reports = plugin("reports", (host) => {
    host.hook("beforeNodeExecute", ({ reporter }) => reporter.report("progress", { done: [1, null], of: "all" }));
    host.hook("afterGraphExecute", ({ reporter }) => reporter.report("end", {}));
  });
  const collects = plugin("collects", (host) => {
    host.on("progress", (report) => void heard.push(["progress", report]));
    host.on("*", (report) => void heard.push(["*", report]));
  });
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [add, reports, collects] });
  const run = await engine.createRun({ graph: chain("add"), inputs: { x: 1 } });
  await run.execute();
  const progress = { type: "progress", data: { done: [1, null], of: "all" }, runId: run.id, key: "/add#0" };
  expect(heard).toEqual([
    ["progress", { ...progress, plugin: "reports" }],
    ["*", { ...progress, plugin: "reports" }],
    ["*", { type: "end", data: {}, runId: run.id, plugin: "reports" }],
  ]);
});

test("what is sent reaches the firings it is meant for, until they are over", async () => {
  const heard: string[] = [];
  let reporter: Reporter | undefined;
  const hears = plugin("hears", (host) =>
    host.hook("beforeNodeExecute", (event) => {
      reporter ??= event.reporter;
      event.reporter.on("hint", (data) => void heard.push(`${event.key} ${JSON.stringify(data)}`));
    }),
  );
  const speaks = plugin("speaks", (host) => {
    const say = (n: number, more: { to?: string; run?: string } = {}): void =>
      host.send({ type: "hint", data: { n }, ...more });
    host.hook(
      "beforeNodeExecute",
      ({ key, runId }) => {
        if (key === "/add#0") say(1);
        say(2, { to: "/more#0" });
        say(3, { run: "another" });
        if (key === "/add#0") say(4, { run: runId, to: "/add#0" });
        host.send({ type: "other", data: {} });
      },
      { order: "post" },
    );
    host.hook("afterGraphExecute", () => say(5));
  });
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [add, hears, speaks] });
  await (await engine.createRun({ graph: chain("add", "more"), inputs: { x: 1 } })).execute();
  expect(heard).toEqual(['/add#0 {"n":1}', '/add#0 {"n":4}', '/more#0 {"n":2}']);
  // Afterwards nothing is heard any more, and nothing breaks.
  reporter?.on("hint", () => void heard.push("too late"))[Symbol.dispose]();
  reporter?.report("late", {});
  expect(heard.length).toBe(3);
});

test("a listener that fails is reported with its plugin, and the others still hear", async () => {
  const logged: Logged[] = [];
  const heard: string[] = [];
  const reports = plugin("reports", (host) =>
    host.hook("beforeNodeExecute", ({ reporter }) => {
      reporter.on("hint", () => {
        throw new Error("deaf");
      });
      reporter.on("hint", () => void heard.push("hint"));
      reporter.report("progress", {});
      host.send({ type: "hint", data: {} });
    }),
  );
  const bad = plugin("bad", (host) => {
    host.on("progress", () => {
      throw new Error("broken");
    });
    host.on("progress", () => Promise.reject(new Error("broken later")));
  });
  const good = plugin("good", (host) => host.on("progress", () => void heard.push("progress")));
  await using engine = await createEngine({
    database: createMemoryDatabase(),
    logger: keepingLogger(logged),
    plugins: [add, reports, bad, good],
  });
  expect((await (await engine.createRun({ graph: chain("add"), inputs: {} })).execute()).status).toBe("completed");
  expect(heard).toEqual(["progress", "hint"]);
  expect(logged.map(({ message, fields }) => [fields.plugin, fields["code"], message])).toEqual([
    ["bad", "HOOK_FAILED", "a listener to 'progress' failed: broken"],
    ["reports", "HOOK_FAILED", "a listener to 'hint' failed: deaf"],
    ["bad", "HOOK_FAILED", "a listener to 'progress' failed: broken later"],
  ]);
});

const circle: Record<string, unknown> = {};
circle["self"] = circle;

test.each<[string, unknown, string]>([
  ["a function", { f: () => 1 }, "data.f must be plain JSON, but is function"],
  ["a date in a list", { list: [1, new Date(0)] }, "data.list.1 must be plain JSON, but is Date"],
  ["a number that is none", { n: Number.NaN }, "data.n must be plain JSON, but is NaN"],
  ["an undefined element", { list: [undefined] }, "data.list.0 must be plain JSON, but is undefined"],
  ["a bigint", { n: 1n }, "data.n must be plain JSON, but is bigint"],
  ["no object", "text", "data must be an object of plain JSON, but is string"],
  ["a list", [], "data must be an object of plain JSON, but is an array"],
  ["nothing", undefined, "data must be an object of plain JSON, but is undefined"],
  ["an object of a class", new Map(), "data must be an object of plain JSON, but is Map"],
])("%s is no data of a report or a message", (_, data, message) => {
  const bus = createReportBus(nullLogger);
  const wanted = expect.objectContaining({ code: "PLUGIN_INVALID", message }) as Error;
  expect(() =>
    bus
      .place("r")
      .for("p")
      .report("t", data as JsonObject),
  ).toThrow(wanted);
  expect(() => bus.send({ type: "t", data: data as JsonObject })).toThrow(wanted);
});

test("a value that contains itself is no data, and a report needs a type", () => {
  const reporter = createReportBus(nullLogger).place("r").for("p");
  expect(() => reporter.report("t", circle as JsonObject)).toThrow("contains itself or is too deep");
  expect(() => reporter.report("*", {})).toThrow('a report needs a type, but got "*"');
  expect(() => reporter.report(undefined as unknown as string, {})).toThrow("a report needs a type");
});

test("nobody can change what others hear, and odd names stay what they are", () => {
  const bus = createReportBus(nullLogger);
  const heard: Report[] = [];
  bus.listen({ type: "*", plugin: "vandal", handler: ({ data }) => void ((data as { n: number }).n = 2) });
  bus.listen({ type: "*", plugin: "witness", handler: (report) => void heard.push(report) });
  const data = { n: 1, gone: undefined, ...(JSON.parse('{"__proto__": {"polluted": true}}') as object) };
  bus
    .place("r")
    .for("p")
    .report("t", data as unknown as JsonObject);
  data.n = 3;
  expect(JSON.stringify(heard[0]?.data)).toBe('{"n":1,"__proto__":{"polluted":true}}');
  expect("polluted" in ({} as object)).toBe(false);
});
