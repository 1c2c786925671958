import { existsSync, lstatSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isSluiceError, SluiceError, SluiceErrorList } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { nearestName } from "../command-line/nearest-name.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { packageRefusal, projectPlugins, refused, userPlugins } from "./automatic-plugins.ts";
import { builtinPlugin, bundledPlugins } from "./bundled-plugins.ts";
import { installedPackage, isPath, locatePackage, locatePath, type LocatedPlugin } from "./located-plugin.ts";
import type { PluginEntry } from "./plugin-entry.ts";
import { TrustedFolders } from "./trusted-folders.ts";
import { userPluginFolder } from "./user-plugins.ts";

/** What decides which plugins there are. */
export interface PluginSourcesInput {
  /** What the configuration and options name, in order. */
  readonly entries: readonly PluginEntry[];
  /** Folder that paths of entries resolve against, and whose project counts. Absolute. */
  readonly configDir: string;
  /** Working directory. Absolute. */
  readonly cwd: string;
  /** Folder of the user's data; default: the usual one. */
  readonly home: string | undefined;
  /** Whether plugins that nobody named are there, too: those that the project depends on, and those that the user added. */
  readonly auto: boolean;
  /** Whether a reference that leads nowhere makes a plugin that is broken, instead of an error. Default: false. */
  readonly lenient?: boolean;
  /** Where displays draw. Default: the terminal of this process. */
  readonly console?: CommandConsole;
}

/**
 * The plugins that there are, in order: what comes with the command, what the project depends on, what the user added,
 * and what is named. None is loaded; one that is wrong already now carries its fault.
 * @throws `PLUGIN_MISSING` with the position and the nearest name for references that lead nowhere, `PLUGIN_INVALID` for those that lead to no plugin
 */
export async function pluginSources(input: PluginSourcesInput): Promise<readonly PluginSource[]> {
  const { entries, configDir, home, auto } = input;
  const bundled: LocatedPlugin[] = bundledPlugins(input.console).map((source) => ({ source }));
  const trust = new TrustedFolders(home);
  const found = auto ? await Promise.all([projectPlugins(configDir, trust), userPlugins(home, trust)]) : [];
  const plugins = withoutTwins([...bundled, ...found.flat()]);
  const faults: SluiceError[] = [];
  for (const entry of entries) {
    if (entry.reference === builtinPlugin.name) {
      faults.push(withPosition(alwaysThere(entry.reference), entry));
      continue;
    }
    const at = plugins.findIndex((plugin) => isMeant(plugin, entry.reference, configDir));
    if (entry.enabled === false) {
      if (at !== -1) plugins.splice(at, 1);
      continue;
    }
    try {
      const known = plugins[at];
      // Whoever names a path means what lies there, whoever could have put it there.
      const isRefused = known?.source.fault?.code === "PLUGIN_UNTRUSTED" && isPath(entry.reference);
      const located = known && !isRefused ? known : await locate(entry.reference, { ...input, trust }, plugins);
      const again = plugins.findIndex(({ source }) => source.path !== undefined && source.path === located.source.path);
      const place = at === -1 ? again : at;
      plugins.splice(place === -1 ? plugins.length : place, 1, { ...located, source: merge(located.source, entry) });
    } catch (error) {
      if (!isSluiceError(error)) throw error;
      const fault = withPosition(error, entry);
      if (input.lenient === true) plugins.push({ source: brokenSource(entry, fault) });
      else faults.push(fault);
    }
  }
  const [first, ...rest] = faults;
  if (first) throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
  return plugins.map(({ source }) => source);
}

/**
 * The project's plugin takes the place of one of the same name that the user has for all projects, if it may be loaded. Whatever else has a
 * name that is taken is a broken plugin.
 */
function withoutTwins(plugins: readonly LocatedPlugin[]): LocatedPlugin[] {
  const kept: LocatedPlugin[] = [];
  for (const plugin of plugins) {
    const { name, origin, fault } = plugin.source;
    const other = kept.find(({ source }) => source.name === name && source.fault?.code !== "PLUGIN_UNTRUSTED")?.source;
    if (other === undefined && name !== builtinPlugin.name) kept.push(plugin);
    else if (fault !== undefined) kept.push(plugin);
    else if (origin !== "user" || other?.origin !== "package") kept.push(refused(plugin, twin(name, other)));
  }
  return kept;
}

function twin(name: string, other: PluginSource | undefined): SluiceError {
  const place = other?.path ?? "part of Sluice";
  return new SluiceError("PLUGIN_DUPLICATE", `two plugins are called '${name}': the other one is ${place}`, {
    actor: `plugin ${name}`,
  });
}

function isMeant({ source, packageName }: LocatedPlugin, reference: string, configDir: string): boolean {
  if (isPath(reference)) return source.path === resolve(configDir, reference);
  return reference === source.name || reference === packageName;
}

async function locate(
  reference: string,
  { configDir, cwd, home, trust }: PluginSourcesInput & { readonly trust: TrustedFolders },
  known: readonly LocatedPlugin[],
): Promise<LocatedPlugin> {
  const path = resolve(configDir, reference);
  if (isPath(reference)) {
    if (!existsSync(path) && lstatSync(path, { throwIfNoEntry: false }) === undefined)
      throw await noFile(reference, path);
    return locatePath(path, "config", reference);
  }
  for (const name of [reference, `sluice-plugin-${reference}`]) {
    for (const place of [configDir, cwd, userPluginFolder(home)]) {
      const folder = installedPackage(name, place);
      if (folder === undefined) continue;
      const located = await locatePackage(folder, "config", name);
      // Which of the folders above has it, nobody said.
      const isOwn = place === userPluginFolder(home);
      const refusal = located && (isOwn ? trust.ownRefusal() : await packageRefusal(located, trust, place));
      if (refusal) throw refusal;
      if (located) return located;
      throw new SluiceError("PLUGIN_INVALID", `package ${name} is no plugin`, {
        hint: `${join(folder, "package.json")} has no key 'sluice'.`,
      });
    }
  }
  if (existsSync(path)) return locatePath(path, "config", reference);
  throw noPlugin(reference, known);
}

function noPlugin(reference: string, known: readonly LocatedPlugin[]): SluiceError {
  const names = known.flatMap(({ source, packageName }) => [
    source.name,
    ...(packageName === undefined ? [] : [packageName]),
  ]);
  const nearest = nearestName(reference, names);
  return new SluiceError("PLUGIN_MISSING", `there is no plugin '${reference}'`, {
    hint:
      nearest === undefined
        ? "A package must be installed in the project, or added with 'sluice plugin add'; a file is written with its path, such as ./plugin.ts."
        : `Did you mean '${nearest}'?`,
  });
}

function alwaysThere(name: string): SluiceError {
  return new SluiceError(
    "PLUGIN_INVALID",
    `plugin '${name}' is a part of every engine: it is always there, and has no options`,
    {
      hint: "A plugin that provides something of the same name takes its place with 'overrides: [POINT/NAME]' at its own entry.",
    },
  );
}

async function noFile(reference: string, path: string): Promise<SluiceError> {
  const names = await readdir(dirname(path)).catch(() => [] as string[]);
  const nearest = nearestName(basename(path), names);
  const written = reference.replace(/[^/]*\/*$/, "");
  return new SluiceError("PLUGIN_MISSING", `there is no plugin ${reference}: ${path} does not exist`, {
    hint: nearest === undefined ? undefined : `Did you mean '${written}${nearest}'?`,
  });
}

function merge(source: PluginSource, entry: PluginEntry): PluginSource {
  const { reference, options, overrides, locate: find, position } = entry;
  return {
    ...source,
    reference,
    ...(options && { options }),
    ...(overrides && { overrides }),
    ...(find && { locate: find }),
    ...(source.fault && position && { fault: withPosition(source.fault, { position }) }),
  };
}

function brokenSource({ reference }: PluginEntry, fault: SluiceError): PluginSource {
  return { name: reference, origin: "config", reference, fault, load: () => Promise.reject(fault) };
}

function withPosition(error: SluiceError, { position }: Pick<PluginEntry, "position">): SluiceError {
  if (position === undefined || error.position !== undefined) return error;
  return new SluiceError(error.code, error.message, { position, hint: error.hint, actor: error.actor, cause: error });
}
