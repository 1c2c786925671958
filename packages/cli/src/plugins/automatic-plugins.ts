import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isSluiceError, pluginName, SluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { linkPath, placesOf } from "./file-exposure.ts";
import { isFile } from "./is-file.ts";
import { installedPackage, locatePackage, locatePath, type LocatedPlugin } from "./located-plugin.ts";
import type { TrustedFolders } from "./trusted-folders.ts";
import { readUserPlugins, userPluginFolder } from "./user-plugins.ts";
import { wholeText } from "./whole-text.ts";

/**
 * The plugins that the project depends on: of the nearest package.json from the folder upwards. Those that others could have put there are
 * broken ones, unless they are trusted.
 */
export async function projectPlugins(folder: string, trust: TrustedFolders): Promise<readonly LocatedPlugin[]> {
  const file = nearestPackage(folder);
  if (file === undefined) return [];
  const project = dirname(file);
  const refusal = await trust.refusal(placesOf(file), [project]);
  if (refusal) return refusedProject(file, refusal);
  const located = await Promise.all(
    dependenciesOf(await readFile(file, wholeText), file).map(async (name) => {
      const installed = installedPackage(name, project);
      if (installed !== undefined) return locateTrusted(installed, name, { project, trust });
      // What else is missing is no affair of ours.
      return isPluginPackage(name) ? notInstalled(name, file) : undefined;
    }),
  );
  return located.filter((each) => each !== undefined);
}

/** The plugins of a project that is not trusted: only their names are looked at. The first one speaks for all. */
async function refusedProject(file: string, refusal: SluiceError): Promise<readonly LocatedPlugin[]> {
  const located: LocatedPlugin[] = [];
  for (const name of namesIn(file)) {
    const installed = installedPackage(name, dirname(file));
    const found = installed === undefined ? undefined : await locatePackage(installed, "package", name);
    if (found) located.push(refused(found, refusal, located.length > 0));
  }
  return located;
}

/** What cannot be read has no names: it would not be loaded either way. */
function namesIn(file: string): readonly string[] {
  try {
    return dependenciesOf(readFileSync(file, wholeText), file);
  } catch {
    return [];
  }
}

async function locateTrusted(
  folder: string,
  name: string,
  { project, trust }: { readonly project: string; readonly trust: TrustedFolders },
): Promise<LocatedPlugin | undefined> {
  const located = await locatePackage(folder, "package", name);
  const refusal = located && (await packageRefusal(located, trust, project));
  return refusal ? refused(located, refusal) : located;
}

/** Why a package must not be loaded by its name: others could have put there it, or the module that would be loaded. */
export async function packageRefusal(
  { source: { path = "", manifest, fault } }: LocatedPlugin,
  trust: TrustedFolders,
  project: string,
): Promise<SluiceError | undefined> {
  // It is not loaded anyway.
  if (fault) return undefined;
  const files = ["package.json", ...(manifest === undefined ? [] : [manifest.module])].map((each) => join(path, each));
  return trust.refusal([linkPath(path), ...files.flatMap(placesOf)], [path, project]);
}

/** A plugin that is there and must not be loaded. */
export function refused({ source, ...rest }: LocatedPlugin, fault: SluiceError, silent = false): LocatedPlugin {
  const { integrity: _integrity, ...known } = source;
  return { ...rest, source: { ...known, fault, silent, load: () => Promise.reject(fault) } };
}

/** Packages of plugins are called `sluice-plugin-NAME`, perhaps in a scope. */
function isPluginPackage(name: string): boolean {
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

/**
 * The plugins that `sluice plugin add` recorded. One that is gone is a plugin that is broken; all are in a record that others can write.
 */
export async function userPlugins(home: string | undefined, trust: TrustedFolders): Promise<readonly LocatedPlugin[]> {
  const folder = userPluginFolder(home);
  const { packages, paths } = await readUserPlugins(folder);
  const located = await Promise.all([
    ...packages.map((name) =>
      orBroken(name, async () => locatePackage(join(folder, "node_modules", name), "user", name)),
    ),
    ...paths.map((path) => orBroken(path, () => locatePath(path, "user", path))),
  ]);
  const found = located.filter((each) => each !== undefined);
  const refusal = found.length === 0 ? undefined : trust.ownRefusal();
  return refusal ? found.map((each, at) => refused(each, refusal, at > 0)) : found;
}

function nearestPackage(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (isFile(file)) return file;
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
