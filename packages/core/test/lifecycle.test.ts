import {
  checkpointManagerPoint,
  databasePoint,
  dataManagerPoint,
  definePlugin,
  deploymentManagerPoint,
  failureManagerPoint,
  schedulerPoint,
  type ExtensionPoint,
  type Plugin,
  type SluiceContext,
  type SluiceError,
} from "@sluice/contracts";
import { beforeEach, describe, expect, test } from "vitest";
import { createEngine, type Engine } from "../src/create-engine.ts";

/** In the order in which they depend on each other, with their names in the context. */
const points = [
  ["database", databasePoint],
  ["dataManager", dataManagerPoint],
  ["deploymentManager", deploymentManagerPoint],
  ["scheduler", schedulerPoint],
  ["checkpointManager", checkpointManagerPoint],
  ["failureManager", failureManagerPoint],
] as const satisfies readonly (readonly [keyof SluiceContext, ExtensionPoint<unknown>])[];
const names = points.map(([name]) => name);
type Name = (typeof names)[number];
/** What a manager must have, and these tests do not ask for. */
const untried = (
  "createRun openRun listRuns removeRun runFolder fetch stage release publish deploy register undeployAll " +
  "allocate adopt save find decide"
).split(" ");
type Phase = "create" | "register" | "open" | "undeploy" | "close";

let calls: string[];
let context: SluiceContext;
beforeEach(() => void (calls = []));

/** Managers that note what is asked of them, and throw where they are told to. */
function fakes(
  broken: readonly (readonly [Phase, Name])[],
  look: (phase: Phase, name: Name) => void = () => {},
): Plugin {
  const step = (phase: Phase, name: Name): void => {
    calls.push(`${phase} ${name}`);
    look(phase, name);
    if (broken.some(([at, who]) => at === phase && who === name)) throw new Error(`${phase} ${name} is broken`);
  };
  return definePlugin({
    name: "fakes",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      ({ context } = host);
      for (const [name, point] of points) {
        const manager = {
          ...Object.fromEntries(untried.map((method) => [method, () => undefined])),
          open: async () => step("open", name),
          restore: () => undefined,
          [Symbol.asyncDispose]: async () => step("close", name),
          ...(name === "deploymentManager" && {
            register: () => step("register", name),
            undeployAll: async () => step("undeploy", name),
          }),
        };
        const create = (): unknown => {
          step("create", name);
          return manager;
        };
        host.provide<unknown>(point, "fake", { create });
      }
      host.onDispose(() => void calls.push("dispose plugin"));
    },
  });
}

const open = (plugin: Plugin): Promise<Engine> =>
  createEngine({
    plugins: [plugin],
    managers: Object.fromEntries(names.map((name) => [name, { type: "fake" }])),
  });

/** Everything that opening calls, in its order. */
const opening = names.flatMap((name) => [
  `create ${name}`,
  ...(name === "deploymentManager" ? ["register deploymentManager"] : []),
  `open ${name}`,
]);
/** Everything that closing calls when these were created. */
const closing = (created: readonly Name[]): string[] => [
  ...created
    .toReversed()
    .flatMap((name) => [...(name === "deploymentManager" ? ["undeploy deploymentManager"] : []), `close ${name}`]),
  "dispose plugin",
];

test("managers are opened in the order of their dependencies, and closed in the reverse order", async () => {
  const engine = await open(fakes([]));
  expect(calls).toEqual(opening);
  calls = [];
  await engine[Symbol.asyncDispose]();
  expect(calls).toEqual(closing(names));
});

test("the context has exactly the managers that are open already", async () => {
  const seen: string[] = [];
  const plugin = fakes([], (phase, name) => {
    const there = names.filter((each) => {
      try {
        return typeof context[each] === "object";
      } catch (error) {
        expect(error).toMatchObject({ code: "CONTEXT_NOT_OPEN" });
        return false;
      }
    });
    if (phase === "create" || phase === "open") seen.push(`${phase} ${name}: ${there.length}`);
  });
  await using engine = await open(plugin);
  expect(seen).toEqual(names.flatMap((name, index) => [`create ${name}: ${index}`, `open ${name}: ${index}`]));
  expect(names.every((name) => typeof engine.context[name] === "object")).toBe(true);
});

describe.each(["create", "open"] as const)("a manager that cannot be brought to %s", (phase) => {
  test.each(names)("%s: what is there already is closed, and nothing else is made", async (name) => {
    const failure = open(fakes([[phase, name]]));
    await expect(failure).rejects.toMatchObject({
      code: "PLUGIN_FAILED",
      message: `${phase} ${name} is broken`,
      actor: `${pointOf(name)} fake of plugin fakes`,
    });
    const created = names.slice(0, names.indexOf(name) + (phase === "open" ? 1 : 0));
    expect(calls).toEqual([...opening.slice(0, opening.indexOf(`${phase} ${name}`) + 1), ...closing(created)]);
  });
});

test("a deployment manager that takes no deployments is closed", async () => {
  await expect(open(fakes([["register", "deploymentManager"]]))).rejects.toMatchObject({ code: "PLUGIN_FAILED" });
  expect(calls.slice(-5)).toEqual(closing(["database", "dataManager", "deploymentManager"]));
});

test.each(names)("%s: one that cannot be closed keeps nobody else from it", async (name) => {
  const engine = await open(fakes([["close", name]]));
  calls = [];
  await expect(engine[Symbol.asyncDispose]()).rejects.toMatchObject({
    code: "PLUGIN_FAILED",
    message: `close ${name} is broken`,
    actor: `${pointOf(name)} fake of plugin fakes`,
  });
  expect(calls).toEqual(closing(names));
});

test("all errors of closing are told, in their order", async () => {
  const all = names.map((name) => ["close", name] as const);
  const engine = await open(fakes([...all, ["undeploy", "deploymentManager"]]));
  const error = await Promise.resolve(engine[Symbol.asyncDispose]()).catch((thrown: unknown) => thrown);
  expect((error as { errors: readonly SluiceError[] }).errors.map(({ message }) => message)).toEqual(
    closing(names)
      .slice(0, -1)
      .map((call) => `${call} is broken`),
  );
});

test("errors of closing after an error of opening are told after it", async () => {
  const broken = [
    ["open", "scheduler"],
    ["close", "scheduler"],
    ["close", "database"],
  ] as const;
  const error = await open(fakes(broken)).catch((thrown: unknown) => thrown);
  expect((error as { errors: readonly SluiceError[] }).errors.map(({ message }) => message)).toEqual(
    broken.map((call) => `${call.join(" ")} is broken`),
  );
  expect(error).toMatchObject({ code: "PLUGIN_FAILED" });
});

function pointOf(name: Name): string {
  return points.find(([each]) => each === name)?.[1].id ?? "";
}
