import { isAbsolute, resolve } from "node:path";
import type { Binding, Target } from "@sluice/contracts";
import type { Environment } from "../session/open-engine.ts";
import { isRemote } from "../session/select-frontend.ts";
import type { ConfigDocument } from "./config-document.ts";
import type { ConfigFile, TargetSection, WorkflowSection } from "./config-file.ts";
import type { ConfiguredWorkflow } from "./workflow-config.ts";

/** Makes the workflows of a file that was found valid; relative paths in it resolve against its folder. */
export function readWorkflows(
  file: ConfigFile,
  environment: Environment,
  positionOf: ConfigDocument["positionOf"],
): readonly ConfiguredWorkflow[] {
  const { configDir } = environment;
  return Object.entries(file.workflows ?? {}).map(([name, section]) => {
    const { settings, docker = [] } = section.config;
    const { bindings = [] } = section;
    const path = ["workflows", name];
    return {
      name,
      language: section.type,
      document: located(section.config.file, configDir),
      ...(settings !== undefined && { settings: located(settings, configDir) }),
      docker: docker.map(({ step, deployment: { type, config = {}, wrapper = true } }) => {
        return { step, type, options: config, wrapper };
      }),
      environment: { ...environment, bindings: bindingsOf(section, configDir) },
      places: {
        document: positionOf([...path, "config", "file"]),
        settings: positionOf([...path, "config", "settings"]),
        docker: docker.map((_each, at) => positionOf([...path, "config", "docker", String(at), "step"])),
        bindings: bindings.map((each, at) =>
          positionOf([...path, "bindings", String(at), "port" in each ? "port" : "step"]),
        ),
      },
    };
  });
}

function bindingsOf({ bindings = [] }: WorkflowSection, configDir: string): readonly Binding[] {
  return bindings.map((binding) => {
    if ("port" in binding) return { port: binding.port, target: targetOf(binding.target, configDir) };
    const targets = Array.isArray(binding.target) ? (binding.target as readonly TargetSection[]) : [binding.target];
    return {
      step: binding.step,
      targets: targets.map((target) => targetOf(target as TargetSection, configDir)),
      filters: binding.filters ?? [],
    };
  });
}

function targetOf(
  { deployment, model, service, locations, resources, workdir }: TargetSection,
  configDir: string,
): Target {
  return {
    deployment: deployment ?? model ?? "local",
    locations: locations ?? resources ?? 1,
    ...(service !== undefined && { service }),
    ...(workdir !== undefined && { workdir: isAbsolute(workdir) ? workdir : resolve(configDir, workdir) }),
  };
}

function located(reference: string, configDir: string): string {
  return isRemote(reference) ? reference : resolve(configDir, reference);
}
