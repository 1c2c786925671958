import {
  bindingFilterPoint,
  cacheStorePoint,
  checkpointManagerPoint,
  commandPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  deploymentManagerPoint,
  executorPoint,
  failureManagerPoint,
  frontendPoint,
  operationPoint,
  policyPoint,
  reporterPoint,
  schedulerPoint,
  secretStorePoint,
  transferSchemePoint,
  type ExtensionPoint,
} from "@sluice/contracts";
import { cwlDockerTranslatorPoint } from "@sluice/contracts/cwl";

const points: readonly ExtensionPoint<unknown>[] = [
  bindingFilterPoint,
  cacheStorePoint,
  checkpointManagerPoint,
  commandPoint,
  connectorPoint,
  cwlDockerTranslatorPoint,
  databasePoint,
  dataManagerPoint,
  deploymentManagerPoint,
  executorPoint,
  failureManagerPoint,
  frontendPoint,
  operationPoint,
  policyPoint,
  reporterPoint,
  schedulerPoint,
  secretStorePoint,
  transferSchemePoint,
];

const versions: ReadonlyMap<string, number> = new Map(points.map(({ id, apiVersion }) => [id, apiVersion]));

/**
 * The version of an extension point as this engine has it, also when nobody has provided anything there yet; undefined for points
 * of others.
 */
export function engineApiVersion(point: string): number | undefined {
  return versions.get(point);
}
