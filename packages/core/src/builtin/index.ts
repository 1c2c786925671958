import {
  cacheStorePoint,
  checkpointManagerPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  definePlugin,
  deploymentManagerPoint,
  failureManagerPoint,
  policyPoint,
  schedulerPoint,
  transferSchemePoint,
  type JsonSchema,
  type Plugin,
} from "@sluice/contracts";
import { engineVersion } from "../version.ts";
import { createLazyHttpScheme } from "./http/lazy-http-scheme.ts";

const extensions = () => import("./extensions.ts");

/** A schema of options that are a few plain values. */
const optionsOf = (properties: JsonSchema): JsonSchema => ({ type: "object", properties, additionalProperties: false });

/** What every engine brings along, under the rules for plugins. Nothing is loaded before it is used. */
export const builtinPlugin: Plugin = definePlugin({
  name: "builtin",
  version: engineVersion,
  engine: "*",
  purpose: "What every engine needs: the local machine, journals on disk, and the default managers.",
  setup(host) {
    host.provide(
      connectorPoint,
      "local",
      { create: async (input) => (await extensions()).localConnectorFactory.create(input) },
      {
        purpose: "Runs jobs as processes of this machine.",
        schema: optionsOf({
          cores: { type: "number", exclusiveMinimum: 0, description: "Cores to offer; default: all of the machine." },
          memory: {
            type: "number",
            exclusiveMinimum: 0,
            description: "Memory to offer, in MiB; default: all of the machine.",
          },
        }),
        capabilities: ["watch", "local"],
      },
    );
    host.provide(
      databasePoint,
      "sqlite",
      { create: async (input) => (await extensions()).sqliteDatabaseFactory.create(input) },
      {
        purpose: "Keeps journals on disk, one file for each run.",
        schema: optionsOf({
          home: { type: "string", "x-path": true, description: "Folder of the runs." },
        }),
      },
    );
    host.provide(
      databasePoint,
      "memory",
      { create: async (input) => (await extensions()).memoryDatabaseFactory.create(input) },
      { purpose: "Keeps journals that die with the process." },
    );
    host.provide(
      schedulerPoint,
      "default",
      { create: async (input) => (await extensions()).defaultSchedulerFactory.create(input) },
      { purpose: "First come, first served, with room for small jobs beside a large one that waits." },
    );
    host.provide(
      policyPoint,
      "data_locality",
      { create: async () => (await extensions()).dataLocalityPolicyFactory.create() },
      { purpose: "Prefers the location that holds most of a job's inputs, else the first that has room." },
    );
    host.provide(
      deploymentManagerPoint,
      "default",
      { create: async (input) => (await extensions()).defaultDeploymentManagerFactory.create(input) },
      { purpose: "Brings each environment up when it is first needed, and all of them down at the end." },
    );
    host.provide(
      dataManagerPoint,
      "default",
      { create: async (input) => (await extensions()).defaultDataManagerFactory.create(input) },
      { purpose: "Links or copies inputs to jobs, and places outputs for the user." },
    );
    host.provide(
      checkpointManagerPoint,
      "dummy",
      { create: async () => (await extensions()).dummyCheckpointManager },
      { purpose: "Keeps no checkpoints." },
    );
    host.provide(
      failureManagerPoint,
      "default",
      { create: async () => (await extensions()).defaultFailureManagerFactory.create() },
      { purpose: "Repeats what may succeed another time, after pauses that double." },
    );
    host.provide(
      cacheStorePoint,
      "folder",
      { create: async (input) => (await extensions()).folderCacheStoreFactory.create(input) },
      {
        purpose: "Keeps results in a folder that any number of engines may share.",
        schema: optionsOf({ folder: { type: "string", description: "The folder; absolute." } }),
      },
    );
    const http = createLazyHttpScheme();
    host.provide(transferSchemePoint, "http", http, { purpose: "Fetches over HTTP." });
    host.provide(transferSchemePoint, "https", http, { purpose: "Fetches over HTTPS." });
  },
});
