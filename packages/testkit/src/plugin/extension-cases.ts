import assert from "node:assert/strict";
import {
  bindingFilterPoint,
  cacheStorePoint,
  checkpointManagerPoint,
  commandPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  deploymentManagerPoint,
  executorPoint,
  failureManagerPoint,
  frontendPoint,
  hookPurposes,
  policyPoint,
  reporterPoint,
  schedulerPoint,
  secretStorePoint,
  transferSchemePoint,
  type Command,
  type Executor,
  type Frontend,
  type TransferScheme,
} from "@sluice/contracts";
import { cwlDockerTranslatorPoint } from "@sluice/contracts/cwl";
import type { ProvidedExtension } from "../fakes/fake-host.ts";
import type { Cases } from "../suite/run-suite.ts";
import type { PluginHarness } from "./plugin-contract.ts";
import { refusesUnknown, schemaFaults } from "./schema-faults.ts";
import { assertSentence } from "./sentence.ts";

export const extensionCases: Cases<PluginHarness> = {
  "everything that it provides has a purpose and capabilities that exist": async ({ setUp }) => {
    const { provided } = await setUp();
    for (const { point, name, details } of provided) {
      if (details.purpose !== undefined) assertSentence(details.purpose, `the purpose of ${point.id} '${name}'`);
      for (const capability of details.capabilities ?? []) {
        const known = Object.hasOwn(point.capabilities ?? {}, capability);
        assert.ok(known, `${point.id} '${name}' claims '${capability}', which the extension point does not know`);
      }
    }
  },

  "what it provides has the methods of its extension point": async ({ setUp }) => {
    const { provided } = await setUp();
    for (const { point, name, implementation } of provided) {
      const own = implementation as Readonly<Record<PropertyKey, unknown>>;
      for (const method of ownMethods[point.id] ?? [])
        assert.equal(typeof own[method], "function", `${point.id} '${name}' has no method ${String(method)}`);
    }
  },

  "hooks have known names": async ({ setUp }) => {
    const { hooks } = await setUp();
    for (const { name, options } of hooks) {
      assert.ok(Object.hasOwn(hookPurposes, name), `there is no hook '${name}'`);
      if (options.description !== undefined) assertSentence(options.description, `the description of hook ${name}`);
    }
  },

  "schemas of options are JSON Schemas": async ({ setUp, plugin }) => {
    const { provided } = await setUp();
    if (plugin.schema !== undefined) assert.deepEqual(schemaFaults(plugin.schema), []);
    for (const extension of provided) assert.deepEqual(faultsOf(extension), []);
  },

  "schemas of options refuse what they do not know": async ({ setUp, plugin }) => {
    const { provided } = await setUp();
    const message = (whose: string): string =>
      `the schema of ${whose} must have type "object" and "additionalProperties": false`;
    if (plugin.schema !== undefined) assert.ok(refusesUnknown(plugin.schema), message("the plugin's options"));
    for (const { point, name, details } of provided) {
      if (details.schema !== undefined) assert.ok(refusesUnknown(details.schema), message(`${point.id} '${name}'`));
    }
  },
};

const factory = ["create"];

/** What implementations must have themselves, by extension point; what factories make is for the suite of the point. */
const ownMethods: Readonly<Record<string, readonly PropertyKey[]>> = {
  [bindingFilterPoint.id]: factory,
  [cacheStorePoint.id]: factory,
  [checkpointManagerPoint.id]: factory,
  [commandPoint.id]: ["run"] satisfies (keyof Command)[],
  [connectorPoint.id]: factory,
  [cwlDockerTranslatorPoint.id]: factory,
  [databasePoint.id]: factory,
  [dataManagerPoint.id]: factory,
  [deploymentManagerPoint.id]: factory,
  [executorPoint.id]: ["submit", Symbol.asyncDispose] satisfies (keyof Executor)[],
  [failureManagerPoint.id]: factory,
  [frontendPoint.id]: ["detect", "load"] satisfies (keyof Frontend)[],
  [policyPoint.id]: factory,
  [reporterPoint.id]: factory,
  [schedulerPoint.id]: factory,
  [secretStorePoint.id]: factory,
  [transferSchemePoint.id]: ["fetch"] satisfies (keyof TransferScheme)[],
};

function faultsOf({ point, name, details }: ProvidedExtension): string[] {
  if (details.schema === undefined) return [];
  return schemaFaults(details.schema).map((fault) => `${point.id} '${name}': ${fault}`);
}
