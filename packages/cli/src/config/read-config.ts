import { basename, dirname, extname, resolve } from "node:path";
import type { JsonObject, SluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import { documentPath, isRemote, readDocument } from "../session/select-frontend.ts";
import type { Environment } from "../session/open-engine.ts";
import type { ConfigKind } from "./compose-schema.ts";
import type { ConfiguredWorkflow } from "./workflow-config.ts";

/** A configuration file that is valid as far as can be said without loading plugins. */
export interface ReadConfig {
  readonly file: string;
  readonly environment: Environment;
  readonly workflows: readonly ConfiguredWorkflow[];
  readonly warnings: readonly SluiceError[];
}

/** What a configuration file is read with. */
export interface ReadConfigInput {
  /** Path of the file. Absolute. */
  readonly file: string;
  readonly text: string;
  /** Finds the plugins that there are with those that the file names. */
  readonly sources: (environment: {
    readonly configDir: string;
    readonly plugins: readonly PluginEntry[];
  }) => Promise<readonly PluginSource[]>;
  /** Default: that of this process. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** Whether a document is a configuration file: by its name, or because it has workflows and is no CWL document. */
export function looksLikeConfig(path: string, text: string): boolean {
  if (![".yml", ".yaml", ".json"].includes(extname(path))) return false;
  if (/^(?:sluice|streamflow)\.(?:ya?ml|json)$/.test(basename(path))) return true;
  return /^[ \t\uFEFF]*["']?workflows["']?\s*:/m.test(text) && !/^[ \t\uFEFF]*["']?cwlVersion["']?\s*:/m.test(text);
}

/** Whether a document may be a configuration file that somebody says is one: it need not have workflows. */
export function mayBeConfig(path: string, text: string): boolean {
  return [".yml", ".yaml", ".json"].includes(extname(path)) && !/^[ \t\uFEFF]*["']?cwlVersion["']?\s*:/m.test(text);
}

/** Files of this name keep to StreamFlow's format. */
export function configKind(path: string): ConfigKind {
  return /^streamflow\.ya?ml$/.test(basename(path)) ? "streamflow" : "sluice";
}

/**
 * Reads a configuration file; undefined for a document of another kind.
 * @throws `FILE_NOT_FOUND`, `YAML_SYNTAX`, and `CONFIG_INVALID`, `PLUGIN_OPTIONS` and others with the position of every fault
 */
export async function readConfigIfAny(
  document: string,
  input: {
    readonly cwd: string;
    readonly sources: ReadConfigInput["sources"];
    /** Whether a file of this form is one. Default: {@link looksLikeConfig}. */
    readonly isConfig?: (path: string, text: string) => boolean;
  },
): Promise<ReadConfig | undefined> {
  const { cwd, sources, isConfig = looksLikeConfig } = input;
  if (isRemote(document)) return undefined;
  const path = documentPath(document, cwd);
  if (extname(path) === ".cwl") return undefined;
  const text = await readDocument(path, document);
  if (!isConfig(path, text)) return undefined;
  return readConfig({ file: resolve(path), text, sources });
}

/** Reads and checks a configuration file. @throws with the position of every fault */
export async function readConfig(input: ReadConfigInput): Promise<ReadConfig> {
  const { file, text, sources, variables = process.env } = input;
  const { openDocument } = await import("./open-document.ts");
  const [
    { checkConfig },
    { refuseDockerSecrets, takeDockerSecrets },
    { makeEnvironment, pluginEntries },
    { readWorkflows },
    { extensionCatalogue },
  ] = await Promise.all([
    import("./check-config.ts"),
    import("./docker-secrets.ts"),
    import("./make-environment.ts"),
    import("./read-workflows.ts"),
    import("../plugins/extension-catalogue.ts"),
  ]);
  const kind = configKind(file);
  const configDir = dirname(file);
  const document = await openDocument({ file, text, kind, configDir, variables });
  const plugins =
    kind === "sluice" ? pluginEntries(document, (document.value() as JsonObject | null)?.["plugins"]) : [];
  const found = await sources({ configDir, plugins });
  const catalogue = await extensionCatalogue(found);
  const checked = await checkConfig(document, kind, catalogue, found);
  const taken = takeDockerSecrets(checked, catalogue);
  const made = makeEnvironment(document, checked, { configDir, kind });
  const environment: Environment = {
    ...made,
    secrets: { ...made.secrets, ...taken },
    // What plugins without a manifest provide shows when they are loaded: then the file is checked against that.
    verify: async (states) => {
      if (catalogue.unlisted.length === 0) return [];
      const told = document.warnings.length;
      const { loadedCatalogue } = await import("./loaded-catalogue.ts");
      const loaded = loadedCatalogue(catalogue, states);
      const again = await checkConfig(document, kind, loaded, found);
      refuseDockerSecrets(document, again, { listed: catalogue, loaded });
      document.throwIfFaulty();
      return document.warnings.slice(told);
    },
  };
  const workflows = readWorkflows(checked, environment, (path) => document.positionOf(path));
  return { file, environment, workflows, warnings: document.warnings };
}
