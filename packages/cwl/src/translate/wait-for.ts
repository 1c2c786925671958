import type { PortId } from "@sluice/contracts";
import type { Scope, Translation, Values } from "./translation.ts";

/**
 * What a step with these inputs must wait for besides them: what its scope waits for, and the scope's trigger when no
 * input says for which tags the step fires.
 */
export function waitFor(
  { builder }: Translation,
  scope: Scope,
  inputs: Values,
): { readonly after?: readonly PortId[] } {
  const read = new Set(portsOf(inputs));
  const after = scope.waits.filter((port) => !read.has(port));
  const fires = [...read, ...after].some((port) => builder.depthOf(port) === scope.depth);
  if (!fires) after.push(scope.trigger);
  return after.length > 0 ? { after } : {};
}

/** The ports among some values. */
export function portsOf(values: Values): PortId[] {
  return Object.values(values).flatMap((value) => ("port" in value ? [value.port] : []));
}
