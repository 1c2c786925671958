import { pathToFileURL } from "node:url";
import { SluiceError, type Plugin } from "@sluice/contracts";
import { lendContracts } from "./lend-contracts.ts";

/**
 * Loads the plugin of a module: its default export, or the export `plugin`. Node runs TypeScript by leaving out the types.
 * @throws `PLUGIN_FAILED` when a package that it needs is not installed; `PLUGIN_INVALID` without such an export; whatever the module throws
 */
export async function loadPlugin(module: string, name: string): Promise<Plugin> {
  const exports = await importModule(module, name);
  const plugin = exports["default"] ?? exports["plugin"];
  if (plugin !== undefined) return plugin as Plugin;
  throw new SluiceError("PLUGIN_INVALID", `${module} exports no plugin`, {
    actor: `plugin ${name}`,
    hint: "Write: export default definePlugin({ name, version, engine, setup }).",
  });
}

async function importModule(module: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  lendContracts(module);
  try {
    return (await import(pathToFileURL(module).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const missing = missingPackage(cause);
    if (missing === undefined) throw cause;
    throw new SluiceError("PLUGIN_FAILED", `it needs the package '${missing}', which is not installed`, {
      actor: `plugin ${name}`,
      hint: `Install it beside the plugin: npm install ${missing}`,
      cause,
    });
  }
}

/** The package that an import did not find. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") return undefined;
  return /Cannot find package '([^']+)'/.exec(error.message)?.[1];
}
