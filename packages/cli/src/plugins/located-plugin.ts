import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { isSluiceError, SluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { engineVersion, manifestFault } from "@sluice/core/listing";
import { realPath } from "./file-exposure.ts";
import { isFile } from "./is-file.ts";
import { loadPlugin, noTypeScript } from "./load-plugin.ts";
import { pluginIntegrity } from "./plugin-integrity.ts";
import { readManifest } from "./read-manifest.ts";
import { wholeText } from "./whole-text.ts";

/** A plugin that was found, not loaded. */
export interface LocatedPlugin {
  readonly source: PluginSource;
  /** Name of its package, where it was found by that. */
  readonly packageName?: string;
}

const moduleExtensions = [".ts", ".mts", ".js", ".mjs"];

/** Whether a reference is written as a path, not as the name of a package. */
export function isPath(reference: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/)/.test(reference) || moduleExtensions.includes(extname(reference));
}

/**
 * The plugin of a package's folder; undefined for a package that is none. A manifest that is wrong makes a plugin that is
 * broken, so that it takes nobody with it.
 */
export async function locatePackage(
  folder: string,
  origin: PluginSource["origin"],
  packageName = basename(folder),
): Promise<LocatedPlugin | undefined> {
  try {
    const read = await readManifest(folder);
    if (!read) return undefined;
    const { manifest, version } = read;
    const module = join(folder, manifest.module);
    const fault = moduleFault(folder, module, manifest.name) ?? manifestFault(manifest, manifest.name, engineVersion);
    return {
      packageName,
      source: {
        name: manifest.name,
        origin,
        manifest,
        version,
        path: folder,
        load: () => loadPlugin(module, manifest.name),
        integrity: () => pluginIntegrity(folder, manifest.module),
        ...(fault && { fault }),
      },
    };
  } catch (error) {
    if (!isSluiceError(error) || error.code === "FILE_NOT_FOUND") throw error;
    const source: PluginSource = {
      name: packageName,
      origin,
      path: folder,
      fault: error,
      load: () => Promise.reject(error),
    };
    return { packageName, source };
  }
}

/** Why the module of a package cannot be loaded, as far as that shows without doing it. */
function moduleFault(folder: string, module: string, name: string): SluiceError | undefined {
  const written = `${join(folder, "package.json")}: sluice.module names`;
  const fault = (message: string, hint: string): SluiceError =>
    new SluiceError("PLUGIN_INVALID", message, { actor: `plugin ${name}`, hint });
  if (!isFile(module))
    return fault(`${written} no file: ${module}`, "A package that is not built yet has no modules: build it.");
  const isInstalled = realPath(module).includes("/node_modules/");
  if (isInstalled && /\.[mc]?ts$/.test(module)) return fault(`${written} TypeScript: ${module}`, noTypeScript);
  return undefined;
}

/**
 * The plugin of a file, or of a folder that is a package or has an index module.
 * @param written - the path as the user wrote it, which stands for the name until it is loaded
 * @throws `PLUGIN_MISSING` when there is nothing, `PLUGIN_INVALID` for what can be no plugin
 */
export async function locatePath(
  path: string,
  origin: PluginSource["origin"],
  written: string,
): Promise<LocatedPlugin> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const why = found.code === "ENOENT" ? `${path} does not exist` : found.message;
    throw new SluiceError("PLUGIN_MISSING", `there is no plugin ${written}: ${why}`);
  }
  if (!found.isDirectory()) return locateModule(path, path, origin, written);
  if (existsSync(join(path, "package.json"))) {
    const located = await locatePackage(path, origin, written);
    if (located) return located;
    await checkJson(join(path, "package.json"));
  }
  const index = moduleExtensions.map((extension) => join(path, `index${extension}`)).find((file) => existsSync(file));
  if (index !== undefined) return locateModule(index, path, origin, written);
  throw new SluiceError(
    "PLUGIN_INVALID",
    `${written} has neither a package.json with the key 'sluice' nor an index.ts or index.js`,
  );
}

/** A package.json that cannot be read would be an odd error of Node when the module is loaded. @throws `PLUGIN_INVALID` */
async function checkJson(file: string): Promise<void> {
  try {
    JSON.parse(await readFile(file, wholeText));
  } catch (cause) {
    throw new SluiceError("PLUGIN_INVALID", `${file} is no JSON: ${(cause as Error).message}`, { cause });
  }
}

function locateModule(module: string, path: string, origin: PluginSource["origin"], written: string): LocatedPlugin {
  if (!moduleExtensions.includes(extname(module))) {
    throw new SluiceError("PLUGIN_INVALID", `${written} is no module`, {
      hint: `A plugin is a file that ends in ${moduleExtensions.join(", ")}, or a folder.`,
    });
  }
  const source: PluginSource = {
    name: written,
    origin,
    path,
    load: () => loadPlugin(module, written),
    integrity: () => pluginIntegrity(path),
  };
  return { source };
}

/** The folder of an installed package, looked for as Node looks for it. */
export function installedPackage(name: string, from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (isFile(join(candidate, "package.json"))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}
