import { resolve } from "node:path";
import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";
import type { PluginState } from "@sluice/core";
import { isPath } from "../plugins/located-plugin.ts";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import type { PluginRequest } from "./plugin-request.ts";

/** What a run remembers of how its plugins were found, so that it is taken up again with the same ones. */
export interface RememberedPlugins {
  readonly entries: readonly PluginEntry[];
  readonly auto: boolean;
  /** Where entries resolve against. Absolute. */
  readonly configDir: string;
  /** Working directory of the command that started the run. Absolute. */
  readonly cwd: string;
}

/** Makes plain data of the plugins that were asked for. Values that a schema marks as secret are left out. */
export function rememberPlugins(input: {
  readonly plugins: PluginRequest;
  readonly environment: { readonly configDir: string; readonly plugins?: readonly PluginEntry[] } | undefined;
  readonly states: readonly PluginState[];
}): JsonObject {
  const { plugins, environment, states } = input;
  const { cwd } = plugins.console;
  const configDir = environment?.configDir ?? cwd;
  const entries = [...(environment?.plugins ?? []), ...plugins.entries].map((entry) => {
    const reference = isPath(entry.reference) ? resolve(configDir, entry.reference) : entry.reference;
    const options = entry.options && withoutSecrets(entry.options, schemaOf(entry, states));
    const { overrides, enabled } = entry;
    return {
      reference,
      ...(options && { options }),
      ...(overrides && { overrides: [...overrides] }),
      ...(enabled !== undefined && { enabled }),
    };
  });
  return { entries, auto: plugins.auto, configDir, cwd };
}

/** The plugins of a run, with those that options name now: these count more. */
export function recallPlugins({ entries, auto, configDir, cwd }: RememberedPlugins, now: PluginRequest): PluginRequest {
  return {
    console: now.console,
    entries: [...entries, ...now.entries],
    auto: auto && now.auto,
    places: { configDir, cwd },
  };
}

/** Without a plugin that says what is secret among its options, none of them are kept. */
function schemaOf({ reference }: PluginEntry, states: readonly PluginState[]): JsonSchema | undefined {
  return states.find((state) => state.reference === reference)?.schema;
}

/** The options without those that the schema marks with `x-secret`; references to secrets stay. */
export function withoutSecrets(options: JsonObject, schema: JsonSchema | undefined): JsonObject | undefined {
  return schema && (strip(options, schema) as JsonObject);
}

function strip(value: Json, schema: JsonSchema): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((each) => strip(each, schemaAt(schema["items"])));
  const properties = schemaAt(schema["properties"]);
  const kept = Object.entries(value).flatMap(([key, each]) => {
    const own = schemaAt(properties[key] ?? schema["additionalProperties"]);
    return own["x-secret"] === true && !isReference(each) ? [] : [[key, strip(each, own)] as const];
  });
  return Object.fromEntries(kept);
}

/** What only says where a secret is kept. */
function isReference(value: Json): boolean {
  return typeof value === "string" && /^\$\{secret:[^}]+\}$/.test(value);
}

function schemaAt(value: Json | undefined): JsonSchema {
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
