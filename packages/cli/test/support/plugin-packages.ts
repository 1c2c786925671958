import { join } from "node:path";
import type { PluginManifest } from "@sluice/contracts";
import { writeOwn } from "./write-own.ts";

/** A module that is a plugin; `setup` is the body of its set-up. */
export const pluginModule = (name: string, setup = "", version = "1.0.0"): string =>
  `export default { name: "${name}", version: "${version}", engine: "^0.1", setup(host) { ${setup} } };\n`;

/** A module that must not be loaded. */
export const explosive = 'throw new Error("this module was loaded");\n';

/** Writes a package with a plugin in it. */
export function writePackage(
  folder: string,
  input: {
    readonly name: string;
    readonly manifest?: Partial<PluginManifest> | undefined;
    readonly module?: string;
    readonly scripts?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
  },
): string {
  const { name, manifest, module = explosive, scripts, files = {} } = input;
  const sluice = manifest && { module: "./index.js", purpose: `Is ${name}.`, engine: "^0.1", ...manifest };
  const all = {
    "package.json": JSON.stringify({ name, version: "1.2.3", type: "module", scripts, ...(sluice && { sluice }) }),
    "index.js": module,
    ...files,
  };
  for (const [file, text] of Object.entries(all)) writeOwn(join(folder, file), text);
  return folder;
}

/** Writes a project that depends on packages, which are installed. */
export function writeProject(folder: string, packages: readonly Parameters<typeof writePackage>[1][]): void {
  const dependencies = Object.fromEntries(packages.map(({ name }) => [name, "^1.0.0"]));
  writeOwn(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  for (const each of packages) writePackage(join(folder, "node_modules", each.name), each);
}
