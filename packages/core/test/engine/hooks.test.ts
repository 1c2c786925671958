import { createLocalFiles } from "@sluice/connector-kit";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorPoint, transferSchemePoint, SluiceError, type NodeEvent, type Operation } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import {
  chain,
  keepingLogger,
  listener,
  operations,
  plugin,
  script,
  told,
  value,
  type Call,
  type Logged,
} from "../hooks/sample-plugins.ts";

let home: string;
let calls: Call[];
let logged: Logged[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sluice-hooks-"));
  calls = [];
  logged = [];
});
afterEach(() => rmSync(home, { recursive: true }));

const increment = value(({ x }) => ({ y: (x as number) + 1 }));
const named = (name: string): Call[] => calls.filter((call) => call.name === name);

test("a firing is told of before and after, with its inputs, result, duration and place in the journal", async () => {
  const seen = plugin("seen", listener(calls));
  await using engine = await createEngine({ home, plugins: [operations({ add: increment }), seen] });
  const run = await engine.createRun({ graph: chain("add"), inputs: { x: 1 } });
  await run.execute();
  expect(told(calls)).toEqual([
    "beforeGraphExecute",
    "beforeNodeExecute /add#0",
    "afterNodeExecute /add#0",
    "afterGraphExecute",
  ]);
  const [before, after] = [named("beforeNodeExecute"), named("afterNodeExecute")].map(([call]) => call?.event);
  const common = { runId: run.id, attempt: 1, resumed: false };
  expect(before).toMatchObject({ ...common, metadata: { name: "/add", kind: "transform", operation: "add" } });
  expect(await (before as unknown as NodeEvent).inputs()).toEqual({ x: 1 });
  expect(after).toMatchObject({ ...common, result: { y: 2 } });
  expect(after?.["duration"]).toBeGreaterThanOrEqual(0);
  expect(after?.["duration"]).toBeLessThan(30);
  const store = await engine.database.openRun({ run: run.id, readonly: true });
  const events = await Array.fromAsync(store.read());
  expect(events.find(({ seq }) => seq === after?.["seq"])?.type).toBe("step_completed");
  expect(events.find(({ seq }) => seq === named("beforeGraphExecute")[0]?.event["seq"])?.type).toBe("run_started");
  expect(named("afterGraphExecute")[0]?.event).toMatchObject({ result: { y: 2 }, nodeCount: 1, rootId: "chain" });
});

test("a failure, its repetition and its end are told apart", async () => {
  const flaky = value((_inputs, attempt) => {
    if (attempt < 3) throw new SluiceError("JOB_KILLED", `no ${attempt}`);
    return { y: 1 };
  });
  const seen = plugin("seen", listener(calls));
  await using engine = await createEngine({
    home,
    plugins: [operations({ flaky }), seen],
    managers: { failureManager: { options: { retry_delay: 0 } } },
  });
  const run = await engine.createRun({ graph: chain("flaky"), inputs: { x: 1 }, options: { attempts: 3 } });
  expect((await run.execute()).status).toBe("completed");
  expect(calls.slice(1, -1).map(({ name, event }) => `${name} ${String(event["attempt"])}`)).toEqual([
    "beforeNodeExecute 1",
    "onNodeError 1",
    "beforeNodeRetry 2",
    "onNodeError 2",
    "afterNodeRetry 2",
    "beforeNodeRetry 3",
    "afterNodeExecute 3",
    "afterNodeRetry 3",
  ]);
  expect(named("onNodeError").map(({ event }) => event["willRetry"])).toEqual([true, true]);
  expect(named("beforeNodeRetry")[1]?.event).toMatchObject({ lastError: { code: "JOB_KILLED", message: "no 2" } });
  expect(named("afterNodeRetry").map(({ event }) => event["succeeded"])).toEqual([false, true]);
});

test("a failure for good ends the run with an error; a resumed run says so, and of which error it begins again", async () => {
  let broken = true;
  const add = value(({ x }) => {
    if (broken) throw new SluiceError("CWL_EXPRESSION", "no such thing");
    return { y: x };
  });
  const seen = plugin("seen", listener(calls));
  await using engine = await createEngine({ home, plugins: [operations({ add }), seen] });
  const run = await engine.createRun({ graph: chain("add"), inputs: { x: 1 } });
  await run.execute();
  expect(told(calls).slice(2)).toEqual(["onNodeError /add#0", "onGraphError"]);
  expect(named("onNodeError")[0]?.event).toMatchObject({ willRetry: false, error: { code: "CWL_EXPRESSION" } });
  expect(named("onGraphError")[0]?.event).toMatchObject({ error: { message: "no such thing" } });
  calls.length = 0;
  broken = false;
  const again = await engine.resumeRun({ run: run.id });
  await again.execute();
  expect(told(calls)).toEqual([
    "beforeGraphExecute",
    "beforeNodeExecute /add#0",
    "beforeNodeRetry /add#0",
    "afterNodeExecute /add#0",
    "afterNodeRetry /add#0",
    "afterGraphExecute",
  ]);
  expect(calls.every(({ event }) => event["resumed"] === true)).toBe(true);
  expect(named("beforeNodeRetry")[0]?.event).toMatchObject({ attempt: 2, lastError: { code: "CWL_EXPRESSION" } });
});

test("what is replayed from a journal is not told again", async () => {
  const broken = value(() => {
    throw new SluiceError("CWL_EXPRESSION", "no such thing");
  });
  const seen = plugin("seen", listener(calls));
  await using engine = await createEngine({ home, plugins: [operations({ add: increment, broken }), seen] });
  const run = await engine.createRun({ graph: chain("add", "broken"), inputs: { x: 1 } });
  await run.execute();
  calls.length = 0;
  await (await engine.resumeRun({ run: run.id })).execute();
  expect(told(calls).filter((each) => each.includes("/add"))).toEqual([]);
});

test("nothing happens before those who are told beforehand are done", async () => {
  const order: string[] = [];
  const slowly = (name: string) => async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    order.push(name);
  };
  const patient = plugin("patient", (host) => {
    host.hook("beforeGraphExecute", slowly("graph"));
    host.hook("beforeNodeExecute", slowly("node"));
    host.hook("afterNodeExecute", slowly("after"));
    host.hook("afterGraphExecute", slowly("end"));
  });
  const add = value(() => {
    order.push("work");
    return { y: 1 };
  });
  await using engine = await createEngine({ home, plugins: [operations({ add }), patient] });
  await (await engine.createRun({ graph: chain("add"), inputs: { x: 1 } })).execute();
  expect(order).toEqual(["graph", "node", "work", "after", "end"]);
});

test("what waits for the start of the run waits for those who are told of it, also without hooks of its own", async () => {
  const order: string[] = [];
  const patient = plugin("patient", (host) =>
    host.hook("beforeGraphExecute", async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push("graph");
    }),
  );
  const add = value(() => {
    order.push("work");
    return { y: 1 };
  });
  await using engine = await createEngine({ home, plugins: [operations({ add }), patient] });
  await (await engine.createRun({ graph: chain("add"), inputs: { x: 1 } })).execute();
  expect(order).toEqual(["graph", "work"]);
});

test("an answer of a plugin is a hit with its name, and nothing was executed", async () => {
  const seen = plugin("seen", listener(calls));
  const cache = plugin("cache", (host) =>
    host.hook("wrapNodeExecute", async (event, next) => {
      const { x } = await event.inputs();
      return x === 7 ? { outputs: { y: "kept" } } : next();
    }),
  );
  await using engine = await createEngine({ home, plugins: [operations({ add: increment }), cache, seen] });
  await (await engine.createRun({ graph: chain("add"), inputs: { x: 7 } })).execute();
  expect(told(calls)).toEqual(["beforeGraphExecute", "onCacheHit /add#0", "afterGraphExecute"]);
  expect(named("onCacheHit")[0]?.event).toMatchObject({ answeredBy: "cache", result: { y: "kept" } });
});

test("a result of an earlier run is a hit of the cache", async () => {
  const seen = plugin("seen", listener(calls));
  const job = script("true", { cacheKey: async ({ inputs }) => inputs });
  await using engine = await createEngine({ home, plugins: [operations({ job }), seen] });
  const options = { cache: { folder: join(home, "cache") } };
  for (let round = 0; round < 2; round += 1) {
    calls.length = 0;
    await (await engine.createRun({ graph: chain("job"), inputs: { x: 7 }, options })).execute();
  }
  expect(told(calls)).toEqual(["beforeGraphExecute", "onCacheHit /job#0", "afterGraphExecute"]);
  expect(named("onCacheHit")[0]?.event).toMatchObject({ answeredBy: "cache", result: { y: 0 } });
});

test("a job is followed from its place to its exit, its environment and its files are told of", async () => {
  const seen = plugin("seen", listener(calls));
  {
    await using engine = await createEngine({ home, plugins: [operations({ job: script("exit 3") }), seen] });
    const run = await engine.createRun({ graph: chain("job"), inputs: { x: 7 } });
    await run.execute();
    const { job, location } = named("onJobState")[0]?.event ?? {};
    const folder = (named("beforeTransfer")[0]?.event ?? {})["subject"] as string;
    expect(folder.startsWith(run.folder)).toBe(true);
    expect(named("beforeTransfer")[0]?.event).toMatchObject({
      kind: "stage",
      deployment: "local",
      entries: 2,
      location,
    });
    expect(named("onJobState").at(-1)?.event).toMatchObject({ state: "exited", exitCode: 3, deployment: "local", job });
    expect(told(calls)).toEqual([
      "beforeGraphExecute",
      "beforeNodeExecute /job#0",
      "beforeDeploy local",
      "afterDeploy local",
      "onJobState /job#0 scheduled",
      `beforeTransfer ${folder}`,
      `afterTransfer ${folder}`,
      "onJobState /job#0 submitted",
      "onJobState /job#0 exited",
      "afterNodeExecute /job#0",
      "afterGraphExecute",
    ]);
    calls.length = 0;
  }
  expect(told(calls)).toEqual(["beforeUndeploy local", "afterUndeploy local"]);
  expect(named("afterUndeploy")[0]?.event).toMatchObject({ deployment: { type: "local", external: true } });
});

test("a cancelled firing, its job and its run are told of", async () => {
  const begun = Promise.withResolvers<void>();
  const seen = plugin("seen", listener(calls));
  const watcher = plugin("watcher", (host) =>
    host.hook("onJobState", ({ state }) => {
      if (state === "submitted") begun.resolve();
    }),
  );
  await using engine = await createEngine({ home, plugins: [operations({ job: script("sleep 100") }), seen, watcher] });
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 7 } });
  const ended = run.execute();
  await begun.promise;
  await run.cancel({ reason: "enough", force: true });
  expect((await ended).status).toBe("cancelled");
  expect(told(calls).slice(-3)).toEqual(["onJobState /job#0 cancelled", "onNodeCancelled /job#0", "onGraphCancelled"]);
  expect(named("onGraphCancelled")[0]?.event).toMatchObject({ reason: "enough" });
});

test("publishing and fetching are transfers, fetching the same again is none, and failures are told of", async () => {
  const seen = plugin("seen", listener(calls));
  const scheme = plugin("scheme", (host) =>
    host.provide(transferSchemePoint, "memo", {
      fetch: async ({ uri, target }) => {
        if (uri.includes("broken")) throw new SluiceError("TRANSFER_FAILED", "no such memo");
        writeFileSync(target, "text");
      },
    }),
  );
  await using engine = await createEngine({ home, plugins: [operations({ add: increment }), scheme, seen] });
  const { signal } = new AbortController();
  await engine.frontendContext.fetch({ uri: "memo:one", signal });
  await engine.frontendContext.fetch({ uri: "memo:one", signal });
  await engine.frontendContext.fetch({ uri: join(home, "plain"), signal });
  await expect(engine.frontendContext.fetch({ uri: "memo:broken", signal })).rejects.toThrow("no such memo");
  expect(told(calls)).toEqual([
    "beforeTransfer memo:one",
    "afterTransfer memo:one",
    "beforeTransfer memo:broken",
    "onTransferError memo:broken",
  ]);
  expect(named("onTransferError")[0]?.event).toMatchObject({ kind: "fetch", error: { code: "TRANSFER_FAILED" } });
  calls.length = 0;
  const outdir = join(home, "out");
  await (await engine.createRun({ graph: chain("add"), inputs: { x: 1 }, options: { outdir } })).execute();
  expect(told(calls).slice(-3)).toEqual([`beforeTransfer ${outdir}`, `afterTransfer ${outdir}`, "afterGraphExecute"]);
  expect(named("beforeTransfer")[0]?.event).toMatchObject({ kind: "publish", entries: 1 });
});

test("an environment that cannot be brought up is told of, and who cannot go on hears of the error", async () => {
  const seen = plugin("seen", listener(calls));
  const shaky = plugin("shaky", (host) => {
    const never = async (): Promise<never> => {
      throw new SluiceError("JOB_START", "no such host");
    };
    const others = ["locations", "files", "submit", "poll", "cancel", "reattach"];
    const connector = {
      ...Object.fromEntries(others.map((method) => [method, never])),
      deploy: never,
      undeploy: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
    host.provide(connectorPoint, "shaky", { create: () => connector as never });
  });
  await using engine = await createEngine({
    home,
    plugins: [operations({ job: script("true") }), shaky, seen],
    deployments: [{ name: "far", type: "shaky", config: {}, external: false, lazy: true }],
    bindings: [{ step: "/", targets: [{ deployment: "far", locations: 1 }], filters: [] }],
  });
  await (await engine.createRun({ graph: chain("job"), inputs: { x: 7 } })).execute();
  expect(told(calls).slice(2, 5)).toEqual(["beforeDeploy far", "onDeployError far", "onNodeError /job#0"]);
  expect(named("onDeployError")[0]?.event).toMatchObject({ error: { message: "no such host" } });
});

test("transformers change what a job runs, one after the other; a decision fails the attempt, a defect changes nothing", async () => {
  const write = script('printf %s "$1 $WHO" > "$0"');
  const change = (name: string, more: (argv: readonly string[]) => unknown, order: "pre" | "normal" | "post") =>
    plugin(name, (host) => host.hook("transformJobRequest", (request) => more(request.argv) as never, { order }));
  const file = join(home, "said");
  const set = plugin("set", (host) =>
    host.hook("transformJobRequest", (request) => ({
      ...request,
      argv: [...request.argv.slice(0, 3), file, "two"],
      environment: { ...request.environment, WHO: `${request.environment["WHO"] ?? ""}!` },
    })),
  );
  const first = plugin("first", (host) =>
    host.hook(
      "transformJobRequest",
      (request) => ({ ...request, environment: { ...request.environment, WHO: "you" } }),
      { order: "pre" },
    ),
  );
  const spoils = plugin("spoils", (host) =>
    host.hook("transformJobRequest", (request) => {
      (request.argv as string[]).length = 0;
      throw new TypeError("a defect");
    }),
  );
  const forgets = change("forgets", () => undefined, "post");
  {
    await using engine = await createEngine({
      home,
      logger: keepingLogger(logged),
      plugins: [operations({ job: write }), set, spoils, forgets, first],
    });
    await (await engine.createRun({ graph: chain("job"), inputs: { x: 7 } })).execute();
  }
  expect(readFileSync(file, "utf8")).toBe("two you!");
  expect(logged.map(({ message, fields }) => [fields.plugin, fields["code"], message])).toEqual([
    ["spoils", "HOOK_FAILED", "hook transformJobRequest failed: a defect"],
    [
      "forgets",
      "PLUGIN_INVALID",
      "hook transformJobRequest failed: what it answered is no job request: it must be an object, but is undefined",
    ],
  ]);
  const refuses = plugin("refuses", (host) =>
    host.hook("transformJobRequest", () => {
      throw new SluiceError("JOB_FAILED", "not in this house");
    }),
  );
  await using engine = await createEngine({ home, plugins: [operations({ job: write }), refuses] });
  const { failures } = await (await engine.createRun({ graph: chain("job"), inputs: { x: 7 } })).execute();
  expect(failures[0]?.error).toMatchObject({ message: "not in this house", actor: "plugin refuses" });
});

test("what a plugin does with an event is no affair of the run, nor of other plugins", async () => {
  const results: unknown[] = [];
  const vandal = plugin("vandal", (host) => {
    host.hook("beforeNodeExecute", async (event) => {
      const inputs = (await event.inputs()) as { x?: { list: number[] } };
      inputs.x?.list.push(99);
      delete inputs.x;
      (event as { key?: string }).key = "nonsense";
    });
    host.hook("afterNodeExecute", (event) => void (event.result as { y: { list: number[] } }).y.list.push(99), {
      order: "post",
    });
  });
  const witness = plugin("witness", (host) =>
    host.hook("beforeNodeExecute", ({ key }) => void results.push(key), { order: "post" }),
  );
  const add = value(({ x }) => ({ y: x }));
  await using engine = await createEngine({ home, plugins: [operations({ add, more: add }), vandal, witness] });
  const run = await engine.createRun({ graph: chain("add", "more"), inputs: { x: { list: [1] } } });
  expect((await run.execute()).outputs).toEqual({ y: { list: [1] } });
  expect(results).toEqual(["/add#0", "/more#0"]);
});

test("what a connector says of a job when it is asked is told once, also that it is lost", async () => {
  const answers = ["queued", "queued", "running", "lost"] as const;
  let asked = 0;
  const seen = plugin("seen", listener(calls, ["onJobState", "onNodeError"]));
  const slow = plugin("slow", (host) => {
    const location = { name: "one", deployment: "far", local: true, hardware: { cores: 1 }, stacked: false };
    const connector = {
      deploy: async () => undefined,
      undeploy: async () => undefined,
      locations: async () => [location],
      files: () => createLocalFiles(),
      submit: async ({ job }: { job: { id: string } }) => ({ id: job.id, data: {} }),
      poll: async ({ handles }: { handles: readonly { id: string }[] }) =>
        handles.map(({ id }) => ({ id, state: answers[asked++], reason: "the node is gone" })),
      cancel: async () => undefined,
      reattach: async () => [],
      [Symbol.asyncDispose]: async () => undefined,
    };
    host.provide(connectorPoint, "slow", { create: () => connector as never });
  });
  await using engine = await createEngine({
    home,
    plugins: [operations({ job: script("true") }), slow, seen],
    deployments: [{ name: "far", type: "slow", config: {}, external: true, lazy: true }],
    bindings: [{ step: "/", targets: [{ deployment: "far", locations: 1 }], filters: [] }],
  });
  await (await engine.createRun({ graph: chain("job"), inputs: {} })).execute();
  const states = ["scheduled", "submitted", "queued", "running", "lost"];
  expect(told(calls)).toEqual([...states.map((state) => `onJobState /job#0 ${state}`), "onNodeError /job#0"]);
});

test("what an operation reports reaches plugins, and it hears what they send to its firing", async () => {
  const reports: unknown[] = [];
  const heard: unknown[] = [];
  const coordinator = plugin("coordinator", (host) =>
    host.on("ready", (report) => {
      reports.push(report);
      host.send({ type: "go", data: { value: 5 }, to: "/add#0" });
      host.send({ type: "go", data: { value: 6 }, to: "/other#0" });
    }),
  );
  const add: Operation = {
    kind: "value",
    version: 1,
    evaluate: ({ reporter }) =>
      new Promise((resolve) => {
        reporter.on("go", (data) => {
          heard.push(data);
          resolve({ y: data["value"] ?? null });
        });
        reporter.report("ready", { worker: 1 });
      }),
  };
  await using engine = await createEngine({ home, plugins: [operations({ add }), coordinator] });
  const run = await engine.createRun({ graph: chain("add"), inputs: { x: 1 } });
  expect((await run.execute()).outputs).toEqual({ y: 5 });
  expect(heard).toEqual([{ value: 5 }]);
  const place = { runId: run.id, key: "/add#0", plugin: "operation add" };
  expect(reports).toEqual([{ type: "ready", data: { worker: 1 }, ...place }]);
});
