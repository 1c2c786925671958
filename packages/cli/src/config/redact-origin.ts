import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";
import type { PluginState } from "@sluice/core";
import type { Environment } from "../session/open-engine.ts";
import type { ConfigPath } from "./config-document.ts";
import { placeOfTaken } from "./docker-secrets.ts";
import { setAt, valueAt } from "./read-texts.ts";
import { secretPlaces } from "./secret-places.ts";

/** What stands in the place of a secret wherever something is stored. */
export const redacted = "***";

/** A secret that was left out of what is stored. */
export interface RedactedPlace {
  /** Where it was left out, in the origin of a run. */
  readonly at: ConfigPath;
  /** Where the configuration file has it. */
  readonly from: ConfigPath;
}

interface OptionPlace extends RedactedPlace {
  readonly schema: JsonSchema | undefined;
}

/**
 * The origin of a run without the secrets that its configuration file holds itself, and where these were: they are read again
 * from the file when the run is resumed.
 * @param origin - with `environment` and `plugins` as plain data
 * @param states - the plugins as they were loaded: their schemas say what is secret
 */
export function redactOrigin(
  origin: JsonObject,
  environment: Environment | undefined,
  states: readonly PluginState[],
): JsonObject {
  if (environment === undefined) return origin;
  const clean = structuredClone(origin);
  const places: RedactedPlace[] = [];
  for (const [name, secret] of Object.entries(environment.secrets ?? {})) {
    if (!("value" in secret)) continue;
    const at = ["environment", "secrets", name, "value"];
    setAt(clean, at, redacted);
    places.push({ at, from: placeOfTaken(name) });
  }
  for (const { at, from, schema } of optionPlaces(environment, states)) {
    const options = valueAt(clean, at);
    if (typeof options !== "object" || options === null || Object.keys(options).length === 0) continue;
    for (const inside of secretPlaces(options, schema)) {
      const place = { at: [...at, ...inside], from: [...from, ...inside] };
      // Of two places, one inside the other, the outer one is enough.
      if (valueAt(clean, place.at) === undefined) continue;
      setAt(clean, place.at, redacted);
      places.push(place);
    }
  }
  return places.length === 0 ? clean : { ...clean, redacted: places as unknown as Json };
}

/** The secrets that options of a configuration hold themselves. */
export function inlineSecrets(environment: Environment, states: readonly PluginState[]): readonly string[] {
  const whole = { environment, plugins: { entries: environment.plugins ?? [] } } as unknown as JsonObject;
  return [...optionPlaces(environment, states)].flatMap(({ at, schema }) => {
    const options = valueAt(whole, at);
    // Of what is not known at all only the names say something.
    return options === undefined
      ? []
      : secretPlaces(options, schema ?? {}).flatMap((path) => textsOf(valueAt(options, path)));
  });
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function* optionPlaces(environment: Environment, states: readonly PluginState[]): Generator<OptionPlace> {
  const { deployments, bindingFilters = {}, policies = {}, managers = {}, reporters = [] } = environment;
  const { secrets = {}, plugins = [] } = environment;
  const schemaOf = (point: string, name: string): JsonSchema | undefined => {
    const found = states
      .flatMap(({ extensions = [] }) => extensions)
      .find((each) => each.point === point && each.name === name);
    return found && (found.schema ?? {});
  };
  for (const [at, { name, type }] of deployments.entries()) {
    const from = ["deployments", name, "config"];
    yield { at: ["environment", "deployments", String(at), "config"], from, schema: schemaOf("connector", type) };
  }
  for (const [name, { type = "" }] of Object.entries(bindingFilters)) {
    const from = ["bindingFilters", name, "config"];
    yield { at: ["environment", "bindingFilters", name, "options"], from, schema: schemaOf("binding-filter", type) };
  }
  for (const [name, { type = "" }] of Object.entries(policies)) {
    const from = ["scheduling", "policies", name, "config"];
    yield { at: ["environment", "policies", name, "options"], from, schema: schemaOf("policy", type) };
  }
  for (const [name, choice] of Object.entries(managers) as [keyof typeof managerPoints, { type?: string }][]) {
    const from = [...(name === "scheduler" ? ["scheduling"] : []), name, "config"];
    const schema = schemaOf(managerPoints[name], choice.type ?? "");
    yield { at: ["environment", "managers", name, "options"], from, schema };
  }
  for (const [at, { name }] of reporters.entries()) {
    const from = ["reporters", String(at), "config"];
    yield { at: ["environment", "reporters", String(at), "options"], from, schema: schemaOf("reporter", name) };
  }
  for (const [name, secret] of Object.entries(secrets)) {
    if ("value" in secret) continue;
    const from = ["secrets", name, "options"];
    const schema = schemaOf("secret-store", secret.store ?? "env");
    yield { at: ["environment", "secrets", name, "options"], from, schema };
  }
  for (const [at, { reference }] of plugins.entries()) {
    const state = states.find((each) => each.reference === reference || each.name === reference);
    // A plugin that works and has no schema takes no options.
    const schema = state?.error === undefined ? state && (state.schema ?? {}) : undefined;
    yield { at: ["plugins", "entries", String(at), "options"], from: ["plugins", String(at), "options"], schema };
  }
}

const managerPoints = {
  database: "database",
  scheduler: "scheduler",
  deploymentManager: "deployment-manager",
  dataManager: "data-manager",
  checkpointManager: "checkpoint-manager",
  failureManager: "failure-manager",
} as const;
