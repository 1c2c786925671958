import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { PluginNames } from "./plugin-names.ts";

const folder = fileURLToPath(new URL("../templates", import.meta.url));

/** A file of a new plugin. */
export interface TemplateFile {
  /** Relative to the plugin, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Names of the kinds of plugin that can be started: an extension point each, and `hooks`. */
export function templateNames(): readonly string[] {
  return readdirSync(join(folder, "points")).sort();
}

/** The files of a new plugin, with its names in the place of those of the templates. */
export function templateFiles(point: string, names: PluginNames): readonly TemplateFile[] {
  const files = new Map<string, string>();
  for (const source of [join(folder, "common"), join(folder, "points", point)]) {
    for (const path of filesOf(source)) files.set(path, readFileSync(join(source, path), "utf8"));
  }
  const parts = { sluice: takeJson(files, "manifest.json"), peerDependencies: takeJson(files, "dependencies.json") };
  return [...files].map(([path, text]) => ({
    path: rename(path, names),
    text: path === "_package.json" ? withParts(text, parts, names) : replaceNames(text, names),
  }));
}

function filesOf(source: string): readonly string[] {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(source, join(entry.parentPath, entry.name)).split("\\").join("/"))
    .sort();
}

/** Names that npm would leave out of a package, or take for its own, have an underscore in the templates. */
function rename(path: string, names: PluginNames): string {
  return replaceNames(path, names).replace(/(^|\/)_(package\.json|gitignore)$/, (_all, start: string, name: string) =>
    name === "gitignore" ? `${start}.gitignore` : `${start}${name}`,
  );
}

/** The templates are a plugin called `example-plugin`. */
function replaceNames(text: string, names: PluginNames): string {
  return text
    .replaceAll("sluice-plugin-example-plugin", names.package)
    .replaceAll("example-plugin", names.plugin)
    .replaceAll("examplePlugin", names.camel)
    .replaceAll("ExamplePlugin", names.pascal);
}

/** Takes a file of a template that becomes part of the package's `package.json`. */
function takeJson(files: Map<string, string>, path: string): object {
  const text = files.get(path) ?? "{}";
  files.delete(path);
  return JSON.parse(text) as object;
}

/** Adds to the sections of a `package.json`. */
function withParts(text: string, parts: Readonly<Record<string, object>>, names: PluginNames): string {
  const whole = JSON.parse(text) as Record<string, object>;
  for (const [section, part] of Object.entries(parts)) whole[section] = { ...whole[section], ...part };
  return `${replaceNames(JSON.stringify(whole, undefined, 2), names)}\n`;
}
