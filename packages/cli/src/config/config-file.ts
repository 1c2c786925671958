import type { JsonObject } from "@sluice/contracts";

/** A configuration file that follows the base schema; its keys are described there. */
export interface ConfigFile {
  readonly version: string;
  readonly workflows?: Readonly<Record<string, WorkflowSection>>;
  readonly deployments?: Readonly<Record<string, DeploymentSection>>;
  readonly models?: Readonly<Record<string, DeploymentSection>>;
  readonly bindingFilters?: Readonly<Record<string, ChoiceSection>>;
  readonly checkpointManager?: ChoiceSection;
  readonly failureManager?: ChoiceSection;
  readonly database?: ChoiceSection;
  readonly dataManager?: ChoiceSection;
  readonly deploymentManager?: ChoiceSection;
  readonly scheduling?: {
    readonly scheduler?: ChoiceSection;
    readonly policies?: Readonly<Record<string, ChoiceSection>>;
  };
  readonly plugins?: readonly (string | PluginSection)[];
  readonly reporters?: readonly (string | ChoiceSection)[];
  readonly secrets?: Readonly<Record<string, string | SecretSection>>;
  /** Seconds. */
  readonly timeouts?: Readonly<Record<string, number>>;
}

/** A section that chooses an extension. */
export interface ChoiceSection {
  readonly type?: string;
  readonly config?: JsonObject;
  readonly enabled?: boolean;
}

export interface WorkflowSection {
  readonly type: string;
  readonly config: {
    readonly file: string;
    readonly settings?: string;
    readonly docker?: readonly { readonly step: string; readonly deployment: DockerSection }[];
  };
  readonly bindings?: readonly (StepBindingSection | PortBindingSection)[];
}

export interface DockerSection extends ChoiceSection {
  readonly type: string;
  readonly wrapper?: boolean;
}

export interface StepBindingSection {
  readonly step: string;
  readonly target: TargetSection | readonly TargetSection[];
  readonly filters?: readonly string[];
}

export interface PortBindingSection {
  readonly port: string;
  readonly target: TargetSection;
}

export interface TargetSection {
  readonly deployment?: string;
  readonly model?: string;
  readonly service?: string;
  readonly locations?: number;
  readonly resources?: number;
  readonly workdir?: string;
}

export interface DeploymentSection extends ChoiceSection {
  readonly type: string;
  readonly external?: boolean;
  readonly lazy?: boolean;
  readonly scheduling_policy?: string;
  readonly workdir?: string;
  readonly wraps?: string | WrapsSection;
}

export interface WrapsSection {
  readonly deployment: string;
  readonly service?: string;
}

export interface PluginSection {
  readonly plugin: string;
  readonly options?: JsonObject;
  readonly overrides?: readonly string[];
  readonly enabled?: boolean;
}

export interface SecretSection {
  readonly store?: string;
  readonly key: string;
  readonly options?: JsonObject;
}

/** The deployments of a file, and the key that they stand under: `models` is its old name. */
export function deploymentsOf(file: ConfigFile): {
  readonly key: "deployments" | "models";
  readonly sections: Readonly<Record<string, DeploymentSection>>;
} {
  const { deployments = {}, models } = file;
  const isOld = models !== undefined && Object.keys(deployments).length === 0;
  return isOld ? { key: "models", sections: models } : { key: "deployments", sections: deployments };
}

/** A secret of a file at length, whichever way it is written. */
export function secretOf(section: string | SecretSection): SecretSection {
  if (typeof section !== "string") return section;
  const colon = section.indexOf(":");
  return { store: section.slice(0, colon), key: section.slice(colon + 1) };
}
