import type { Json, JsonObject } from "@sluice/contracts";
import type { SecretReference } from "@sluice/core";
import type { ExtensionCatalogue } from "../plugins/extension-catalogue.ts";
import { choicesOf, type ConfigChoice } from "./choices.ts";
import type { ConfigDocument, ConfigPath } from "./config-document.ts";
import type { ConfigFile } from "./config-file.ts";
import { setAt, valueAt } from "./read-texts.ts";
import { markedPlaces, secretPlaces } from "./secret-places.ts";

/**
 * Options of docker translators become part of a run's graph, which is stored. Secrets that the file has there itself are
 * replaced by references, and answered by the names that these use.
 */
export function takeDockerSecrets(
  file: ConfigFile,
  catalogue: ExtensionCatalogue,
): Readonly<Record<string, SecretReference>> {
  const taken: Record<string, SecretReference> = {};
  for (const { choice, path } of inlineSecrets(file, catalogue, secretPlaces)) {
    const name = [...choice.optionsPath, ...path].map(encodeURIComponent).join("/");
    const value = valueAt(choice.options, path);
    taken[name] = { value: typeof value === "string" ? value : JSON.stringify(value) };
    setAt(file as unknown as Json, [...choice.optionsPath, ...path], `\${secret:${name}}`);
  }
  return taken;
}

/** Where the file has a secret that {@link takeDockerSecrets} named. */
export function placeOfTaken(name: string): ConfigPath {
  return name.split("/").map(decodeURIComponent);
}

/** Finds out too late that an option is a secret, when its translator had to be loaded for that. Faults go to the document. */
export function refuseDockerSecrets(
  document: ConfigDocument,
  file: ConfigFile,
  { listed, loaded }: { readonly listed: ExtensionCatalogue; readonly loaded: ExtensionCatalogue },
): void {
  for (const { choice, path } of inlineSecrets(file, loaded, markedPlaces)) {
    if (listed.extensions(choice.point).some(({ name }) => name === choice.type)) continue;
    const hint = "Declare it under secrets: and write ${secret:NAME} here; or give the plugin a manifest.";
    document.fault([...choice.optionsPath, ...path], "a secret would be stored with the run", { hint });
  }
}

function* inlineSecrets(
  file: ConfigFile,
  catalogue: ExtensionCatalogue,
  places: typeof markedPlaces,
): Generator<{ readonly choice: ConfigChoice; readonly path: ConfigPath }> {
  for (const choice of choicesOf(file)) {
    if (choice.point !== "cwl-docker-translator") continue;
    const extension = catalogue.extensions(choice.point).find(({ name }) => name === choice.type);
    if (!extension) continue;
    const schema: JsonObject = extension.schema ?? {};
    for (const path of places(choice.options, schema)) yield { choice, path };
  }
}
