import { isAbsolute, resolve } from "node:path";
import type { DeploymentConfig, JsonObject } from "@sluice/contracts";
import type { Choice, ManagerChoices, SecretReference } from "@sluice/core";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import type { Environment } from "../session/open-engine.ts";
import { isEnabled } from "./choices.ts";
import type { ConfigKind } from "./compose-schema.ts";
import type { ConfigDocument, ConfigPath } from "./config-document.ts";
import { deploymentsOf, secretOf, type ChoiceSection, type ConfigFile, type DeploymentSection } from "./config-file.ts";
import { extensionSections } from "./extension-sections.ts";

/** Makes what an engine is opened with of a file that was found valid; the workflows add their bindings. */
export function makeEnvironment(
  document: ConfigDocument,
  file: ConfigFile,
  { configDir, kind }: { readonly configDir: string; readonly kind: ConfigKind },
): Environment {
  const { key, sections } = deploymentsOf(file);
  const maker = new ChoiceMaker(document, kind);
  return {
    configDir,
    configFile: document.file,
    deployments: Object.entries(sections).map(([name, section]) => deploymentOf(name, section, configDir)),
    bindings: [],
    ...timeoutsOf(file),
    bindingFilters: maker.named(file.bindingFilters, ["bindingFilters"]),
    policies: maker.named(file.scheduling?.policies, ["scheduling", "policies"]),
    managers: maker.managers(file),
    secrets: secretsOf(document, file),
    plugins: pluginEntries(document, file.plugins),
    reporters: (file.reporters ?? []).map((section) =>
      typeof section === "string" ? { name: section } : { name: section.type ?? "", options: section.config ?? {} },
    ),
    locateDeployment: (name) => (Object.hasOwn(sections, name) ? document.locate([key, name, "config"]) : undefined),
  };
}

/** Milliseconds. The limit of hooks has a place of its own. */
function timeoutsOf({ timeouts = {} }: ConfigFile): Pick<Environment, "timeouts" | "hookTimeout"> {
  const { hook, ...others } = timeouts;
  const entries = Object.entries(others).map(([name, seconds]) => [name, seconds * 1000] as const);
  return {
    ...(entries.length > 0 && { timeouts: Object.fromEntries(entries) }),
    ...(hook !== undefined && { hookTimeout: hook * 1000 }),
  };
}

function deploymentOf(name: string, section: DeploymentSection, configDir: string): DeploymentConfig {
  const { type, config = {}, external = false, lazy = true, scheduling_policy: policy, workdir, wraps } = section;
  return {
    name,
    type,
    config,
    external,
    lazy,
    ...(policy !== undefined && { schedulingPolicy: policy }),
    ...(workdir !== undefined && { workdir: isAbsolute(workdir) ? workdir : resolve(configDir, workdir) }),
    ...(wraps !== undefined && { wraps: typeof wraps === "string" ? { deployment: wraps } : wraps }),
  };
}

class ChoiceMaker {
  readonly #document: ConfigDocument;
  readonly #kind: ConfigKind;

  constructor(document: ConfigDocument, kind: ConfigKind) {
    this.#document = document;
    this.#kind = kind;
  }

  named(sections: Readonly<Record<string, ChoiceSection>> = {}, path: ConfigPath): Readonly<Record<string, Choice>> {
    const entries = Object.entries(sections).map(([name, section]) => {
      return [name, this.#choice(section, [...path, name])] as const;
    });
    return Object.fromEntries(entries);
  }

  managers(file: ConfigFile): ManagerChoices {
    const { scheduling, database, dataManager, deploymentManager } = file;
    const checkpointManager = this.#switched("checkpointManager", file.checkpointManager);
    const failureManager = this.#switched("failureManager", withoutEnd(file.failureManager, this.#kind));
    return {
      ...(database && { database: this.#choice(database, ["database"]) }),
      ...(dataManager && { dataManager: this.#choice(dataManager, ["dataManager"]) }),
      ...(deploymentManager && { deploymentManager: this.#choice(deploymentManager, ["deploymentManager"]) }),
      ...(scheduling?.scheduler && { scheduler: this.#choice(scheduling.scheduler, ["scheduling", "scheduler"]) }),
      ...(checkpointManager && { checkpointManager }),
      ...(failureManager && { failureManager }),
    };
  }

  #switched(name: "checkpointManager" | "failureManager", section: ChoiceSection | undefined): Choice | undefined {
    if (!section) return undefined;
    return isEnabled(name, section) ? this.#choice(section, [name]) : { type: "dummy" };
  }

  /** Where it stands is no part of what is stored of it. */
  #choice({ type, config = {} }: ChoiceSection, path: ConfigPath): Choice {
    const choice = { type: type ?? extensionSections["database"]?.usual ?? "default", options: config };
    return Object.defineProperties(choice, {
      position: { value: this.#document.positionOf([...path, "type"]) },
      locate: { value: this.#document.locate([...path, "config"]) },
    }) as Choice;
  }
}

/** In files of StreamFlow a failure manager that is named and has no `max_retries` repeats without end. */
function withoutEnd(section: ChoiceSection | undefined, kind: ConfigKind): ChoiceSection | undefined {
  if (section === undefined || kind !== "streamflow" || !isEnabled("failureManager", section)) return section;
  const { type = "default", config = {} } = section;
  if (type !== "default" && type !== "rollback") return section;
  return { ...section, config: { max_retries: Number.MAX_SAFE_INTEGER, ...config } };
}

function secretsOf(document: ConfigDocument, { secrets = {} }: ConfigFile): Readonly<Record<string, SecretReference>> {
  const entries = Object.entries(secrets).map(([name, section]) => {
    const secret = { ...secretOf(section) };
    Object.defineProperty(secret, "locate", { value: document.locate(["secrets", name, "options"]) });
    return [name, secret] as const;
  });
  return Object.fromEntries(entries);
}

/** The plugins that a file names. What does not follow the schema is left out: it is reported when the file is checked. */
export function pluginEntries(document: ConfigDocument, plugins: unknown): readonly PluginEntry[] {
  if (!Array.isArray(plugins)) return [];
  return plugins.flatMap((item: unknown, at): PluginEntry[] => {
    const path = ["plugins", String(at)];
    if (typeof item === "string") return [{ reference: item, position: document.positionOf(path) }];
    const { plugin, options, overrides, enabled } = (item ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof plugin !== "string") return [];
    return [
      {
        reference: plugin,
        position: document.positionOf([...path, "plugin"]),
        locate: document.locate([...path, "options"]),
        ...(options instanceof Object && { options: options as JsonObject }),
        ...(Array.isArray(overrides) && { overrides: overrides as string[] }),
        ...(typeof enabled === "boolean" && { enabled }),
      },
    ];
  });
}
