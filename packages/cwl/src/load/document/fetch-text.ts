import { readFile } from "node:fs/promises";
import { SluiceError, type DataManager } from "@sluice/contracts";
import { similarFile } from "./similar-file.ts";
import { displayName, pathOfUri } from "../yaml/index.ts";

/** Reads the text behind an absolute URI. */
export type FetchText = (uri: string, signal?: AbortSignal) => Promise<string>;

const maxBytes = 64 * 1024 * 1024;

/** Reads `http:` and `https:` URIs from copies that `fetchFile` makes, and `file:` URIs as they are. */
export function createFetchText(fetchFile: DataManager["fetch"]): FetchText {
  return async (uri, signal = new AbortController().signal) => {
    if (!/^https?:/i.test(uri)) return fetchFileText(uri, signal);
    const path = await fetchFile({ uri, limit: maxBytes, signal });
    return decodeText(await readBytes(path, uri, signal), uri);
  };
}

/** Reads `file:` URIs; anything else is `CWL_UNSUPPORTED`. */
export async function fetchFileText(uri: string, signal?: AbortSignal): Promise<string> {
  if (!uri.startsWith("file:")) {
    throw new SluiceError("CWL_UNSUPPORTED", `${uri} cannot be read: only files are`, {
      hint: "Download the document and refer to the copy.",
    });
  }
  const name = displayName(uri);
  const path = pathOfUri(uri);
  if (path === undefined) throw new SluiceError("CWL_REFERENCE", `${uri} names no file of this machine`);
  return decodeText(await readBytes(path, name, signal), name);
}

async function readBytes(path: string, name: string, signal: AbortSignal | undefined): Promise<Buffer> {
  try {
    return await readFile(path, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new SluiceError("FILE_NOT_FOUND", `${name} does not exist`, { hint: await similarFile(path), cause });
    if (code === "EISDIR")
      throw new SluiceError("FILE_UNREADABLE", `${name} is a directory, not a document`, { cause });
    throw new SluiceError("FILE_UNREADABLE", `${name} cannot be read (${code ?? String(cause)})`, { cause });
  }
}

function decodeText(bytes: Buffer, name: string): string {
  if (bytes.length > maxBytes) throw new SluiceError("DOCUMENT_LIMIT", `${name} is larger than ${maxBytes} bytes`);
  const start = { file: name, line: 1, column: 1 };
  if (bytes.includes(0))
    throw new SluiceError("YAML_SYNTAX", "this is a binary file, not YAML or JSON", { position: start });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SluiceError("YAML_SYNTAX", "the file is not valid UTF-8", { position: start, cause });
  }
}
