import type { JsonSchema, PluginManifest } from "@sluice/contracts";

/** A schema of options that are a few plain values. */
const optionsOf = (properties: JsonSchema): JsonSchema => ({ type: "object", properties, additionalProperties: false });

/** Options of the binding filter `matching`. */
const matchingOptions: JsonSchema = {
  ...optionsOf({
    filters: {
      type: "array",
      minItems: 1,
      description: "A target stays when one of its rules holds; targets of deployments without a rule are left out.",
      items: {
        ...optionsOf({
          target: {
            description: "What the rule is about: a deployment, or one service of it.",
            anyOf: [
              { type: "string" },
              {
                ...optionsOf({ deployment: { type: "string" }, service: { type: "string" } }),
                required: ["deployment"],
              },
            ],
          },
          job: {
            type: "array",
            description: "What must be true of the job, all of it.",
            items: {
              ...optionsOf({
                port: { type: "string", description: "Name of an input." },
                match: {
                  type: ["string", "number", "boolean", "null"],
                  description: "The text of its value, which is a text, a number, true, false or null.",
                },
              }),
              required: ["port", "match"],
            },
          },
        }),
        required: ["target", "job"],
      },
    },
  }),
  required: ["filters"],
};

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
        transferBufferSize: {
          type: "integer",
          minimum: 1,
          description: "Understood for older configurations; changes nothing.",
        },
      }),
      capabilities: ["watch", "local"],
    },
    ...["sqlite", "default"].map((name) => ({
      point: "database",
      apiVersion: 1,
      name,
      purpose: "Keeps journals on disk, one file for each run.",
      schema: {
        ...optionsOf({
          home: { type: "string", "x-path": true, description: "Folder of the runs." },
          connection: {
            type: "string",
            description:
              "`:memory:`, or the path of a file: the runs are kept beside it, in a folder of its name and `.runs`.",
          },
          timeout: { type: "number", minimum: 0, description: "Understood for older configurations; changes nothing." },
          mmap_size: {
            type: "number",
            minimum: 0,
            description: "Understood for older configurations; changes nothing.",
          },
        }),
        not: { properties: { home: true, connection: true }, required: ["home", "connection"] },
      },
    })),
    { point: "database", apiVersion: 1, name: "memory", purpose: "Keeps journals that die with the process." },
    {
      point: "scheduler",
      apiVersion: 1,
      name: "default",
      purpose: "First come, first served, with room for small jobs beside a large one that waits.",
      schema: optionsOf({
        retry_delay: {
          type: "number",
          minimum: 0,
          default: 0,
          description:
            "Seconds after which policies are asked again about jobs that wait; 0: only when a job has ended.",
        },
      }),
    },
    {
      point: "policy",
      apiVersion: 1,
      name: "data_locality",
      purpose: "Prefers the location that holds most of a job's inputs, else the first that has room.",
    },
    {
      point: "policy",
      apiVersion: 1,
      name: "first",
      purpose: "Takes the first location that has room, in the order of the targets.",
    },
    {
      point: "binding-filter",
      apiVersion: 1,
      name: "shuffle",
      purpose: "Spreads jobs over their targets as if by chance, each time in the same way.",
    },
    {
      point: "binding-filter",
      apiVersion: 1,
      name: "matching",
      purpose: "Chooses targets by the values of a job's inputs.",
      schema: matchingOptions,
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
    ...["default", "folder"].map((name) => ({
      point: "checkpoint-manager",
      apiVersion: 1,
      name,
      purpose: "Keeps copies of outputs in a folder, and gives them back where the originals are gone.",
      schema: optionsOf({
        checkpoint_dir: {
          type: "string",
          "x-path": true,
          description:
            "Folder of the copies, which stay there when a run is removed; default: in the run's own folder.",
        },
      }),
    })),
    ...["default", "rollback"].map((name) => ({
      point: "failure-manager",
      apiVersion: 1,
      name,
      purpose: "Repeats what may succeed another time, after pauses that double.",
      schema: optionsOf({
        max_retries: {
          type: "integer",
          minimum: 0,
          description:
            "How often a failed step is repeated; where the command line says `--retries`, whichever is more.",
        },
        retry_delay: {
          type: "number",
          minimum: 0,
          description: "Seconds before a step is repeated; default: pauses that double, up to a minute.",
        },
      }),
    })),
    { point: "failure-manager", apiVersion: 1, name: "dummy", purpose: "Repeats nothing." },
    {
      point: "secret-store",
      apiVersion: 1,
      name: "env",
      purpose: "Reads secrets from variables of the environment; the key is the variable's name.",
    },
    {
      point: "secret-store",
      apiVersion: 1,
      name: "file",
      purpose: "Reads each secret from a file that only its owner may read; the key is the path.",
    },
    {
      point: "cache-store",
      apiVersion: 1,
      name: "folder",
      purpose: "Keeps results in a folder that any number of engines may share.",
      schema: optionsOf({ folder: { type: "string", description: "The folder; absolute." } }),
    },
    { point: "executor", apiVersion: 1, name: "inline", purpose: "Runs functions in the engine's own process." },
    { point: "transfer-scheme", apiVersion: 1, name: "http", purpose: "Fetches over HTTP." },
    { point: "transfer-scheme", apiVersion: 1, name: "https", purpose: "Fetches over HTTPS." },
  ],
};
