import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { policyPoint, reporterPoint, type HookName } from "@sluice/contracts";
import { describe, expect, test } from "vitest";
import { fakeClock, fakeContext, fakeHost, fakeLogger, temporaryFolder } from "../../src/fakes/index.ts";

describe("clock", () => {
  test("what is due happens in its order, each at its own time", async () => {
    const clock = fakeClock(1000);
    const seen: string[] = [];
    const note = (text: string) => () => void seen.push(`${text} ${clock.now()}`);
    clock.setTimeout(note("late"), 30);
    clock.setTimeout(note("early"), 10);
    clock.setTimeout(() => clock.setTimeout(note("nested"), 5), 10);
    clock.clearTimeout(clock.setTimeout(note("never"), 15));
    await clock.advance(20);
    expect(seen).toEqual(["early 1010", "nested 1015"]);
    expect([clock.now(), clock.pending()]).toEqual([1020, 1]);
    await clock.advance(1000);
    expect(seen.at(-1)).toBe("late 1030");
  });

  test("a sleeper goes on in between, and hears of aborts", async () => {
    const clock = fakeClock();
    let rounds = 0;
    const stop = new AbortController();
    const loop = (async () => {
      for (;;) {
        await clock.sleep(100, { signal: stop.signal });
        rounds += 1;
      }
    })();
    await clock.advance(350);
    expect(rounds).toBe(3);
    stop.abort(new Error("enough"));
    await expect(loop).rejects.toThrow("enough");
    expect(clock.pending()).toBe(0);
  });
});

test("a logger keeps what it and its children are told", () => {
  const logger = fakeLogger();
  logger.child({ plugin: "p" }).child({ run: "r" }).warn("careful", { step: "/a" });
  logger.debug("small");
  expect(logger.entries).toEqual([
    { level: "warn", message: "careful", fields: { plugin: "p", run: "r", step: "/a" } },
    { level: "debug", message: "small", fields: {} },
  ]);
  expect(logger.text()).toContain("careful");
});

test("a temporary folder is there as long as it is needed", async () => {
  let path: string;
  {
    await using folder = await temporaryFolder();
    path = folder.path;
    await writeFile(folder.at("file"), "");
  }
  expect(existsSync(path)).toBe(false);
});

describe("host", () => {
  test("keeps what a plugin does, and undoes it", async () => {
    const host = fakeHost({ options: { every: 5 }, plugins: { other: 3 } });
    const order: string[] = [];
    const heard: string[] = [];
    const factory = { create: () => ({ choose: () => undefined }) };
    host.provide(policyPoint, "mine", factory, { purpose: "Waits." });
    host.hook("afterNodeExecute", () => {}, { order: "post" });
    host.on("metric", ({ data }) => void heard.push(JSON.stringify(data["name"])));
    host.onDispose(() => void order.push("first"));
    host.onDispose(() => void order.push("second"));
    host.send({ type: "tick", data: {} });
    await host.report({ type: "metric", data: { name: "a" }, runId: "r" });
    expect(host.extension(policyPoint, "mine")).toBe(factory);
    expect([host.options, host.plugin("other"), heard, host.sent.length]).toEqual([{ every: 5 }, 3, ['"a"'], 1]);
    expect(host.hooks.map(({ name, options }) => [name, options.order])).toEqual([["afterNodeExecute", "post"]]);
    expect([host.listensTo("metric"), host.listensTo("other")]).toEqual([true, false]);
    await host[Symbol.asyncDispose]();
    expect(order).toEqual(["second", "first"]);
    expect([host.provided.length, host.hooks.length, host.listensTo("metric")]).toEqual([0, 0, false]);
  });

  test("refuses what the engine refuses", () => {
    const host = fakeHost();
    const factory = { create: () => ({ event: () => {} }) };
    host.provide(reporterPoint, "mine", factory);
    expect(() => host.provide(reporterPoint, "mine", factory)).toThrow("twice");
    expect(() => host.provide(reporterPoint, "other", undefined as unknown as typeof factory)).toThrow("nothing");
    expect(() => host.hook("afterLunch" as HookName, () => {})).toThrow("no hook");
    expect(() => host.plugin("nobody")).toThrow("nobody");
    expect(() => host.extension(policyPoint, "mine")).toThrow("no policy");
  });
});

test("a context has managers that work", async () => {
  const folder = await temporaryFolder();
  await using _ = folder;
  const context = fakeContext({ configDir: folder.path, plugins: { p: 1 }, extensions: { policy: { mine: 2 } } });
  const { signal } = context;
  expect([context.configDir, context.plugin("p")]).toEqual([folder.path, 1]);
  expect(await context.extension({ point: policyPoint, name: "mine", options: {} })).toEqual({
    implementation: 2,
    options: {},
  });
  expect(() => context.plugin("q")).toThrow("'q'");
  await using run = await context.database.createRun({ run: "r1", name: "First" });
  expect((await run.summary()).name).toBe("First");
  const location = { name: "a", deployment: "d", local: true };
  const candidates = [{ target: { deployment: "d", locations: 1 }, locations: [location] }];
  const place = await context.scheduler.allocate({ job: "j", label: "/a", hardware: { cores: 9 }, candidates, signal });
  expect(place.location).toBe(location);
  await context.dataManager.stage({
    entries: [{ type: "literal", contents: "x", target: folder.at("job/x") }],
    location,
    directory: folder.at("job"),
    signal,
  });
  const outputs = { file: { class: "File", path: folder.at("job/x") } };
  const published = await context.dataManager.publish({
    outputs,
    outdir: folder.at("out"),
    owned: folder.path,
    signal,
  });
  expect(published).toMatchObject({ file: { path: folder.at("out/x") } });
  expect(existsSync(folder.at("out/x"))).toBe(true);
});
