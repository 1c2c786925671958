import { existsSync, realpathSync } from "node:fs";
import { findPackageJSON, registerHooks } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Lets the modules of a plugin and those beside it import `@sluice/contracts` and its like although no package of that name is installed there: they get
 * those that the command itself came with. So a plugin of one file needs no project around it.
 */
export function lendContracts(module: string): void {
  // Node knows modules by where they are, not by the links that lead there.
  const real = realPath(module);
  if (isInstalled(pathToFileURL(real))) return;
  const folder = pathToFileURL(borrower(real) + sep).href;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        // What lies deeper may well have its own.
        if (!specifier.startsWith("@sluice/") || context.parentURL?.startsWith(folder) !== true) throw error;
        const lent = import.meta.resolve(specifier);
        // `require` takes no URLs.
        return next(context.conditions.includes("require") ? fileURLToPath(lent) : lent, context);
      }
    },
  });
}

/** The folder whose modules are lent to: all packages that a plugin is installed beside, else the package of its own, else its folder. */
function borrower(module: string): string {
  const packages = `${sep}node_modules${sep}`;
  const at = module.indexOf(packages);
  if (at !== -1) return module.slice(0, at + packages.length - 1);
  for (let folder = dirname(module); dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return dirname(module);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // Whoever imports it says what is wrong.
    return file;
  }
}

function isInstalled(from: URL): boolean {
  try {
    return findPackageJSON("@sluice/contracts", from) !== undefined;
  } catch {
    return false;
  }
}
