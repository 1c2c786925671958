import type { JsonSchema, PluginManifest } from "@sluice/contracts";

/** A schema of options that are a few plain values. */
const optionsOf = (properties: JsonSchema): JsonSchema => ({ type: "object", properties, additionalProperties: false });

/** What the built-in plugin provides, to be read without loading any of it. The plugin itself takes its details from here. */
export const builtinManifest: PluginManifest = {
  name: "builtin",
  module: "./dist/builtin/index.js",
  purpose: "What every engine needs: the local machine, journals on disk, and the default managers.",
  engine: "*",
  extensions: [
    {
      point: "connector",
      apiVersion: 1,
      name: "local",
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
    {
      point: "database",
      apiVersion: 1,
      name: "sqlite",
      purpose: "Keeps journals on disk, one file for each run.",
      schema: optionsOf({ home: { type: "string", "x-path": true, description: "Folder of the runs." } }),
    },
    { point: "database", apiVersion: 1, name: "memory", purpose: "Keeps journals that die with the process." },
    {
      point: "scheduler",
      apiVersion: 1,
      name: "default",
      purpose: "First come, first served, with room for small jobs beside a large one that waits.",
    },
    {
      point: "policy",
      apiVersion: 1,
      name: "data_locality",
      purpose: "Prefers the location that holds most of a job's inputs, else the first that has room.",
    },
    {
      point: "deployment-manager",
      apiVersion: 1,
      name: "default",
      purpose: "Brings each environment up when it is first needed, and all of them down at the end.",
    },
    {
      point: "data-manager",
      apiVersion: 1,
      name: "default",
      purpose: "Links or copies inputs to jobs, and places outputs for the user.",
    },
    { point: "checkpoint-manager", apiVersion: 1, name: "dummy", purpose: "Keeps no checkpoints." },
    {
      point: "failure-manager",
      apiVersion: 1,
      name: "default",
      purpose: "Repeats what may succeed another time, after pauses that double.",
    },
    {
      point: "cache-store",
      apiVersion: 1,
      name: "folder",
      purpose: "Keeps results in a folder that any number of engines may share.",
      schema: optionsOf({ folder: { type: "string", description: "The folder; absolute." } }),
    },
    { point: "transfer-scheme", apiVersion: 1, name: "http", purpose: "Fetches over HTTP." },
    { point: "transfer-scheme", apiVersion: 1, name: "https", purpose: "Fetches over HTTPS." },
  ],
};
