import { resolve } from "node:path";
import { SluiceError } from "@sluice/contracts";
import type { CommandConsole } from "../session/command-console.ts";
import { projectPlugins, userPlugins } from "./automatic-plugins.ts";
import { findPlugin } from "./find-plugin.ts";
import type { LocatedPlugin } from "./located-plugin.ts";
import { runNpm } from "./run-npm.ts";
import { TrustedFolders } from "./trusted-folders.ts";
import { readUserPlugins, userPluginFolder, writeUserPlugins } from "./user-plugins.ts";

/** `sluice plugin remove`: takes back what `add` did. @throws `PLUGIN_MISSING`, `PLUGIN_INSTALL` */
export async function removePlugin(name: string, console: CommandConsole): Promise<number> {
  const folder = userPluginFolder(undefined);
  const trust = new TrustedFolders();
  const added = await userPlugins(undefined, trust);
  const project = await projectPlugins(console.cwd, trust);
  const ofProject = project.find((each) => each.source.name === name || each.packageName === name);
  // A path is found also where there is nothing any more.
  const path = resolve(console.cwd, name);
  const mine = added.find((each) => each.packageName === name || each.packageName === path)?.source;
  if (!mine && ofProject && !added.some(({ source }) => source.name === name)) {
    throw new SluiceError("PLUGIN_MISSING", `plugin ${name} was not added: the project depends on it`, {
      hint: `npm uninstall ${ofProject.packageName ?? name}`,
    });
  }
  if (added.length === 0) {
    throw new SluiceError("PLUGIN_MISSING", `there is no plugin '${name}' that was added: none was`, {
      hint: "What comes with Sluice stays; 'plugins: [{ plugin: NAME, enabled: false }]' leaves one out.",
    });
  }
  const source =
    mine ??
    findPlugin(
      added.map((each) => each.source),
      name,
      console.cwd,
    );
  const packageName = added.find((each) => each.source === source)?.packageName;
  await forgetPlugin({ source, ...(packageName !== undefined && { packageName }) }, folder);
  console.err(`Removed plugin ${source.name}\n`);
  return 0;
}

/** Takes a plugin out of the record of this user, and uninstalls it if `add` installed it. @throws `PLUGIN_INSTALL` */
export async function forgetPlugin({ source, packageName }: LocatedPlugin, folder: string): Promise<void> {
  const { packages, paths } = await readUserPlugins(folder);
  if (packageName !== undefined && packages.includes(packageName)) {
    await runNpm("uninstall", [packageName], folder);
    await writeUserPlugins(folder, { packages: packages.filter((each) => each !== packageName), paths });
  } else {
    const left = paths.filter((each) => each !== source.path && each !== source.name);
    await writeUserPlugins(folder, { packages, paths: left });
  }
}
