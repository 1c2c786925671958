/** A part of the schema whose key `type` names an extension. */
export interface ExtensionSection {
  /** Id of the extension point. */
  readonly point: string;
  /** Whether its key `config` has the options of the extension. */
  readonly hasOptions: boolean;
  /** The name that is meant when there is no `type`. */
  readonly usual?: string;
}

/** By their names in the schema's `$defs`. */
export const extensionSections: Readonly<Record<string, ExtensionSection>> = {
  workflow: { point: "frontend", hasOptions: false },
  dockerTranslator: { point: "cwl-docker-translator", hasOptions: true },
  deployment: { point: "connector", hasOptions: true },
  bindingFilter: { point: "binding-filter", hasOptions: true },
  checkpointManager: { point: "checkpoint-manager", hasOptions: true, usual: "default" },
  failureManager: { point: "failure-manager", hasOptions: true, usual: "default" },
  database: { point: "database", hasOptions: true, usual: "default" },
  dataManager: { point: "data-manager", hasOptions: true, usual: "default" },
  deploymentManager: { point: "deployment-manager", hasOptions: true, usual: "default" },
  scheduler: { point: "scheduler", hasOptions: true, usual: "default" },
  policy: { point: "policy", hasOptions: true },
  reporter: { point: "reporter", hasOptions: true },
};
