import { failureManagerPoint, policyPoint, secretStorePoint, type JsonObject } from "@sluice/contracts";
import { beforeEach, expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { keepingLogger, plugin, type Logged } from "../hooks/sample-plugins.ts";

let logged: Logged[];
beforeEach(() => (logged = []));

const schema = {
  type: "object",
  properties: {
    tries: { type: "integer", deprecated: true, description: "Use 'attempts'." },
    pause: { type: "integer", deprecated: true, default: 5 },
    attempts: { type: "integer", default: 2 },
  },
};
const details = { purpose: "Old.", deprecated: "Use another.", schema };
const manager = { restore: () => undefined, decide: () => ({ action: "fail" }) as const };
const old = plugin("old", {
  deprecated: "Use new.",
  schema,
  setup(host) {
    host.provide(failureManagerPoint, "old", { create: () => manager }, details);
    host.provide(policyPoint, "old", { create: () => ({ choose: ({ places }) => places[0] }) }, details);
    host.provide(secretStorePoint, "old", { create: () => ({ read: async () => "x" }) }, details);
  },
});

const open = (more: Partial<Parameters<typeof createEngine>[0]>) =>
  createEngine({ database: createMemoryDatabase(), logger: keepingLogger(logged), plugins: [old], ...more });
const told = (): unknown[] =>
  logged.map(({ level, message, fields }) => [level, message, fields["hint"], fields["code"]]);
const warning = (message: string, hint?: string): unknown[] => ["warn", message, hint, "DEPRECATED"];
const itself = warning("plugin old is deprecated: Use new.");

test("a plugin that is deprecated is told of when it is set up, an extension only when it is named", async () => {
  await using _engine = await open({});
  expect(told()).toEqual([itself]);
});

test("whoever names a deprecated extension or option is told so, each once", async () => {
  const options: JsonObject = { tries: 3, pause: 5, attempts: 1 };
  const deployment = { type: "local", config: {}, external: true, lazy: true, schedulingPolicy: "old" };
  await using _engine = await open({
    pluginOptions: { old: options },
    managers: { failureManager: { type: "old", options } },
    deployments: [
      { ...deployment, name: "one" },
      { ...deployment, name: "two" },
    ],
  });
  expect(told()).toEqual([
    itself,
    warning("option 'tries' of plugin old is deprecated", "Use 'attempts'."),
    warning("policy old is deprecated", "Use another."),
    warning("failure-manager old is deprecated", "Use another."),
    warning("option 'tries' of failure-manager old is deprecated", "Use 'attempts'."),
  ]);
});

test("whoever read a configuration file has told of what it names", async () => {
  const locate = (): undefined => undefined;
  await using _engine = await open({ managers: { failureManager: { type: "old", options: { tries: 3 }, locate } } });
  expect(told()).toEqual([itself]);
});

test("a deprecated secret store is told of when the first secret is read from it", async () => {
  const secrets = { one: { store: "old", key: "a" }, two: { store: "old", key: "b" } };
  const type = "old";
  const texts = { a: "${secret:one}", b: "${secret:two}" };
  await using _engine = await open({ secrets, managers: { failureManager: { type, options: texts } } });
  expect(told()).toContainEqual(warning("secret-store old is deprecated", "Use another."));
});
