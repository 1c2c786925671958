import { dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { documentPath, isRemote, readDocument } from "../session/select-frontend.ts";
import type { ConfiguredWorkflow } from "./workflow-config.ts";

/** Whether a document is a configuration file: it has workflows, and it is no CWL document. */
export function looksLikeConfig(path: string, text: string): boolean {
  if (![".yml", ".yaml", ".json"].includes(extname(path))) return false;
  return /^\s*["']?workflows["']?\s*:/m.test(text) && !/^\s*["']?cwlVersion["']?\s*:/m.test(text);
}

/**
 * The workflows of a configuration file in their order, or undefined for a document of another kind.
 * @throws `FILE_NOT_FOUND`, `YAML_SYNTAX`, and `CONFIG_INVALID` with the position of every fault
 */
export async function readConfigIfAny(
  document: string,
  cwd: string,
): Promise<readonly ConfiguredWorkflow[] | undefined> {
  if (isRemote(document)) return undefined;
  const path = documentPath(document, cwd);
  if (extname(path) === ".cwl") return undefined;
  const text = await readDocument(path, document);
  if (!looksLikeConfig(path, text)) return undefined;
  const [{ parseYaml, SourceText }, { readWorkflows }] = await Promise.all([
    import("@sluice/cwl/yaml"),
    import("./read-workflows.ts"),
  ]);
  const file = resolve(path);
  return readWorkflows(parseYaml(new SourceText(pathToFileURL(file).href, text)), dirname(file));
}
