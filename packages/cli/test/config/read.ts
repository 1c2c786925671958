import { isSluiceError, type JsonSchema, type ManifestExtension, type SluiceErrorList } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { readConfig, type ReadConfig } from "../../src/config/read-config.ts";
import { bundledPlugins } from "../../src/plugins/bundled-plugins.ts";

const optionsOf = (properties: JsonSchema): JsonSchema => ({ type: "object", properties, additionalProperties: false });

const extension = (point: string, name: string, schema?: JsonSchema): ManifestExtension => ({
  point,
  apiVersion: 1,
  name,
  purpose: `A ${point} for tests.`,
  ...(schema && { schema }),
});

/** A plugin that is known by its manifest only: loading it fails. */
export const clusterPlugin: PluginSource = {
  name: "cluster",
  origin: "package",
  load: () => {
    throw new Error("nobody may load it");
  },
  manifest: {
    name: "cluster",
    module: "./none.js",
    purpose: "A cluster for tests.",
    engine: "*",
    schema: optionsOf({ level: { type: "integer", default: 1 }, token: { type: "string", "x-secret": true } }),
    extensions: [
      {
        ...extension("connector", "cluster", {
          ...optionsOf({
            host: { type: "string", description: "Name of the machine." },
            port: { type: "integer", default: 22 },
            compress: { type: "boolean" },
            password: { type: "string", "x-secret": true },
            keys: { type: "array", items: { $ref: "#/$defs/key" } },
          }),
          required: ["host"],
          $defs: { key: optionsOf({ file: { type: "string" }, passphrase: { type: "string", "x-secret": true } }) },
        }),
        capabilities: ["wraps"],
      },
      extension("cwl-docker-translator", "engine", optionsOf({ token: { type: "string", "x-secret": true } })),
      extension("reporter", "board", optionsOf({ rows: { type: "integer", default: 9 }, title: { type: "string" } })),
    ],
  },
};

/** A plugin that says nothing of what it provides. */
export const unlistedPlugin: PluginSource = { name: "./local.ts", origin: "config", load: clusterPlugin.load };

/** Reads a text as if it were a file. */
export function read(
  text: string,
  options: {
    readonly name?: string;
    readonly variables?: Readonly<Record<string, string>>;
    readonly plugins?: readonly PluginSource[];
  } = {},
): Promise<ReadConfig> {
  const { name = "sluice.yml", variables = {}, plugins = [clusterPlugin] } = options;
  return readConfig({
    file: `/project/${name}`,
    text,
    variables,
    sources: () => Promise.resolve([...bundledPlugins(), ...plugins]),
  });
}

/** Every fault as `line:column CODE message | hint`. */
export async function faultsOf(...given: Parameters<typeof read>): Promise<string[]> {
  try {
    await read(...given);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const errors = "errors" in error ? (error as SluiceErrorList).errors : [error];
    return errors.map(({ code, message, position, hint, actor }) => {
      const who = actor === undefined ? "" : `${actor}: `;
      const more = hint === undefined ? "" : ` | ${hint}`;
      return `${position?.line ?? 0}:${position?.column ?? 0} ${code} ${who}${message}${more}`;
    });
  }
  return [];
}
