import { resolve } from "node:path";
import { SluiceError, type Binding, type DeploymentConfig } from "@sluice/contracts";
import type { YamlEntry, YamlNode } from "@sluice/cwl/yaml";
import { isRemote } from "../session/select-frontend.ts";
import { ConfigReader, type ConfigSection } from "./config-reader.ts";
import { readBindings } from "./read-bindings.ts";
import { readDeployments } from "./read-deployments.ts";
import type { ConfiguredWorkflow } from "./workflow-config.ts";

const rootKeys = ["version", "workflows", "deployments"];
/** Keys of StreamFlow's files that this build cannot honour. */
const laterRootKeys = [
  "models",
  "bindingFilters",
  "checkpointManager",
  "failureManager",
  "database",
  "dataManager",
  "deploymentManager",
  "scheduling",
  "plugins",
];
const knownVersion = "v1.0";

/** Makes the workflows of a configuration file; relative paths in it resolve against its folder. @throws `CONFIG_INVALID` */
export function readWorkflows(root: YamlNode | undefined, configDir: string): readonly ConfiguredWorkflow[] {
  const reader = new ConfigReader();
  const section = root === undefined ? undefined : reader.section(root, "");
  const workflows = section === undefined ? [] : readRoot(reader, section, configDir);
  reader.throwIfFaulty();
  if (workflows.length === 0) throw new SluiceError("CONFIG_INVALID", "the file has no workflows");
  return workflows;
}

function readRoot(reader: ConfigReader, root: ConfigSection, configDir: string): readonly ConfiguredWorkflow[] {
  reader.only(root, rootKeys, laterRootKeys);
  checkVersion(reader, root);
  const deployments = readDeployments(reader, root.node.entries.get("deployments")?.value, configDir);
  const node = reader.required(root, "workflows");
  const section = node === undefined ? undefined : reader.section(node, "workflows");
  if (section === undefined) return [];
  return reader
    .named(section)
    .flatMap(([name, entry]) => readWorkflow(reader, name, entry, { configDir, deployments }) ?? []);
}

function checkVersion(reader: ConfigReader, root: ConfigSection): void {
  const node = reader.required(root, "version");
  const version = reader.text(node, "version");
  if (node !== undefined && version !== undefined && version !== knownVersion)
    reader.fault(node, `version must be ${knownVersion}; got '${version}'`);
}

function readWorkflow(
  reader: ConfigReader,
  name: string,
  entry: YamlEntry,
  { configDir, deployments }: { readonly configDir: string; readonly deployments: readonly DeploymentConfig[] },
): ConfiguredWorkflow | undefined {
  const path = `workflows.${name}`;
  const section = reader.section(entry.value, path);
  if (section === undefined) return undefined;
  reader.only(section, ["type", "config", "bindings"]);
  const type = reader.required(section, "type");
  const language = reader.text(type, `${path}.type`);
  if (type !== undefined && language !== undefined && language !== "cwl")
    reader.fault(type, `${path}.type must be cwl; got '${language}'`);
  const bindings: readonly Binding[] = readBindings(
    reader,
    section.node.entries.get("bindings")?.value,
    `${path}.bindings`,
    deployments,
  );
  const config = readDocumentConfig(reader, section, configDir);
  return config && { name, ...config, environment: { configDir, deployments, bindings } };
}

function readDocumentConfig(
  reader: ConfigReader,
  workflow: ConfigSection,
  configDir: string,
): Pick<ConfiguredWorkflow, "document" | "settings"> | undefined {
  const path = `${workflow.path}.config`;
  const node = reader.required(workflow, "config");
  const section = node === undefined ? undefined : reader.section(node, path);
  if (section === undefined) return undefined;
  reader.only(section, ["file", "settings"], ["docker"]);
  const file = reader.text(reader.required(section, "file"), `${path}.file`);
  const settings = reader.text(section.node.entries.get("settings")?.value, `${path}.settings`);
  if (file === undefined) return undefined;
  return {
    document: located(file, configDir),
    ...(settings !== undefined && { settings: located(settings, configDir) }),
  };
}

function located(reference: string, configDir: string): string {
  return isRemote(reference) ? reference : resolve(configDir, reference);
}
