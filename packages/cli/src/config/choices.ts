import type { JsonObject } from "@sluice/contracts";
import { deploymentsOf, secretOf, type ChoiceSection, type ConfigFile } from "./config-file.ts";
import type { ConfigPath } from "./config-document.ts";
import { extensionSections } from "./extension-sections.ts";

/** A place of a file that names an extension and has options for it. */
export interface ConfigChoice {
  /** Id of the extension point. */
  readonly point: string;
  /** Name of the extension. */
  readonly type: string;
  readonly options: JsonObject;
  /** Where the extension is named. */
  readonly namePath: ConfigPath;
  /** Where the options are, or would be. */
  readonly optionsPath: ConfigPath;
}

type SectionName = keyof typeof extensionSections;

/** Every extension that a file names, with its options. What is switched off does not count. */
export function* choicesOf(file: ConfigFile): Generator<ConfigChoice> {
  const { sections, key } = deploymentsOf(file);
  yield* namedChoices("deployment", sections, [key]);
  for (const [name, { config }] of Object.entries(file.workflows ?? {})) {
    for (const [at, { deployment }] of (config.docker ?? []).entries()) {
      const path = ["workflows", name, "config", "docker", String(at), "deployment"];
      yield choiceAt("dockerTranslator", deployment, path);
    }
  }
  yield* namedChoices("bindingFilter", file.bindingFilters, ["bindingFilters"]);
  yield* namedChoices("policy", file.scheduling?.policies, ["scheduling", "policies"]);
  for (const [at, section] of (file.reporters ?? []).entries()) {
    const path = ["reporters", String(at)];
    if (typeof section !== "string") yield choiceAt("reporter", section, path);
    else yield { point: "reporter", type: section, options: {}, namePath: path, optionsPath: [...path, "config"] };
  }
  const { scheduler } = file.scheduling ?? {};
  if (scheduler) yield choiceAt("scheduler", scheduler, ["scheduling", "scheduler"]);
  for (const name of managerNames) {
    const section = file[name];
    if (section && isEnabled(name, section)) yield choiceAt(name, section, [name]);
  }
  for (const [name, section] of Object.entries(file.secrets ?? {})) {
    const { store = "env", options = {} } = secretOf(section);
    const path = ["secrets", name];
    const isShort = typeof section === "string";
    const namePath = isShort ? path : [...path, "store"];
    yield { point: "secret-store", type: store, options, namePath, optionsPath: [...path, "options"] };
  }
}

/** The managers that are sections of the root. */
export const managerNames = [
  "checkpointManager",
  "failureManager",
  "database",
  "dataManager",
  "deploymentManager",
] as const;

/** Whether a manager is there: the two that can be switched off are on when anything is said about them but that. */
export function isEnabled(name: (typeof managerNames)[number], section: ChoiceSection): boolean {
  if (name !== "checkpointManager" && name !== "failureManager") return true;
  return section.enabled ?? (section.type !== undefined || section.config !== undefined);
}

function* namedChoices(
  section: SectionName,
  sections: Readonly<Record<string, ChoiceSection>> | undefined,
  path: ConfigPath,
): Generator<ConfigChoice> {
  for (const [name, each] of Object.entries(sections ?? {})) yield choiceAt(section, each, [...path, name]);
}

function choiceAt(section: SectionName, { type, config = {} }: ChoiceSection, path: ConfigPath): ConfigChoice {
  const { point = "", usual = "" } = extensionSections[section] ?? {};
  return {
    point,
    type: type ?? usual,
    options: config,
    namePath: type === undefined ? path : [...path, "type"],
    optionsPath: [...path, "config"],
  };
}
