import type { Binding, DeploymentConfig, Target } from "@sluice/contracts";
import type { YamlNode } from "@sluice/cwl/yaml";
import { nearestName } from "../command-line/nearest-name.ts";
import type { ConfigReader, ConfigSection } from "./config-reader.ts";

/** The bindings of a workflow. */
export function readBindings(
  reader: ConfigReader,
  node: YamlNode | undefined,
  path: string,
  deployments: readonly DeploymentConfig[],
): readonly Binding[] {
  if (node === undefined) return [];
  if (node.kind !== "sequence") {
    reader.fault(node, `${path} must be a list`);
    return [];
  }
  return node.items.flatMap((item, index) => {
    const section = reader.section(item, `${path}[${index}]`);
    return section === undefined ? [] : (readBinding(reader, section, deployments) ?? []);
  });
}

function readBinding(
  reader: ConfigReader,
  section: ConfigSection,
  deployments: readonly DeploymentConfig[],
): Binding | undefined {
  reader.only(section, ["step", "target"], ["port", "filters"]);
  if (section.node.entries.has("port")) return undefined;
  const stepNode = reader.required(section, "step");
  const step = reader.text(stepNode, `${section.path}.step`);
  const targetNode = reader.required(section, "target");
  if (stepNode !== undefined && step !== undefined && !step.startsWith("/")) {
    reader.fault(
      stepNode,
      `${section.path}.step must be a path that begins with '/'; got '${step}'`,
      "'/' is the whole workflow.",
    );
  }
  if (step === undefined || targetNode === undefined) return undefined;
  const nodes = targetNode.kind === "sequence" ? targetNode.items : [targetNode];
  const targets = nodes.flatMap((target) => readTarget(reader, target, `${section.path}.target`, deployments) ?? []);
  if (nodes.length === 0) reader.fault(targetNode, `${section.path}.target must name at least one target`);
  return { step, targets, filters: [] };
}

function readTarget(
  reader: ConfigReader,
  node: YamlNode,
  path: string,
  deployments: readonly DeploymentConfig[],
): Target | undefined {
  const section = reader.section(node, path);
  if (section === undefined) return undefined;
  reader.only(section, ["deployment", "locations", "workdir"], ["model", "resources", "service"]);
  const { entries } = section.node;
  const deploymentNode = reader.required(section, "deployment");
  const deployment = reader.text(deploymentNode, `${path}.deployment`);
  if (deployment === undefined || deploymentNode === undefined) return undefined;
  const names = ["local", ...deployments.map(({ name }) => name)];
  if (!names.includes(deployment)) {
    const nearest = nearestName(deployment, names);
    reader.fault(
      deploymentNode,
      `there is no deployment '${deployment}'`,
      nearest === undefined ? `There are: ${names.join(", ")}.` : `Did you mean '${nearest}'?`,
    );
  }
  const locations = entries.get("locations");
  if (locations !== undefined && (locations.value.kind !== "scalar" || locations.value.value !== 1)) {
    reader.fault(locations.value, `this build supports one location for each job only; ${path}.locations must be 1`);
  }
  const workdir = reader.text(entries.get("workdir")?.value, `${path}.workdir`);
  return { deployment, locations: 1, ...(workdir !== undefined && { workdir }) };
}
