import { resolve } from "node:path";
import type { DeploymentConfig } from "@sluice/contracts";
import type { YamlEntry, YamlNode } from "@sluice/cwl/yaml";
import type { ConfigReader } from "./config-reader.ts";

const knownKeys = ["type", "config", "external", "lazy", "workdir"];
const laterKeys = ["wraps", "scheduling_policy"];

/** The deployments of a configuration file. */
export function readDeployments(
  reader: ConfigReader,
  node: YamlNode | undefined,
  configDir: string,
): readonly DeploymentConfig[] {
  const section = node === undefined ? undefined : reader.section(node, "deployments");
  if (section === undefined) return [];
  return reader.named(section).flatMap(([name, entry]) => readDeployment(reader, name, entry, configDir) ?? []);
}

function readDeployment(
  reader: ConfigReader,
  name: string,
  entry: YamlEntry,
  configDir: string,
): DeploymentConfig | undefined {
  const path = `deployments.${name}`;
  const section = reader.section(entry.value, path);
  if (section === undefined) return undefined;
  reader.only(section, knownKeys, laterKeys);
  const { entries } = section.node;
  const typeNode = reader.required(section, "type");
  const type = reader.text(typeNode, `${path}.type`);
  if (typeNode !== undefined && type !== undefined && type !== "local") {
    reader.fault(typeNode, `this build has no deployments of type '${type}'`, "It has: local.");
  }
  const config = entries.get("config");
  const options = config === undefined ? undefined : reader.section(config.value, `${path}.config`);
  if (options !== undefined) reader.only(options, [], ["transferBufferSize"]);
  const workdir = reader.text(entries.get("workdir")?.value, `${path}.workdir`);
  return {
    name,
    type: type ?? "local",
    config: {},
    external: reader.truth(entries.get("external")?.value, `${path}.external`, false),
    lazy: reader.truth(entries.get("lazy")?.value, `${path}.lazy`, true),
    ...(workdir !== undefined && { workdir: resolve(configDir, workdir) }),
  };
}
