import { pathToFileURL } from "node:url";
import { parseYaml, SourceText, type YamlNode } from "@sluice/cwl/yaml";
import type { ConfigKind } from "./compose-schema.ts";
import { ConfigDocument } from "./config-document.ts";
import { interpolate } from "./interpolate.ts";

/** Parses a configuration file and, in sluice files, puts variables and files in place. What is wrong is with the document. */
export async function openDocument(input: {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly kind: ConfigKind;
  readonly configDir: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}): Promise<ConfigDocument> {
  const { file, text, kind, configDir, variables } = input;
  const source = new SourceText(pathToFileURL(file).href, text);
  const root: YamlNode = parseYaml(source) ?? { kind: "mapping", source, start: 0, entries: new Map() };
  const document = new ConfigDocument(file, root);
  if (kind === "sluice") await interpolate(document, { configDir, environment: variables });
  else document.escapeReferences();
  return document;
}
