import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import * as contracts from "@sluice/contracts";
import { cwlDockerTranslatorPoint } from "@sluice/contracts/cwl";
import type { ExtensionPoint, ManifestExtension } from "@sluice/contracts";
import { bundledPlugins, type ListedPlugin } from "../../../packages/cli/src/plugins/bundled-plugins.ts";
import { readManifest } from "../../../packages/cli/src/plugins/read-manifest.ts";
import type { Document } from "./document.ts";
import { root } from "./documents.ts";
import { isModule } from "./written-examples.ts";

const points = { ...contracts, cwlDockerTranslatorPoint } as unknown as Readonly<
  Record<string, ExtensionPoint<unknown> | undefined>
>;

/** The plugins that a configuration in a document may name: what comes with Sluice, the examples, and what the document itself provides. */
export async function knownPlugins(document: Document): Promise<readonly ListedPlugin[]> {
  const examples = globSync("examples/plugins/*/package.json", { cwd: root });
  const listed = await Promise.all(examples.map(async (file) => exampleOf(join(root, dirname(file)))));
  const own = document.blocks.filter(isModule).flatMap(({ text }) => providedIn(text));
  const said = [...bundledPlugins(), ...listed.filter((each) => each !== undefined)];
  const isSaid = ({ point, name }: ManifestExtension): boolean =>
    said.some(({ manifest }) => manifest?.extensions?.some((each) => each.point === point && each.name === name));
  const manifest = {
    module: "./page.ts",
    purpose: "What the document provides.",
    engine: "*",
    extensions: own.filter((each) => !isSaid(each)),
  };
  return [...said, { name: "page", origin: "config", version: "1.0.0", manifest }];
}

async function exampleOf(folder: string): Promise<ListedPlugin | undefined> {
  const read = await readManifest(folder);
  return read && { name: read.manifest.name, origin: "config", version: read.version, manifest: read.manifest };
}

/** What code provides by name; what options it takes, only it knows. */
function providedIn(code: string): readonly ManifestExtension[] {
  return [...code.matchAll(/provide\(\s*(\w+Point),\s*"([^"]+)"/g)].flatMap(([, variable = "", name = ""]) => {
    const point = points[variable];
    if (!point) return [];
    return [
      { point: point.id, apiVersion: point.apiVersion, name, purpose: "An example.", schema: { type: "object" } },
    ];
  });
}
