import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  connectorPoint,
  SluiceError,
  type Connector,
  type DeploymentConfig,
  type JobStatus,
  type Location,
  type Plugin,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localConnectorFactory } from "../../src/builtin/local/index.ts";
import { createEngine, type EngineOptions } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";
import { chain, keepingLogger, operations, plugin, script, type Logged } from "../hooks/sample-plugins.ts";

let home: string;
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), "sluice-troubled-"))));
afterEach(() => rmSync(home, { recursive: true }));

/** The connector of this machine, other than itself where `change` says so. */
const changed = (change: (inner: Connector) => Partial<Connector>): Plugin =>
  plugin("changed", (host) => {
    host.provide(connectorPoint, "changed", {
      create: (input) => {
        const inner = localConnectorFactory.create(input);
        return {
          deploy: (given) => inner.deploy(given),
          locations: (given) => inner.locations(given),
          files: (location) => inner.files(location),
          submit: (given) => inner.submit(given),
          poll: (given) => inner.poll(given),
          cancel: (given) => inner.cancel(given),
          reattach: (given) => inner.reattach(given),
          undeploy: (given) => inner.undeploy(given),
          [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
          ...change(inner),
        } satisfies Connector;
      },
    });
  });

const deployment: DeploymentConfig = { name: "site", type: "changed", config: {}, external: true, lazy: true };

const onSite = (more: EngineOptions): EngineOptions => ({
  home,
  deployments: [deployment],
  bindings: [{ step: "/", targets: [{ deployment: "site", locations: 1 }], filters: [] }],
  ...more,
});

/** Two steps that need the one core of `site`, one after the other. */
function twoSteps(): ReturnType<typeof chain> {
  const builder = createGraphBuilder({ name: "two", frontend: "test" });
  const x = builder.addInput("x");
  for (const name of ["first", "second"]) {
    const y = builder.addPort(`/${name}/y`, 0);
    const operation = { name: "job", version: 1, params: null };
    const step = { depth: 0, inputs: { x: { port: x } }, outputs: { y }, operation };
    builder.addStep(`/${name}`, { ...step, kind: "execute", hardware: { cores: 1 } });
    builder.setOutput(name, y);
  }
  return builder.build();
}

test("a job that cannot begin where it was placed gives its hardware back", async () => {
  const locations = async (): Promise<readonly Location[]> => [
    { deployment: "site", name: "node", hardware: { cores: 1 }, local: true },
  ];
  let isFirst = true;
  const narrow = changed((inner) => ({
    locations,
    files: (location) => {
      if (!isFirst) return inner.files(location);
      isFirst = false;
      throw new SluiceError("FILE_UNREADABLE", "its disk is gone");
    },
  }));
  await using engine = await createEngine(onSite({ plugins: [operations({ job: script("exit 7") }), narrow] }));
  const run = await engine.createRun({ graph: twoSteps(), inputs: { x: 1 }, options: { onError: "continue" } });
  const { failures, outputs } = await run.execute();
  expect(failures.map(({ step, error }) => [step, error.code])).toEqual([["/first", "FILE_UNREADABLE"]]);
  expect(outputs["second"]).toBe(7);
});

test("a job that asks for no cores is given none, and runs", async () => {
  const builder = createGraphBuilder({ name: "modest", frontend: "test" });
  const x = builder.addInput("x");
  const y = builder.addPort("/job/y", 0);
  const operation = { name: "job", version: 1, params: null };
  const hardware = { cores: 0, memory: 0, tmpdirSize: 0, outdirSize: 0, gpus: 0 };
  const step = { depth: 0, inputs: { x: { port: x } }, outputs: { y }, operation, hardware };
  builder.addStep("/job", { ...step, kind: "execute" });
  builder.setOutput("y", y);
  await using engine = await createEngine({ home, plugins: [operations({ job: script("exit 3") })] });
  const run = await engine.createRun({ graph: builder.build(), inputs: { x: 1 } });
  expect(await run.execute()).toMatchObject({ failures: [], outputs: { y: 3 } });
});

test("a connector that no property of can be replaced is observed all the same", async () => {
  const seen: string[] = [];
  const frozen = plugin("frozen", (host) => {
    host.hook("afterDeploy", ({ deployment: { name } }) => void seen.push(name));
    host.provide(connectorPoint, "changed", {
      create: (input) => Object.freeze(localConnectorFactory.create(input)),
    });
  });
  await using engine = await createEngine(onSite({ plugins: [operations({ job: script("exit 3") }), frozen] }));
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  expect((await run.execute()).outputs).toEqual({ y: 3 });
  expect(seen).toEqual(["site"]);
});

test("an environment that cannot end its jobs does not keep others from ending theirs, nor the run from ending", async () => {
  const logged: Logged[] = [];
  const stuck = changed(() => ({
    cancel: async () => {
      throw new Error("no way in");
    },
  }));
  await using engine = await createEngine(
    onSite({ logger: keepingLogger(logged), plugins: [operations({ job: script("sleep 0.5; exit 5") }), stuck] }),
  );
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  using _subscription = run.subscribe(({ type }) => {
    if (type === "job_submitted") void run.cancel({ reason: "enough" });
  });
  expect((await run.execute()).status).toBe("cancelled");
  expect(logged.map(({ message }) => message)).toContainEqual(
    "jobs of site cannot be ended: connector changed of plugin changed: no way in",
  );
});

test("the end of a job that comes before its submission is committed is heard, also of the first job of a run", async () => {
  const quick = changed((inner) => {
    const listeners = new Set<(status: JobStatus) => void>();
    return {
      watch: (listener) => {
        listeners.add(listener);
        return { [Symbol.dispose]: () => void listeners.delete(listener) };
      },
      submit: async (given) => {
        const handle = await inner.submit(given);
        for (let ended = false; !ended;) {
          const [status] = await inner.poll({ handles: [handle], signal: given.signal });
          ended = status?.state === "exited";
          if (status && ended) for (const listener of listeners) listener(status);
          await sleep(10);
        }
        return handle;
      },
      poll: async ({ handles }) => handles.map(({ id }) => ({ id, state: "running" })),
    };
  });
  await using engine = await createEngine(onSite({ plugins: [operations({ job: script("exit 4") }), quick] }));
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  expect((await run.execute()).outputs).toEqual({ y: 4 });
});

const scarce = (code: string): Error => Object.assign(new Error(`spawn /bin/sh ${code}`), { code, syscall: "spawn" });

test.each(["EMFILE", "ENFILE", "EAGAIN", "ENOMEM", "ENOSPC"])(
  "a job that cannot be started for want of something (%s) is started later: that is no attempt, and told of once",
  async (code) => {
    let refused = 0;
    const poor = changed((inner) => ({
      submit: async (given) => {
        if (refused++ < 3) throw new SluiceError("JOB_START", "The job cannot be started", { cause: scarce(code) });
        return inner.submit(given);
      },
    }));
    const logged: Logged[] = [];
    await using engine = await createEngine(
      onSite({ plugins: [operations({ job: script("exit 0") }), poor], logger: keepingLogger(logged) }),
    );
    const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
    expect(await run.execute()).toMatchObject({ status: "completed", failures: [] });
    expect(refused).toBe(4);
    expect(logged.filter(({ message }) => message.includes(`(${code}): waiting`))).toHaveLength(1);
    expect(logged.filter(({ message }) => message.includes("the run goes on"))).toHaveLength(1);
  },
);

test("a job that its environment could not run for want of something is done again, which is no attempt", async () => {
  const directories = new Set<string>();
  const poor = changed((inner) => ({
    submit: async (given) => {
      directories.add(given.job.directories.job);
      return inner.submit(given);
    },
    poll: async (given) => {
      if (directories.size > 2) return inner.poll(given);
      return given.handles.map(({ id }): JobStatus => ({
        id,
        state: "lost",
        shortage: { of: "processes", errno: "EAGAIN" },
      }));
    },
  }));
  const logged: Logged[] = [];
  await using engine = await createEngine(
    onSite({ plugins: [operations({ job: script("exit 0") }), poor], logger: keepingLogger(logged) }),
  );
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  expect(await run.execute()).toMatchObject({ status: "completed", failures: [] });
  expect(directories.size).toBe(3);
  expect(logged.filter(({ message }) => message.includes("no more processes can be started (EAGAIN)"))).toHaveLength(1);
  expect(logged.filter(({ level }) => level === "warn" || level === "error")).toHaveLength(2);
});
