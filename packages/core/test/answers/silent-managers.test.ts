import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  bindingFilterPoint,
  checkpointManagerPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  deploymentManagerPoint,
  failureManagerPoint,
  policyPoint,
  schedulerPoint,
  type SluiceError,
  toSluiceError,
  type ExtensionPoint,
  type SerializedError,
} from "@sluice/contracts";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createEngine, type Engine, type EngineOptions } from "../../src/create-engine.ts";
import type { Answers } from "../../src/answers/index.ts";
import { pointAnswers } from "../../src/answers/points.ts";
import { chain, keepingLogger, operations, plugin, script, type Logged } from "../hooks/sample-plugins.ts";

type Method = (...question: unknown[]) => unknown;
type Methods = Readonly<Record<PropertyKey, Method | undefined>>;
type Factory = { readonly create: (input: unknown) => Promise<Methods> };

let home: string;
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), "sluice-silent-"))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

interface Chosen {
  readonly point: ExtensionPoint<unknown>;
  /** The built-in implementation whose method is silent. */
  readonly usual: string;
  /** How an engine comes to use it. */
  readonly options: EngineOptions;
  /** What has it in an engine. */
  readonly held?: (engine: Engine) => Promise<unknown>;
}

const faulty = { type: "faulty" };
const bound = (filters: readonly string[] = []): NonNullable<EngineOptions["bindings"]> => [
  { step: "/", targets: [{ deployment: "far", locations: 1 }], filters },
];
const far = { name: "far", type: "local", config: {}, external: true, lazy: true };
const signal = new AbortController().signal;
/** Milliseconds. */
const limit = 500;

// What is imported when it is first used is there from now on.
beforeAll(async () => {
  const warm = mkdtempSync(join(tmpdir(), "sluice-silent-"));
  {
    await using engine = await createEngine({ home: warm, plugins: [operations({ job: script("true") })] });
    await (await engine.createRun({ graph: chain("job"), inputs: {} })).execute();
  }
  rmSync(warm, { recursive: true });
});

const chosen: readonly Chosen[] = [
  {
    point: databasePoint,
    usual: "sqlite",
    options: { managers: { database: faulty } },
    held: async (engine) => engine.database,
  },
  {
    point: dataManagerPoint,
    usual: "default",
    options: { managers: { dataManager: faulty } },
    held: async ({ context }) => context.dataManager,
  },
  {
    point: deploymentManagerPoint,
    usual: "default",
    options: { managers: { deploymentManager: faulty } },
    held: async ({ context }) => context.deploymentManager,
  },
  {
    point: schedulerPoint,
    usual: "default",
    options: { managers: { scheduler: faulty } },
    held: async ({ context }) => context.scheduler,
  },
  {
    point: checkpointManagerPoint,
    usual: "folder",
    options: { managers: { checkpointManager: faulty } },
    held: async ({ context }) => context.checkpointManager,
  },
  {
    point: failureManagerPoint,
    usual: "default",
    options: { managers: { failureManager: faulty } },
    held: async ({ context }) => context.failureManager,
  },
  {
    point: connectorPoint,
    usual: "local",
    options: { deployments: [{ ...far, type: "faulty" }], bindings: bound() },
    held: ({ context }) => context.deploymentManager.deploy({ deployment: "far", signal }),
  },
  {
    point: policyPoint,
    usual: "first",
    options: { deployments: [{ ...far, schedulingPolicy: "faulty" }], bindings: bound() },
  },
  { point: bindingFilterPoint, usual: "shuffle", options: { deployments: [far], bindings: bound(["faulty"]) } },
];

const never = (): Promise<never> => new Promise(() => undefined);
const nameOf = (name: PropertyKey): string => (typeof name === "symbol" ? `[${name.description}]` : String(name));

/** The same, but for one method that never answers. */
function silenced(inner: Methods, answers: Answers, silent: PropertyKey): Methods {
  const names = [...new Set([...Reflect.ownKeys(answers), silent])].filter(
    (name) => inner[name] !== undefined || name === silent,
  );
  return Object.fromEntries(
    names.map((name) => [name, name === silent ? never : (...question: unknown[]) => inner[name]?.(...question)]),
  );
}

const cases = chosen.flatMap((each) => {
  const { own } = pointAnswers[each.point.id] as { readonly own: Answers };
  const answers = own["create"]?.makes?.() ?? {};
  const methods = Reflect.ownKeys(answers).filter((name) => answers[name]?.instant !== true);
  const timed = [["create", each, answers] as const, ...methods.map((name) => [name, each, answers] as const)];
  return timed.map(([name, ...rest]) => [`${each.point.id} ${nameOf(name)}`, name, ...rest] as const);
});

test.each(cases)("an engine with a silent %s goes on or says so, and ends", async (_title, silent, each, answers) => {
  const logged: Logged[] = [];
  const said: SerializedError[] = [];
  const catches = async (work: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await work();
    } catch (error) {
      const thrown = toSluiceError(error);
      for (const one of "errors" in thrown ? (thrown.errors as SluiceError[]) : [thrown]) said.push(one.serialize());
      return undefined;
    }
  };
  const odd = plugin("odd", (host) => {
    const create = async (input: object): Promise<Methods> => {
      if (silent === "create") return never();
      const { implementation } = await host.context.extension({ point: each.point, name: each.usual });
      const inner = await (implementation as Factory).create({
        ...input,
        options: each.point === databasePoint ? { home } : {},
      });
      return silenced(inner, answers, silent);
    };
    host.provide(each.point, "faulty", { create });
  });
  // The first attempt fails, so that somebody is asked what becomes of it.
  const job = script("exit 101");
  await catches(async () => {
    const engine = await createEngine({
      ...(each.point !== databasePoint && { home }),
      ...each.options,
      logger: keepingLogger(logged),
      plugins: [odd, operations({ job, "job-2": script("true") })],
      timeouts: { answer: limit, setup: limit, transfer: limit, operation: 60_000, outage: limit },
    });
    await catches(async () => {
      const outdir = join(home, "out");
      const good = await engine.createRun({ graph: chain("job-2"), inputs: {}, options: { outdir } });
      for (const { error } of (await good.execute()).failures) said.push(error);
      const bad = await engine.createRun({ graph: chain("job"), inputs: {}, options: { attempts: 1 } });
      for (const { error } of (await bad.execute()).failures) said.push(error);
    });
    await catches(async () => {
      const held = (await each.held?.(engine)) as Methods | undefined;
      const isClosing = silent === Symbol.asyncDispose || silent === "undeploy" || silent === "undeployAll";
      if (!isClosing)
        await held?.[silent]?.({ signal, run: "none", handles: [], jobs: [], graceMs: 0, uri: "file:///x" });
    });
    await catches(async () => engine[Symbol.asyncDispose]());
  });
  const texts = [
    ...said.map(({ code, actor, message }) => `${code} ${actor}: ${message}`),
    ...logged.map(({ message, fields }) => `${JSON.stringify(fields["code"])} ${message}`),
  ];
  const wanted = `${each.point.id} faulty did not answer '${nameOf(silent)}' within ${limit / 1000} s`;
  expect(texts.filter((text) => text.includes(wanted))).not.toEqual([]);
  expect(texts.filter((text) => text.includes("INTERNAL"))).toEqual([]);
});
