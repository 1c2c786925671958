import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { isSluiceError, SluiceError, type DocumentLimits, type Frontend } from "@sluice/contracts";
import type { Host } from "@sluice/core/host";
import { similarFile } from "./similar-file.ts";

/** The path that `-` stands for. */
export const standardInput = "/dev/stdin";

/** A document whose language is known. */
export interface SelectedFrontend {
  readonly name: string;
  readonly frontend: Frontend;
}

/** Whether a document is named by a URI that is not a path of this host. */
export function isRemote(document: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(document);
}

/** What a command line names: `-` is standard input, and paths are relative to a folder. */
export function located(written: string, cwd: string): string {
  if (written === "-") return standardInput;
  return isRemote(written) ? written : resolve(cwd, written);
}

/** The file of a document that may end in `#process`; a hash mark may be part of its own name. */
export function documentPath(document: string, cwd: string): string {
  const whole = located(document, cwd);
  const hash = document.lastIndexOf("#");
  return hash < 0 || existsSync(whole) ? whole : resolve(cwd, document.slice(0, hash));
}

/** Finds the language of a document: by extension, else by its text. @throws `FILE_NOT_FOUND`, `PLUGIN_MISSING` */
export async function selectFrontend(
  host: Pick<Host, "frontends">,
  document: string,
  cwd: string,
  limits: DocumentLimits = {},
): Promise<SelectedFrontend> {
  const path = isRemote(document) ? new URL(document).pathname : documentPath(document, cwd);
  const frontends = [...host.frontends()].map(([name, frontend]) => ({ name, frontend }));
  const text = isRemote(document) ? undefined : await readDocument(path, document, limits.documentBytes);
  const selected =
    frontends.find(({ frontend }) => frontend.extensions.includes(extname(path))) ??
    frontends.find(({ frontend }) => text !== undefined && frontend.detect({ path, text }));
  if (selected !== undefined) return selected;
  throw new SluiceError(
    "PLUGIN_MISSING",
    `${document} is in no workflow language that this build knows: ${frontends.map(({ name }) => name).join(", ")}`,
    {
      hint: "A CWL document has a cwlVersion; a configuration file has workflows.",
    },
  );
}

/** Reads a document of this host. @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `DOCUMENT_LIMIT` */
export async function readDocument(path: string, written: string, limit?: number): Promise<string> {
  try {
    const { readDocumentBytes } = await import("@sluice/cwl/yaml");
    const bytes = await readDocumentBytes(path, { name: written, named: true, ...(limit !== undefined && { limit }) });
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (isSluiceError(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      throw new SluiceError("FILE_UNREADABLE", `${written} is no text in UTF-8`, { cause: error });
    if (code !== "ENOENT")
      throw new SluiceError("FILE_UNREADABLE", `${written} cannot be read: ${(error as Error).message}`, {
        cause: error,
      });
    throw new SluiceError("FILE_NOT_FOUND", `there is no file ${written}`, {
      hint: await similarFile(path),
      cause: error,
    });
  }
}
