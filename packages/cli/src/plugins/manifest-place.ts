import { pathToFileURL } from "node:url";
import { parseYaml, SourceText } from "@sluice/cwl/yaml";
import { ConfigDocument } from "../config/config-document.ts";

/** Where a field of a package.json stands, or what is around it, as `FILE:LINE:COLUMN`. The text is known to be JSON. */
export function manifestPlace(file: string, text: string, path: readonly string[]): string {
  const root = parseYaml(new SourceText(pathToFileURL(file).href, text));
  if (root === undefined) return file;
  const { line, column } = new ConfigDocument(file, root).positionOf(path);
  return `${file}:${line}:${column}`;
}
