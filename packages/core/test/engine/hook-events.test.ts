import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectorPoint,
  policyPoint,
  SluiceError,
  type HookName,
  type JsonObject,
  type ScheduleRequest,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localConnectorFactory } from "../../src/builtin/local/index.ts";
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
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), "sluice-hook-events-"))));
afterEach(() => rmSync(home, { recursive: true }));

test("an environment that cannot be taken down is told of", async () => {
  const calls: Call[] = [];
  const seen = plugin("seen", listener(calls, ["beforeUndeploy", "afterUndeploy", "onUndeployError"]));
  const sticky = plugin("sticky", (host) => {
    host.provide(connectorPoint, "sticky", {
      create: (input) => {
        const inner = localConnectorFactory.create(input);
        const undeploy = async (): Promise<never> => {
          await inner.undeploy({ signal: new AbortController().signal });
          throw new SluiceError("JOB_START", "the machine does not answer");
        };
        return new Proxy(inner, {
          get: (target, name) => (name === "undeploy" ? undeploy : (Reflect.get(target, name) as unknown)),
        });
      },
    });
  });
  const engine = await createEngine({
    home,
    plugins: [operations({ job: script("true") }), sticky, seen],
    deployments: [{ name: "far", type: "sticky", config: {}, external: false, lazy: true }],
    bindings: [{ step: "/", targets: [{ deployment: "far", locations: 1 }], filters: [] }],
  });
  await (await engine.createRun({ graph: chain("job"), inputs: { x: 7 } })).execute();
  await expect(engine[Symbol.asyncDispose]()).rejects.toThrow("the machine does not answer");
  expect(told(calls)).toEqual(["beforeUndeploy far", "onUndeployError far"]);
  const error = calls.find(({ name }) => name === "onUndeployError");
  expect(error?.event).toMatchObject({
    deployment: { type: "sticky" },
    error: { message: "the machine does not answer" },
  });
  expect(error?.event["duration"]).toBeGreaterThanOrEqual(0);
});

test("an answer with outputs that the step does not have is a defect: the step runs", async () => {
  const logged: Logged[] = [];
  const odd = plugin("odd", (host) => host.hook("wrapNodeExecute", async () => ({ outputs: { z: 1 } })));
  const double = value(({ x }) => ({ y: (x as number) * 2 }));
  await using engine = await createEngine({
    home,
    plugins: [operations({ double }), odd],
    logger: keepingLogger(logged),
  });
  const { outputs } = await (await engine.createRun({ graph: chain("double"), inputs: { x: 3 } })).execute();
  expect(outputs).toEqual({ y: 6 });
  expect(logged).toContainEqual(
    expect.objectContaining({
      message: "hook wrapNodeExecute failed: it answered with 'z', which /double does not have",
      fields: expect.objectContaining({ plugin: "odd", code: "PLUGIN_INVALID" }) as unknown,
    }),
  );
});

test("what a plugin does with an event about an environment or data, no other one sees", async () => {
  const names: HookName[] = ["beforeDeploy", "afterDeploy", "beforeTransfer", "afterTransfer", "beforeUndeploy"];
  const seen: Call[] = [];
  const vandal = plugin("vandal", (host) => {
    for (const name of names) {
      const spoil = (event: { deployment: object }): void => {
        Object.assign(event, { kind: "nonsense", entries: 99 });
        Object.assign(event.deployment, { name: "nonsense" });
      };
      host.hook(name, spoil);
    }
  });
  {
    const witness = plugin("witness", listener(seen, names));
    await using engine = await createEngine({
      home,
      plugins: [operations({ job: script("true") }), vandal, witness],
    });
    await (await engine.createRun({ graph: chain("job"), inputs: { x: 7 } })).execute();
  }
  expect(seen.map(({ name }) => name)).toEqual(names);
  for (const { event } of seen) {
    expect(event).not.toMatchObject({ kind: "nonsense" });
    expect(JSON.stringify(event["deployment"])).toContain("local");
  }
});

test("nobody can change a result or an error that others see, or that the run answers with", async () => {
  const logged: Logged[] = [];
  const seen: unknown[] = [];
  const vandal = plugin("vandal", (host) => {
    const spoil = (event: object): void => {
      for (const part of Object.values(event)) {
        if (typeof part !== "object" || part === null) continue;
        Object.assign(part as object, { message: "nonsense", y: 99 });
      }
    };
    host.hook("afterNodeExecute", ({ result }) => spoil({ result }));
    host.hook("afterGraphExecute", ({ result }) => spoil({ result }));
    host.hook("onNodeError", ({ error }) => spoil({ error }));
    host.hook("onGraphError", ({ error }) => spoil({ error }));
  });
  const witness = plugin("witness", (host) => {
    host.hook("afterNodeExecute", ({ result }) => void seen.push(result));
    host.hook("afterGraphExecute", ({ result }) => void seen.push(result));
    host.hook("onNodeError", ({ error }) => void seen.push(error.message));
    host.hook("onGraphError", ({ error }) => void seen.push(error.message));
  });
  const fine = value(({ x }) => ({ y: x }));
  const bad = value(() => {
    throw new SluiceError("JOB_FAILED", "as it was");
  });
  await using engine = await createEngine({
    home,
    plugins: [operations({ fine, bad }), vandal, witness],
    logger: keepingLogger(logged),
  });
  for (const x of [1, { list: [1] }]) {
    await (await engine.createRun({ graph: chain("fine"), inputs: { x } })).execute();
    expect(seen.splice(0)).toEqual([{ y: x }, { y: x }]);
  }
  const { failures } = await (await engine.createRun({ graph: chain("bad"), inputs: { x: 1 } })).execute();
  expect(failures.map(({ error }) => error.message)).toEqual(["as it was"]);
  expect(seen).toEqual(["as it was", "as it was"]);
  expect(logged.filter(({ fields }) => fields.plugin === "vandal")).toHaveLength(6);
});

test("the digest of a step is that of its operation with its parameters", async () => {
  const digests = new Map<string, string>();
  const seen = plugin("seen", (host) =>
    host.hook("beforeNodeExecute", ({ metadata }) => void digests.set(metadata.name, metadata.digest)),
  );
  const graph = chain("add", "more", "most");
  const steps = Object.fromEntries(
    Object.entries(graph.steps).map(([path, step]) => {
      if (step.kind !== "transform") return [path, step];
      const params =
        path === "/most"
          ? { by: 1, first: { $definition: "one" } }
          : { first: { $definition: path === "/add" ? "one" : "same" }, by: 1 };
      return [path, { ...step, operation: { ...step.operation, name: "add", params } }];
    }),
  );
  await using engine = await createEngine({ home, plugins: [operations({ add: value(({ x }) => ({ y: x })) }), seen] });
  const execute = async (definitions: JsonObject): Promise<string[]> => {
    const run = await engine.createRun({ graph: { ...graph, steps, definitions }, inputs: { x: 1 } });
    await run.execute();
    return ["/add", "/more", "/most"].map((name) => digests.get(name) ?? "");
  };
  const [add, more, most] = await execute({ one: { text: "a" }, same: { text: "a" } });
  expect(add).toMatch(/^[0-9a-f]{64}$/);
  expect([more, most]).toEqual([add, add]);
  const [, changed] = await execute({ one: { text: "a" }, same: { text: "b" } });
  expect(changed).not.toBe(add);
});

test("schedulers and policies hear which run and which attempt a job is of", async () => {
  const asked: Pick<ScheduleRequest, "run" | "key">[] = [];
  const fair = plugin("fair", (host) =>
    host.provide(policyPoint, "fair", {
      create: () => ({
        choose: ({ request: { run, key }, places }) => {
          asked.push({ ...(run !== undefined && { run }), ...(key && { key }) });
          return places[0];
        },
      }),
    }),
  );
  const deployment = { name: "here", type: "local", config: {}, external: false, lazy: true, schedulingPolicy: "fair" };
  await using engine = await createEngine({
    home,
    plugins: [operations({ job: script("true") }), fair],
    deployments: [deployment],
    bindings: [{ step: "/", targets: [{ deployment: "here", locations: 1 }], filters: [] }],
  });
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 7 } });
  await run.execute();
  expect(asked).toEqual([{ run: run.id, key: { step: "/job", tag: "0", attempt: 1 } }]);
});
