/** The forms of a plugin's name that its files need. */
export interface PluginNames {
  /** Of the plugin, in kebab case: `fair-share`. */
  readonly plugin: string;
  /** Of the package: `sluice-plugin-fair-share`, perhaps with a scope. */
  readonly package: string;
  /** For functions and values: `fairShare`. */
  readonly camel: string;
  /** For types: `FairShare`. */
  readonly pascal: string;
}

/** What begins the names of packages that are plugins. */
const prefix = "sluice-plugin-";

/** Reads a plugin's or a package's name. Undefined when it cannot be a name. */
export function pluginNames(given: string): PluginNames | undefined {
  const match = /^(@[a-z0-9][a-z0-9._-]*\/)?(.+)$/.exec(given);
  const [, scope = "", rest = ""] = match ?? [];
  const plugin = rest.startsWith(prefix) ? rest.slice(prefix.length) : rest;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(plugin)) return undefined;
  const pascal = plugin
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  const name = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  const camel = isWordOfTheLanguage(name) ? `${name}Plugin` : name;
  return { plugin, package: `${scope}${prefix}${plugin}`, camel, pascal };
}

/** Whether nothing can be called by this name in a module. */
function isWordOfTheLanguage(name: string): boolean {
  const words =
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield";
  return words.split(" ").includes(name);
}
