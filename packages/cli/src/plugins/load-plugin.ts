import { existsSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { SluiceError, thrownText, type Plugin } from "@sluice/contracts";
import { lendContracts } from "./lend-contracts.ts";

/** What to do about TypeScript where Node does not run it. */
export const noTypeScript =
  "Node runs no TypeScript in node_modules: compile it, and name the JavaScript as sluice.module.";

/**
 * Loads the plugin of a module: its default export, or the export `plugin`. Node runs TypeScript by leaving out the types.
 * @throws `PLUGIN_FAILED` when a package that it needs is not installed; `PLUGIN_INVALID` without such an export; whatever the module throws
 */
export async function loadPlugin(module: string, name: string): Promise<Plugin> {
  const exports = await importModule(module, name);
  const plugin = defaultOf(exports["default"]) ?? exports["plugin"];
  if (plugin !== undefined && plugin !== null) return plugin as Plugin;
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
    const known = explained(cause);
    // A plain error is told with the name of the plugin by whoever loads it.
    if (known === undefined) throw cause;
    throw new SluiceError("PLUGIN_FAILED", known.message, { actor: `plugin ${name}`, hint: known.hint, cause });
  }
}

/** What a CommonJS module exports is its default; where it was compiled from a module, that has a default of its own. */
function defaultOf(value: unknown): unknown {
  const isWrapped = typeof value === "object" && value !== null && !("setup" in value) && "default" in value;
  return isWrapped ? value.default : value;
}

/** What is said of an error of Node that there is something to be done about; undefined for what a module throws. */
function explained(cause: unknown): { readonly message: string; readonly hint: string } | undefined {
  try {
    const missing = missingPackage(cause);
    if (missing !== undefined)
      return {
        message: `it needs the package '${missing}', which is not installed`,
        hint: `Install it beside the plugin: npm install ${missing}`,
      };
    const hint = hintFor(cause);
    return hint === undefined ? undefined : { message: `it cannot be loaded: ${thrownText(cause)}`, hint };
  } catch {
    // What a module throws may throw when it is looked at.
    return undefined;
  }
}

/** The package that an import did not find. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ERR_MODULE_NOT_FOUND") return /Cannot find package '([^']+)'/.exec(error.message)?.[1];
  return code === "MODULE_NOT_FOUND" ? /Cannot find module '([^'./][^']*)'/.exec(error.message)?.[1] : undefined;
}

/** What to do about an error of Node that does not say it. */
function hintFor(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, type] =
    error instanceof SyntaxError ? (/does not provide an export named '([^']+)'/.exec(error.message) ?? []) : [];
  if (type !== undefined) return `If it is a type, say so, as Node leaves types out: import { type ${type} } from …`;
  switch ((error as NodeJS.ErrnoException).code) {
    case "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING":
      return noTypeScript;
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return "Node leaves types out and changes nothing else: write it without enum, namespace and parameter properties.";
    case "ERR_MODULE_NOT_FOUND": {
      const [, path = ""] = /Cannot find module '([^']+)\.m?js'/.exec(error.message) ?? [];
      const there = [".ts", ".mts"]
        .map((extension) => path + extension)
        .find((file) => path !== "" && existsSync(file));
      return there === undefined ? undefined : `Import it with its own extension: ${basename(there)}.`;
    }
    default:
      return undefined;
  }
}
