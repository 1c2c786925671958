import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isSluiceError, pluginName, SluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { installedPackage, locatePackage, locatePath, type LocatedPlugin } from "./located-plugin.ts";
import { readUserPlugins, userPluginFolder } from "./user-plugins.ts";

/** The plugins that the project depends on: of the nearest package.json from the folder upwards. */
export async function projectPlugins(folder: string): Promise<readonly LocatedPlugin[]> {
  const file = nearestPackage(folder);
  if (file === undefined) return [];
  const names = dependenciesOf(await readFile(file, "utf8"), file);
  const located = await Promise.all(
    names.map(async (name) => {
      const installed = installedPackage(name, dirname(file));
      if (installed !== undefined) return locatePackage(installed, "package", name);
      // What else is missing is no affair of ours.
      return isPluginName(name) ? notInstalled(name, file) : undefined;
    }),
  );
  return located.filter((each) => each !== undefined);
}

/** Packages of plugins are called `sluice-plugin-NAME`, perhaps in a scope. */
function isPluginName(name: string): boolean {
  return /^(?:@[^/]+\/)?sluice-plugin-./.test(name);
}

function notInstalled(name: string, file: string): LocatedPlugin {
  const fault = new SluiceError("PLUGIN_MISSING", `${file} depends on ${name}, which is not installed`, {
    actor: `plugin ${pluginName(name)}`,
    hint: "npm install",
  });
  const source: PluginSource = { name: pluginName(name), origin: "package", fault, load: () => Promise.reject(fault) };
  return { source, packageName: name };
}

/** The plugins that `sluice plugin add` recorded. One that is gone is a plugin that is broken. */
export async function userPlugins(home: string | undefined): Promise<readonly LocatedPlugin[]> {
  const folder = userPluginFolder(home);
  const { packages, paths } = await readUserPlugins(folder);
  const located = await Promise.all([
    ...packages.map((name) =>
      orBroken(name, async () => locatePackage(join(folder, "node_modules", name), "user", name)),
    ),
    ...paths.map((path) => orBroken(path, () => locatePath(path, "user", path))),
  ]);
  return located.filter((each) => each !== undefined);
}

function nearestPackage(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Names of what a project depends on directly. */
function dependenciesOf(text: string, file: string): string[] {
  type Dependencies = Readonly<Record<string, unknown>> | undefined;
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Dependencies>;
    return [...new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})])];
  } catch (cause) {
    throw new SluiceError("FILE_UNREADABLE", `${file} is no JSON: ${(cause as Error).message}`, {
      hint: "It is read for plugins that the project depends on; with --no-auto-plugins it is not.",
      cause,
    });
  }
}

async function orBroken(
  name: string,
  locate: () => Promise<LocatedPlugin | undefined>,
): Promise<LocatedPlugin | undefined> {
  try {
    return await locate();
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const fault = new SluiceError(error.code, error.message, {
      hint: `Add it again, or forget it: sluice plugin remove ${name}`,
      cause: error,
    });
    const source: PluginSource = { name, origin: "user", fault, load: () => Promise.reject(fault) };
    return { source, packageName: name };
  }
}
