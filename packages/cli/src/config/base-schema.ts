import type { JsonObject, JsonSchema } from "@sluice/contracts";
import { conditional } from "./conditional.ts";
import { extensionSections } from "./extension-sections.ts";

/** A reference to a part of the schema. */
const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

/** A mapping with known keys. */
function section(description: string, properties: JsonObject, more: JsonObject = {}): JsonSchema {
  return { description, type: "object", properties, additionalProperties: false, ...more };
}

/** A mapping from names that the user gives to things of one kind. */
function named(description: string, of: JsonSchema): JsonSchema {
  return {
    description,
    type: "object",
    propertyNames: { pattern: "^[a-z][a-zA-Z0-9._-]*$" },
    additionalProperties: of,
  };
}

const text = (description: string, example: string, more: JsonObject = {}): JsonSchema => ({
  description,
  type: "string",
  minLength: 1,
  examples: [example],
  ...more,
});

/** True or false; the example is the one that is not the default. */
const truth = (description: string, usual?: boolean): JsonSchema => ({
  description,
  type: "boolean",
  ...(usual !== undefined && { default: usual }),
  examples: [usual !== true],
});

/** Options that an extension or a plugin describes. */
const options = (description: string, example: JsonObject): JsonSchema => ({
  description,
  type: "object",
  default: {},
  examples: [example],
});

const seconds = (description: string, usual: number, example: number): JsonSchema => ({
  description,
  type: "number",
  exclusiveMinimum: 0,
  default: usual,
  examples: [example],
});

const absolute = {
  pattern: "^/",
  patternErrorMessage: "must be a path that begins with '/'; '/' is the whole workflow",
};

const workflow = section(
  "A workflow to run.",
  {
    type: text("Language of the document: the name of a front-end.", "cwl"),
    config: section(
      "The document and its inputs.",
      {
        file: text(
          "Path or URI of the document, relative to this file; `#name` at its end chooses one process of several.",
          "cwl/align.cwl#main",
        ),
        settings: text("Path or URI of the file with the input values, relative to this file.", "job.yml"),
        docker: {
          description:
            "How the containers that CWL tools ask for come about. The entry of the nearest ancestor counts.",
          type: "array",
          items: section(
            "The containers of one step and of everything below it.",
            {
              step: text("Path of a step or sub-workflow; `/` is the whole workflow.", "/align/sort", absolute),
              deployment: ref("dockerTranslator"),
            },
            { required: ["step", "deployment"] },
          ),
        },
      },
      { required: ["file"] },
    ),
    bindings: {
      description: "Where steps run and where inputs lie. What no binding names runs on the local machine.",
      type: "array",
      items: ref("binding"),
    },
  },
  { required: ["type", "config"] },
);

const binding: JsonSchema = {
  description: "Binds a step or a port to targets.",
  type: "object",
  ...conditional(
    { type: "object", properties: { port: true }, required: ["port"] },
    ref("portBinding"),
    ref("stepBinding"),
  ),
};

const stepBinding = section(
  "Where the jobs of a step, and of everything below it, run.",
  {
    step: text(
      "Path of a step or sub-workflow; `/` is the whole workflow. The binding of the nearest ancestor counts.",
      "/align",
      absolute,
    ),
    target: {
      description: "One target, or several among which filters and the scheduler choose.",
      oneOf: [ref("target"), { type: "array", minItems: 1, items: ref("target") }],
    },
    filters: {
      description:
        "Names of binding filters, applied in order: entries of `bindingFilters`, or filters that need no options.",
      type: "array",
      items: { type: "string" },
      examples: [["by-size", "shuffle"]],
    },
  },
  { required: ["step", "target"] },
);

const portBinding = section(
  "Where the data of a workflow input lie.",
  {
    port: text("Path of a port.", "/reads", {
      ...absolute,
      patternErrorMessage: "must be a path that begins with '/'",
    }),
    target: { $ref: "#/$defs/target", type: "object", properties: { workdir: true }, required: ["workdir"] },
  },
  { required: ["port", "target"] },
);

const target: JsonSchema = section(
  "A place for jobs or data.",
  {
    deployment: text("Name of a deployment.", "cluster"),
    model: text("Old name of `deployment`.", "cluster", { deprecated: true }),
    service: text("Name of one of the deployment's services; any location when absent.", "long"),
    locations: {
      description: "How many locations a job gets.",
      type: "integer",
      minimum: 1,
      default: 1,
      examples: [1],
    },
    resources: {
      description: "Old name of `locations`.",
      type: "integer",
      minimum: 1,
      deprecated: true,
      examples: [1],
    },
    workdir: text("Base of the job folders, or folder of the data; overrides the deployment's.", "/scratch/align"),
  },
  {
    if: { type: "object", properties: { model: true }, required: ["model"] },
    else: { type: "object", properties: { deployment: true }, required: ["deployment"] },
  },
);

const deployment = section(
  "An environment that jobs run in.",
  {
    type: text("Kind of the environment: the name of a connector.", "local"),
    config: options("Options of the connector.", { cores: 4 }),
    external: truth("The environment exists already and is left alone.", false),
    lazy: truth("It is brought up when the first job needs it, not at the start.", true),
    scheduling_policy: text(
      "Name of an entry of `scheduling.policies`, or of a policy that needs no options.",
      "first",
      { default: "data_locality" },
    ),
    workdir: text(
      "Base of the job folders on its locations (default: that of what it wraps); relative paths resolve against the folder of this file.",
      "work",
    ),
    wraps: {
      description: "The deployment on whose locations this one runs.",
      examples: ["login", { deployment: "compose", service: "worker" }],
      oneOf: [
        text("Name of a deployment.", "login"),
        section(
          "A part of a deployment.",
          {
            deployment: text("Name of a deployment.", "compose"),
            service: text("Name of one of its services.", "worker"),
          },
          { required: ["deployment"] },
        ),
      ],
    },
  },
  { required: ["type"] },
);

/** A section that chooses an extension by `type`. */
function choice(
  name: keyof typeof extensionSections,
  input: {
    readonly description: string;
    readonly kind: string;
    readonly example: { readonly type: string; readonly config: JsonObject };
    readonly more?: JsonObject;
    readonly required?: boolean;
  },
): JsonSchema {
  const { description, kind, example, more, required = false } = input;
  const usual = extensionSections[name]?.usual;
  const properties = {
    ...more,
    type: text(`Name of a ${kind}.`, example.type, usual === undefined ? {} : { default: usual }),
    config: options(`Options of the ${kind}.`, example.config),
  };
  return section(description, properties, required ? { required: ["type"] } : {});
}

const enabled = truth("Whether it is there at all. Default: true if there is a `type` or a `config`, else false.");

const plugin: JsonSchema = {
  description: "A plugin: the name of a package, or the path of a file or folder, alone or with more about it.",
  oneOf: [
    text("Name or path.", "sluice-plugin-docker"),
    section(
      "A plugin with options.",
      {
        plugin: text(
          "Name of a package or of a plugin that is there anyway, or the path of a file or folder.",
          "./plugins/metrics.ts",
        ),
        options: options("The plugin's own options.", { level: "debug" }),
        overrides: {
          description: "Extensions that it provides in the place of another plugin.",
          type: "array",
          items: {
            type: "string",
            pattern: "^[^/]+/.+$",
            patternErrorMessage: "must be POINT/NAME, such as connector/docker",
          },
          examples: [["connector/docker"]],
        },
        enabled: truth("False: the plugin is left out, although it would be there.", true),
      },
      { required: ["plugin"] },
    ),
  ],
};

const secret: JsonSchema = {
  description: "Where a secret is kept: `STORE:KEY`, such as `env:TOKEN` or `file:token.txt`, or the same at length.",
  oneOf: [
    {
      type: "string",
      pattern: "^[a-zA-Z][a-zA-Z0-9_-]*:.+$",
      patternErrorMessage: "must be STORE:KEY, such as env:TOKEN or file:token.txt",
    },
    section(
      "A secret in a store.",
      {
        store: text("Name of a secret store.", "file", { default: "env" }),
        key: text("What the store knows it by: a variable, a path.", "DB_PASSWORD"),
        options: options("Options of the store.", { folder: "keys" }),
      },
      { required: ["key"] },
    ),
  ],
};

/** Keys of the root that only files other than `streamflow.yml` have. */
export const sluiceKeys: readonly string[] = ["plugins", "reporters", "secrets", "timeouts"];

/** The schema of a configuration file, without what plugins add. Everything that is known of its keys is here. */
export const baseSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:sluice:config:v1.0",
  title: "Sluice configuration v1.0",
  description: "Workflows and the environments that they run in.",
  type: "object",
  properties: {
    version: { description: "Version of the format.", enum: ["v1.0"], examples: ["v1.0"] },
    workflows: named("The workflows to run, in this order.", ref("workflow")),
    deployments: named(
      "Environments by name. `local`, the machine that Sluice runs on, is always there.",
      ref("deployment"),
    ),
    models: { ...named("Old name of `deployments`.", ref("deployment")), deprecated: true },
    bindingFilters: named("Binding filters by the names that bindings use.", ref("bindingFilter")),
    checkpointManager: ref("checkpointManager"),
    failureManager: ref("failureManager"),
    database: ref("database"),
    dataManager: ref("dataManager"),
    deploymentManager: ref("deploymentManager"),
    scheduling: section("How jobs get their places.", {
      scheduler: ref("scheduler"),
      policies: named("Scheduling policies by the names that deployments use.", ref("policy")),
    }),
    plugins: {
      description: "Plugins besides those that are there anyway, and options for those that are. Only in sluice files.",
      type: "array",
      items: ref("plugin"),
    },
    reporters: {
      description: "Reporters that are told of every run, besides the display of the command. Only in sluice files.",
      type: "array",
      items: { oneOf: [text("Name of a reporter.", "tap"), ref("reporter")] },
      examples: [["tap"]],
    },
    timeouts: section(
      "How long plugins may take to answer, in seconds. What takes longer fails, with the plugin's name. Only in sluice files.",
      {
        answer: seconds("Questions and decisions: where jobs can run, how they stand, where one goes.", 60, 120),
        setup: seconds("Bringing an environment up or down, reading a whole document.", 600, 1800),
        transfer: seconds("Moving data, without a sign of progress.", 3600, 14_400),
        operation: seconds("What a step does in the engine itself, such as preparing a job.", 86_400, 604_800),
        outage: seconds(
          "How long it may stay unknown how the jobs of an environment stand, before they have failed.",
          86_400,
          604_800,
        ),
        hook: seconds("One call of a hook; loading and setting up a plugin.", 30, 5),
      },
    ),
    secrets: {
      description: "Secrets by the names that `${secret:NAME}` uses. Only in sluice files.",
      type: "object",
      propertyNames: { pattern: "^[a-zA-Z_][a-zA-Z0-9_.-]*$" },
      additionalProperties: ref("secret"),
    },
  },
  required: ["version"],
  additionalProperties: false,
  $defs: {
    workflow,
    binding,
    stepBinding,
    portBinding,
    target,
    deployment,
    plugin,
    secret,
    dockerTranslator: choice("dockerTranslator", {
      description: "What turns a DockerRequirement into an environment.",
      kind: "docker translator",
      example: { type: "none", config: {} },
      required: true,
      more: {
        wrapper: truth(
          "True: the container runs inside the target that the step is bound to. False: it takes the target's place.",
          true,
        ),
      },
    }),
    bindingFilter: choice("bindingFilter", {
      description: "Drops or reorders the targets of a job.",
      kind: "binding filter",
      example: {
        type: "matching",
        config: { filters: [{ target: "cluster", job: [{ port: "size", match: "large" }] }] },
      },
      required: true,
    }),
    checkpointManager: choice("checkpointManager", {
      description: "Keeps copies of what steps made. Absent: none are kept.",
      kind: "checkpoint manager",
      example: { type: "folder", config: { checkpoint_dir: "checkpoints" } },
      more: { enabled },
    }),
    failureManager: choice("failureManager", {
      description: "Decides what a failure leads to. Absent: what may succeed another time is repeated.",
      kind: "failure manager",
      example: { type: "rollback", config: { max_retries: 3 } },
      more: { enabled },
    }),
    database: choice("database", {
      description: "Where journals live. Absent: on disk, in the folder of this user's runs.",
      kind: "database",
      example: { type: "sqlite", config: { home: "runs" } },
    }),
    dataManager: choice("dataManager", {
      description: "Moves files and knows where they are.",
      kind: "data manager",
      example: { type: "default", config: {} },
    }),
    deploymentManager: choice("deploymentManager", {
      description: "Decides when environments are brought up and down.",
      kind: "deployment manager",
      example: { type: "default", config: {} },
    }),
    scheduler: choice("scheduler", {
      description: "Assigns jobs to locations.",
      kind: "scheduler",
      example: { type: "default", config: { retry_delay: 10 } },
    }),
    reporter: choice("reporter", {
      description: "Shows or records what happens in a run.",
      kind: "reporter",
      example: { type: "slowest-jobs", config: { count: 5 } },
      required: true,
    }),
    policy: choice("policy", {
      description: "Chooses among the locations that have room for a job.",
      kind: "scheduling policy",
      example: { type: "first", config: {} },
      required: true,
    }),
  },
};
