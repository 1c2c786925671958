import { createServer } from "node:http";
import {
  definePlugin,
  extensionPoint,
  policyPoint,
  reporterPoint,
  type HookName,
  type Plugin,
  type PluginManifest,
  type Policy,
  type PolicyFactory,
} from "@sluice/contracts";
import { afterAll } from "vitest";
import { pluginContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const policy: Policy = { choose: ({ places }) => places[0] };
const factory: PolicyFactory = { create: () => policy };
const schema = { type: "object", properties: { every: { type: "number", default: 5 } }, additionalProperties: false };

const good = definePlugin({
  name: "sample",
  version: "1.2.3",
  engine: "^0.1 || ^1",
  purpose: "Shows what a plugin is.",
  schema,
  setup: (host) => {
    if (host.options["every"] !== 5) throw new Error("the default is not there");
    host.provide(policyPoint, "sample", factory, { purpose: "Takes the first.", schema });
    host.hook("afterNodeExecute", () => {}, { description: "Counts." });
    const timer = setInterval(() => {}, 1000);
    host.onDispose(() => clearInterval(timer));
  },
});
const manifest: PluginManifest = {
  module: "./dist/index.js",
  purpose: "Shows what a plugin is.",
  engine: "^0.1 || ^1",
  schema: "./schema.json",
  extensions: [
    { point: "policy", apiVersion: 1, name: "sample", purpose: "Takes the first.", schema: "./schema.json" },
  ],
  hooks: [{ name: "afterNodeExecute", description: "Counts." }],
};

interface Fake {
  readonly plugin: Plugin;
  readonly manifest: PluginManifest;
}

const plugin = (change: Partial<Plugin>): Fake => ({ plugin: { ...good, ...change }, manifest });
const setup = (more: Plugin["setup"]): Fake =>
  plugin({
    setup: (host) => {
      good.setup(host);
      return more(host);
    },
  });
const said = (change: Partial<PluginManifest>): Fake => ({ plugin: good, manifest: { ...manifest, ...change } });
let live = false;

afterAll(() => {
  process.removeAllListeners("SIGUSR2");
  process.exitCode = undefined;
});

describeSuite<Fake>({
  name: "plugin",
  contract: (test, fake, wrapped) =>
    pluginContract({ test, wrapped, timeout: 5000, plugins: { metrics: {} }, ...fake }),
  good: { plugin: good, manifest },
  concurrency: 1,
  broken: {
    "has no proper version": { fake: plugin({ version: "new" }), caughtBy: "life: it says who it is" },
    "works with engines that cannot be": {
      fake: plugin({ engine: "all of them" }),
      caughtBy: "life: it says which engines it works with",
    },
    "throws during set-up": {
      fake: setup(() => {
        throw new Error("no");
      }),
      caughtBy: "life: it can be set up",
    },
    "registers itself once in a process": {
      fake: plugin({
        setup: (host) => {
          if (live) return;
          live = true;
          host.onDispose(() => void (live = false));
          good.setup(host);
        },
      }),
      caughtBy: "life: it can be set up several times in one process",
    },
    "leaves a timer": {
      fake: setup(() => void setInterval(() => {}, 100_000).unref()),
      caughtBy: "life: set-up and disposal leave nothing behind",
    },
    "leaves a server": {
      fake: setup(async () => {
        const server = createServer().listen(0, "127.0.0.1").unref();
        await new Promise((resolve) => server.once("listening", resolve));
      }),
      caughtBy: "life: set-up and disposal leave nothing behind",
    },
    "leaves a listener": {
      fake: setup(() => {
        // Node.js complains of more than ten.
        if (process.listenerCount("SIGUSR2") < 9) process.once("SIGUSR2", () => {});
      }),
      caughtBy: "life: set-up and disposal leave nothing behind",
    },
    "changes the environment": {
      fake: setup(() => void (process.env["SLUICE_SAMPLE"] = String(Math.random()))),
      caughtBy: "life: set-up and disposal leave nothing behind",
    },
    "changes the exit status": {
      fake: setup(() => void (process.exitCode = process.exitCode === 3 ? 4 : 3)),
      caughtBy: "life: set-up and disposal leave nothing behind",
    },
    "adds a global variable": {
      fake: setup(() => void Object.assign(globalThis, { [`sample${Math.random()}`]: true })),
      caughtBy: "life: set-up and disposal leave nothing behind",
    },
    "asks for managers before they are there": {
      fake: setup((host) => void host.context.scheduler),
      caughtBy: "life: it can be set up",
    },
    "uses a plugin that it does not require": {
      fake: setup((host) => void host.plugin("metrics")),
      caughtBy: "life: it can be set up",
    },
    "changes its options": {
      fake: setup((host) => void Object.assign(host.options, { every: 6 })),
      caughtBy: "life: it can be set up",
    },
    "is never set up": {
      fake: setup(() => new Promise(() => {})),
      caughtBy: "life: it can be set up",
    },
    "requires itself": { fake: plugin({ requires: ["sample"] }), caughtBy: "life: it says who it is" },
    "provides what has not its methods": {
      fake: setup((host) => host.provide(policyPoint, "second", policy as unknown as PolicyFactory)),
      caughtBy: "extensions: what it provides has the methods of its extension point",
    },
    "provides what the manifest does not say": {
      fake: setup((host) => host.provide(reporterPoint, "sample", { create: () => ({ event: () => {} }) })),
      caughtBy: "manifest: the plugin provides what the manifest says, and nothing else",
    },
    "does not provide what the manifest says": {
      fake: said({ extensions: [] }),
      caughtBy: "manifest: the plugin provides what the manifest says, and nothing else",
    },
    "was made for another version of the point": {
      fake: plugin({
        setup: (host) => {
          const old = extensionPoint<PolicyFactory>({ ...policyPoint, apiVersion: 0 });
          host.provide(old, "sample", factory, { schema });
        },
      }),
      caughtBy: "manifest: the plugin provides what the manifest says, and nothing else",
    },
    "adds a hook that nobody was told of": {
      fake: said({ hooks: [] }),
      caughtBy: "manifest: the plugin adds the hooks that the manifest says, and no others",
    },
    "adds a hook that does not exist": {
      fake: setup((host) => host.hook("afterLunch" as HookName, () => {})),
      caughtBy: "life: it can be set up",
    },
    "claims what its point does not know": {
      fake: setup((host) => host.provide(policyPoint, "second", factory, { capabilities: ["flight"] })),
      caughtBy: "extensions: everything that it provides has a purpose and capabilities that exist",
    },
    "has a schema that is none": {
      fake: setup((host) => host.provide(policyPoint, "second", factory, { schema: { ...schema, type: "thing" } })),
      caughtBy: "extensions: schemas of options are JSON Schemas",
    },
    "takes any option": {
      fake: plugin({ schema: { type: "object", properties: { every: { type: "number", default: 5 } } } }),
      caughtBy: "extensions: schemas of options refuse what they do not know",
    },
    "says nothing of its purpose": {
      fake: said({ purpose: "" }),
      caughtBy: "manifest: it says what the plugin is for",
    },
    "is not the one of its manifest": { fake: said({ name: "other" }), caughtBy: "manifest: it is the plugin's" },
    "has files outside of its package": {
      fake: said({ module: "../index.js" }),
      caughtBy: "manifest: its files are there",
    },
  },
});
