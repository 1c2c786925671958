import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { SluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { makeFolders } from "@sluice/core/listing";
import type { CommandConsole } from "../session/command-console.ts";
import { similarFile } from "../session/similar-file.ts";
import { projectPlugins, userPlugins } from "./automatic-plugins.ts";
import { isPath, locatePackage, locatePath, type LocatedPlugin } from "./located-plugin.ts";
import { forgetPlugin } from "./remove-plugin.ts";
import { runNpm } from "./run-npm.ts";
import { TrustedFolders } from "./trusted-folders.ts";
import { readUserPlugins, userPluginFolder, writeUserPlugins } from "./user-plugins.ts";

/** `sluice plugin add`. @throws `PLUGIN_INSTALL`, `FILE_NOT_FOUND`, and `PLUGIN_INVALID` for what is no plugin */
export async function addPlugin(written: string, console: CommandConsole): Promise<number> {
  const isUrl = /^(?!file:)[a-z][a-z+]*:\/\//i.test(written);
  const spec = written.replace(/^file:(?:\/\/(?=\/))?/, "");
  const path = resolve(console.cwd, spec);
  const isTarball = !isUrl && /\.t(?:ar\.)?gz$/.test(spec);
  const isFile = !isUrl && (spec !== written || isPath(spec));
  if (!isTarball && (isFile || /[/.]/.test(spec)) && existsSync(path)) return addPath(path, spec, console);
  if ((isTarball || isFile) && !existsSync(path)) {
    throw new SluiceError("FILE_NOT_FOUND", `there is no file or folder ${spec}`, { hint: await similarFile(path) });
  }
  const name = isTarball ? undefined : packageNameOf(spec);
  const project = await projectPlugins(console.cwd, new TrustedFolders());
  const there = project.find(
    ({ packageName, source }) =>
      name !== undefined && packageName === name && source.fault?.code !== "PLUGIN_UNTRUSTED",
  );
  if (there) {
    console.err(`The project depends on ${spec} already: plugin ${there.source.name} is there.\n`);
    return 0;
  }
  return addPackage(isTarball ? path : spec, name, console);
}

async function addPath(path: string, written: string, console: CommandConsole): Promise<number> {
  const { source } = await locatePath(path, "user", written);
  if (source.fault) throw source.fault;
  const folder = userPluginFolder(undefined);
  const replaced = await forgetOthers(source, folder);
  const { packages, paths } = await readUserPlugins(folder);
  await writeUserPlugins(folder, { packages, paths: [...paths.filter((each) => each !== path), path] });
  console.err(addedText({ ...source, ...(source.manifest ? {} : { name: path }) }, replaced));
  return 0;
}

async function addPackage(spec: string, expected: string | undefined, console: CommandConsole): Promise<number> {
  const folder = userPluginFolder(undefined);
  makeFolders(folder, 0o700);
  const manifest = join(folder, "package.json");
  // Without one, npm would install into a folder further up.
  if (!existsSync(manifest)) await writeFile(manifest, '{ "private": true }\n');
  const before = await dependencies(manifest);
  await runNpm("install", [spec], folder);
  const after = await dependencies(manifest);
  const name =
    Object.keys(after).find((each) => after[each] !== before[each]) ??
    Object.keys(after).find((each) => each === expected || after[each]?.endsWith(basename(spec)) === true);
  if (name === undefined) throw new SluiceError("PLUGIN_INSTALL", `npm installed ${spec}, but does not say as what`);
  const known = await readUserPlugins(folder);
  try {
    const located = await locatePackage(join(folder, "node_modules", name), "user", name);
    if (!located || located.source.fault) throw located?.source.fault ?? noPlugin(name);
    const companions = await missingCompanions(join(folder, "node_modules"), name);
    if (companions.length > 0) await runNpm("install", companions, folder);
    const replaced = await forgetOthers(located.source, folder, name);
    const { packages, paths } = await readUserPlugins(folder);
    await writeUserPlugins(folder, { packages: [...packages.filter((each) => each !== name), name], paths });
    console.err(addedText(located.source, replaced));
    return 0;
  } catch (error) {
    if (!known.packages.includes(name)) await runNpm("uninstall", [name], folder);
    throw error;
  }
}

/**
 * What a package wants to find beside it (`peerDependencies`) and npm did not install: neither what comes with the command, nor what it can
 * do without.
 */
async function missingCompanions(modules: string, name: string): Promise<readonly string[]> {
  const text = await readFile(join(modules, name, "package.json"), "utf8");
  const { peerDependencies = {}, peerDependenciesMeta = {} } = JSON.parse(text) as {
    readonly peerDependencies?: Readonly<Record<string, string>>;
    readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  };
  return Object.entries(peerDependencies)
    .filter(([peer]) => peer !== "sluice" && !peer.startsWith("@sluice/"))
    .filter(([peer]) => peerDependenciesMeta[peer]?.optional !== true && !existsSync(join(modules, peer)))
    .map(([peer, range]) => `${peer}@${range}`);
}

/** Two plugins of one name would leave it to chance which of them is meant: the one that is added takes the place of others. */
async function forgetOthers(
  { name, path, manifest }: PluginSource,
  folder: string,
  packageName?: string,
): Promise<LocatedPlugin | undefined> {
  if (manifest === undefined) return undefined;
  const others = (await userPlugins(undefined, new TrustedFolders())).filter(
    (other) => other.source.name === name && other.source.path !== path && other.packageName !== packageName,
  );
  for (const other of others) await forgetPlugin(other, folder);
  return others.at(-1);
}

function noPlugin(name: string): SluiceError {
  const usual = `sluice-plugin-${name}`;
  return new SluiceError("PLUGIN_INVALID", `package ${name} is no plugin: its package.json has no key 'sluice'`, {
    hint: name.includes("sluice-plugin-")
      ? undefined
      : `Plugins are usually called ${usual}: sluice plugin add ${usual}`,
  });
}

function addedText({ name, version, manifest }: PluginSource, replaced: LocatedPlugin | undefined): string {
  const added = `Added plugin ${name}${version === undefined ? "" : ` ${version}`}${manifest ? `: ${manifest.purpose}` : ""}\n`;
  return replaced === undefined ? added : `${added}It takes the place of the one in ${replaced.source.path ?? ""}\n`;
}

async function dependencies(file: string): Promise<Readonly<Record<string, string>>> {
  const read = JSON.parse(await readFile(file, "utf8")) as { readonly dependencies?: Record<string, string> };
  return read.dependencies ?? {};
}

/** The name in what npm installs from a registry: `name`, `name@range`, `@scope/name@range`. */
function packageNameOf(spec: string): string | undefined {
  return /^(@[^/@]+\/[^/@]+|[^/@:]+)(?:@[^/:]*)?$/.exec(spec)?.[1];
}
