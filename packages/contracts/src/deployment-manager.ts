import type { Connector } from "./connector.ts";
import type { SluiceContext } from "./context.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JsonObject } from "./json.ts";
import type { Manager } from "./manager.ts";

/** Brings environments up and down. */
export const deploymentManagerPoint: ExtensionPoint<DeploymentManagerFactory> = extensionPoint({
  id: "deployment-manager",
  apiVersion: 1,
  purpose: "Decides when environments are brought up and down.",
  stability: "stable",
  default: "default",
});

/** Makes a deployment manager for one engine. */
export interface DeploymentManagerFactory {
  create(input: {
    readonly options: JsonObject;
    readonly context: SluiceContext;
    /** Makes the connector of a deployment, without deploying it: its options checked, its secrets read. */
    readonly connect: (deployment: DeploymentConfig) => Promise<Connector>;
  }): DeploymentManager | Promise<DeploymentManager>;
}

/** The life of environments: each is deployed once, however many ask at the same time. */
export interface DeploymentManager extends Manager {
  /** The connector of a deployment, deployed. @throws `CONFIG_INVALID` for a deployment that was never registered */
  deploy(input: { readonly deployment: string; readonly signal: AbortSignal }): Promise<Connector>;
  /** Makes deployments known. A name that is known already keeps its first configuration. */
  register(deployments: readonly DeploymentConfig[]): void;
  /** Takes everything down, in the reverse order of deployment, also after errors. */
  undeployAll(input: { readonly signal: AbortSignal }): Promise<void>;
}
