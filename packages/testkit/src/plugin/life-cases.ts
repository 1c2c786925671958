import assert from "node:assert/strict";
import type { Cases } from "../suite/run-suite.ts";
import { assertSentence } from "./sentence.ts";
import { leftBehind } from "./left-behind.ts";
import type { PluginHarness } from "./plugin-contract.ts";

const version = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
const range = /^(?:\*|(?:[\^~]|[<>]=?|=)?v?\d+(?:\.(?:\d+|x|\*)){0,2}(?:-[\w.-]+)?)$/;

export const lifeCases: Cases<PluginHarness> = {
  "it says who it is": ({ plugin }) => {
    assert.match(plugin.name, /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/, "the name must be one of a package");
    assert.match(plugin.version, version, "the version must be a semantic one");
    assert.equal(typeof plugin.setup, "function");
    const required = plugin.requires ?? [];
    assert.ok(!required.includes(plugin.name), "it requires itself");
    assert.equal(new Set(required).size, required.length, "it requires a plugin twice");
    if (plugin.purpose !== undefined) assertSentence(plugin.purpose, "the purpose");
  },

  "it says which engines it works with": ({ plugin }) => {
    for (const part of plugin.engine.split("||").flatMap((each) => each.trim().split(/\s+/)))
      if (part !== "-") assert.match(part, range, `'${plugin.engine}' is no range of versions`);
  },

  "it can be set up": async ({ setUp }) => {
    await setUp();
  },

  "it can be set up several times in one process": async ({ setUp }) => {
    const hosts = [await setUp(), await setUp()];
    const [first, second] = hosts.map(({ provided, hooks }) => [
      provided.map(({ point, name }) => `${point.id} ${name}`),
      hooks.map(({ name }) => name),
    ]);
    assert.deepEqual(second, first);
    await hosts[0]?.[Symbol.asyncDispose]();
    assert.equal(hosts[1]?.provided.length, first?.[0]?.length);
  },

  "set-up and disposal leave nothing behind": async ({ setUp }) => {
    const left = await leftBehind(async () => {
      const host = await setUp();
      await host[Symbol.asyncDispose]();
    });
    assert.deepEqual(left, []);
  },
};
