import { SluiceError, type PluginManifest } from "@sluice/contracts";
import { engineApiVersion } from "./known-points.ts";
import { satisfies } from "./version-range.ts";

/** Why a plugin cannot work with this engine, as far as its manifest says it: `PLUGIN_ENGINE`, `PLUGIN_API`. */
export function manifestFault(
  { engine, extensions = [] }: PluginManifest,
  name: string,
  engineVersion: string,
): SluiceError | undefined {
  const actor = `plugin ${name}`;
  const fault = engineFault(engine, actor, engineVersion);
  if (fault) return fault;
  for (const { point, apiVersion } of extensions) {
    const found = apiFault({ id: point, apiVersion }, actor, engineApiVersion(point));
    if (found) return found;
  }
  return undefined;
}

/** The fault of a plugin whose range of engines does not include this one. */
export function engineFault(range: string, actor: string, engineVersion: string): SluiceError | undefined {
  if (satisfies(engineVersion, range)) return undefined;
  return new SluiceError("PLUGIN_ENGINE", `it was made for engine ${range}, but this is ${engineVersion}`, { actor });
}

/**
 * The fault of a plugin that was made for another version of an extension point.
 * @param known - the version here; undefined for a point that nobody knows yet
 */
export function apiFault(
  { id, apiVersion }: { readonly id: string; readonly apiVersion: number },
  actor: string,
  known: number | undefined,
): SluiceError | undefined {
  if (known === undefined || known === apiVersion) return undefined;
  return new SluiceError(
    "PLUGIN_API",
    `it was made for version ${apiVersion} of the extension point '${id}', but this engine has version ${known}`,
    { actor },
  );
}
