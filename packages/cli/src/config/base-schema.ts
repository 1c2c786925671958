import type { JsonObject, JsonSchema } from "@sluice/contracts";
import { conditional } from "./conditional.ts";

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

const text = (description: string, more: JsonObject = {}): JsonSchema => ({
  description,
  type: "string",
  minLength: 1,
  ...more,
});
const truth = (description: string, more: JsonObject = {}): JsonSchema => ({ description, type: "boolean", ...more });
const absolute = {
  pattern: "^/",
  patternErrorMessage: "must be a path that begins with '/'; '/' is the whole workflow",
};

const workflow = section(
  "A workflow to run.",
  {
    type: text("Language of the document: the name of a front-end."),
    config: section(
      "The document and its inputs.",
      {
        file: text(
          "Path or URI of the document, relative to this file; `#name` at its end chooses one process of several.",
        ),
        settings: text("Path or URI of the file with the input values, relative to this file."),
        docker: {
          description:
            "How the containers that CWL tools ask for come about. The entry of the nearest ancestor counts.",
          type: "array",
          items: section(
            "The containers of one step and of everything below it.",
            {
              step: text("Path of a step or sub-workflow; `/` is the whole workflow.", absolute),
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
    },
  },
  { required: ["step", "target"] },
);

const portBinding = section(
  "Where the data of a workflow input lie.",
  {
    port: text("Path of a port.", { ...absolute, patternErrorMessage: "must be a path that begins with '/'" }),
    target: { $ref: "#/$defs/target", type: "object", properties: { workdir: true }, required: ["workdir"] },
  },
  { required: ["port", "target"] },
);

const target: JsonSchema = section(
  "A place for jobs or data.",
  {
    deployment: text("Name of a deployment."),
    model: text("Old name of `deployment`.", { deprecated: true }),
    service: text("Name of one of the deployment's services; any location when absent."),
    locations: { description: "How many locations a job gets.", type: "integer", minimum: 1, default: 1 },
    resources: { description: "Old name of `locations`.", type: "integer", minimum: 1, deprecated: true },
    workdir: text("Base of the job folders, or folder of the data; overrides the deployment's."),
  },
  {
    if: { type: "object", properties: { model: true }, required: ["model"] },
    else: { type: "object", properties: { deployment: true }, required: ["deployment"] },
  },
);

const deployment = section(
  "An environment that jobs run in.",
  {
    type: text("Kind of the environment: the name of a connector."),
    config: { description: "Options of the connector.", type: "object", default: {} },
    external: truth("The environment exists already and is left alone.", { default: false }),
    lazy: truth("It is brought up when the first job needs it, not at the start.", { default: true }),
    scheduling_policy: text("Name of an entry of `scheduling.policies`, or of a policy that needs no options.", {
      default: "data_locality",
    }),
    workdir: text("Base of the job folders on its locations; relative paths resolve against the folder of this file."),
    wraps: {
      description: "The deployment on whose locations this one runs.",
      oneOf: [
        text("Name of a deployment."),
        section(
          "A part of a deployment.",
          { deployment: text("Name of a deployment."), service: text("Name of one of its services.") },
          { required: ["deployment"] },
        ),
      ],
    },
  },
  { required: ["type"] },
);

/** A section that chooses an extension by `type`. */
function choice(description: string, kind: string, more: JsonObject = {}, required: string[] = []): JsonSchema {
  const properties = {
    ...more,
    type: text(`Name of a ${kind}.`),
    config: { description: `Options of the ${kind}.`, type: "object", default: {} },
  };
  return section(description, properties, required.length > 0 ? { required } : {});
}

const enabled = truth("Whether it is there at all. Default: true if there is a `type` or a `config`, else false.");

const plugin: JsonSchema = {
  description: "A plugin: the name of a package, or the path of a file or folder, alone or with more about it.",
  oneOf: [
    text("Name or path."),
    section(
      "A plugin with options.",
      {
        plugin: text("Name of a package or of a plugin that is there anyway, or the path of a file or folder."),
        options: { description: "The plugin's own options.", type: "object", default: {} },
        overrides: {
          description: "Extensions that it provides in the place of another plugin.",
          type: "array",
          items: {
            type: "string",
            pattern: "^[^/]+/.+$",
            patternErrorMessage: "must be POINT/NAME, such as connector/docker",
          },
        },
        enabled: truth("False: the plugin is left out, although it would be there.", { default: true }),
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
        store: text("Name of a secret store.", { default: "env" }),
        key: text("What the store knows it by: a variable, a path."),
        options: { description: "Options of the store.", type: "object", default: {} },
      },
      { required: ["key"] },
    ),
  ],
};

/** Keys of the root that only files other than `streamflow.yml` have. */
export const sluiceKeys: readonly string[] = ["plugins", "secrets"];

/** The schema of a configuration file, without what plugins add. Everything that is known of its keys is here. */
export const baseSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:sluice:config:v1.0",
  title: "Sluice configuration v1.0",
  description: "Workflows and the environments that they run in.",
  type: "object",
  properties: {
    version: { description: "Version of the format.", enum: ["v1.0"] },
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
    dockerTranslator: choice(
      "What turns a DockerRequirement into an environment.",
      "docker translator",
      {
        wrapper: truth(
          "True: the container runs inside the target that the step is bound to. False: it takes the target's place.",
          { default: true },
        ),
      },
      ["type"],
    ),
    bindingFilter: choice("Drops or reorders the targets of a job.", "binding filter", {}, ["type"]),
    checkpointManager: choice("Keeps copies of what steps made.", "checkpoint manager", { enabled }),
    failureManager: choice("Decides what a failure leads to.", "failure manager", { enabled }),
    database: choice("Where journals live.", "database"),
    dataManager: choice("Moves files and knows where they are.", "data manager"),
    deploymentManager: choice("Decides when environments are brought up and down.", "deployment manager"),
    scheduler: choice("Assigns jobs to locations.", "scheduler"),
    policy: choice("Chooses among the locations that have room for a job.", "scheduling policy", {}, ["type"]),
  },
};
