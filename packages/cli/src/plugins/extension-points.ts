import * as contracts from "@sluice/contracts";
import * as cwlContracts from "@sluice/contracts/cwl";
import type { ExtensionPoint } from "@sluice/contracts";

/** Every extension point that the contracts declare, by id. */
export const extensionPoints: ReadonlyMap<string, ExtensionPoint<unknown>> = new Map(
  [...Object.values<unknown>(contracts), ...Object.values<unknown>(cwlContracts)]
    .filter(isExtensionPoint)
    .map((point) => [point.id, point] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1)),
);

function isExtensionPoint(value: unknown): value is ExtensionPoint<unknown> {
  return typeof value === "object" && value !== null && "id" in value && "apiVersion" in value && "purpose" in value;
}
