import { findPackageJSON, registerHooks } from "node:module";
import { dirname, sep } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Lets the modules beside a plugin import `@sluice/contracts` and its like although no package of that name is installed there: they get
 * those that the command itself came with. So a plugin of one file needs no project around it.
 */
export function lendContracts(module: string): void {
  const file = pathToFileURL(module);
  if (isInstalled(file)) return;
  const folder = pathToFileURL(dirname(module) + sep).href;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        // What lies deeper may well have its own.
        if (!specifier.startsWith("@sluice/") || context.parentURL?.startsWith(folder) !== true) throw error;
        return next(import.meta.resolve(specifier), context);
      }
    },
  });
}

function isInstalled(from: URL): boolean {
  try {
    return findPackageJSON("@sluice/contracts", from) !== undefined;
  } catch {
    return false;
  }
}
