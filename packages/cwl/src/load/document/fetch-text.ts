import { isSluiceError, SluiceError, type DataManager } from "@sluice/contracts";
import { similarFile } from "./similar-file.ts";
import {
  defaultDocumentBytes,
  displayName,
  pathOfUri,
  readDocumentBytes,
  type ReadDocumentOptions,
} from "../yaml/index.ts";

/** How a text is read. */
export type FetchHow = Pick<ReadDocumentOptions, "named" | "signal">;

/** Reads the text behind an absolute URI. */
export type FetchText = (uri: string, how?: FetchHow) => Promise<string>;

/** Reads `http:` and `https:` URIs from copies that `fetchFile` makes, and `file:` URIs as they are. `limit`: most bytes. */
export function createFetchText(fetchFile: DataManager["fetch"], limit: number = defaultDocumentBytes): FetchText {
  return async (uri, how = {}) => {
    if (!/^https?:/i.test(uri)) return fetchFileText(uri, { ...how, limit });
    const { signal = new AbortController().signal } = how;
    const path = await fetchFile({ uri, limit, signal });
    return decodeText(await readBytes(path, { name: uri, limit, signal }), uri);
  };
}

/** Reads `file:` URIs; anything else is `CWL_UNSUPPORTED`. */
export async function fetchFileText(uri: string, how: Omit<ReadDocumentOptions, "name"> = {}): Promise<string> {
  if (!uri.startsWith("file:")) {
    throw new SluiceError("CWL_UNSUPPORTED", `${uri} cannot be read: only files are`, {
      hint: "Download the document and refer to the copy.",
    });
  }
  const name = displayName(uri);
  const path = pathOfUri(uri);
  if (path === undefined) throw new SluiceError("CWL_REFERENCE", `${uri} names no file of this machine`);
  return decodeText(await readBytes(path, { ...how, name }), name);
}

async function readBytes(path: string, options: ReadDocumentOptions): Promise<Buffer> {
  const { name, signal } = options;
  try {
    return await readDocumentBytes(path, options);
  } catch (cause) {
    signal?.throwIfAborted();
    if (isSluiceError(cause)) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new SluiceError("FILE_NOT_FOUND", `${name} does not exist`, { hint: await similarFile(path), cause });
    throw new SluiceError("FILE_UNREADABLE", `${name} cannot be read (${code ?? String(cause)})`, { cause });
  }
}

function decodeText(bytes: Buffer, name: string): string {
  const start = { file: name, line: 1, column: 1 };
  if (bytes.includes(0))
    throw new SluiceError("YAML_SYNTAX", "this is a binary file, not YAML or JSON", { position: start });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SluiceError("YAML_SYNTAX", "the file is not valid UTF-8", { position: start, cause });
  }
}
