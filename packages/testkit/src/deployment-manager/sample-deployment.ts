import type { DeploymentConfig } from "@sluice/contracts";

/** A deployment that the suite can bring up, or one that runs inside another. */
export function sampleDeployment(name: string, wraps?: string): DeploymentConfig {
  return {
    name,
    type: "sample",
    config: {},
    external: false,
    lazy: true,
    ...(wraps !== undefined && { wraps: { deployment: wraps } }),
  };
}
