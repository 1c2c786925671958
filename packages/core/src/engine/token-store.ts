import { createHash } from "node:crypto";
import {
  inlineLimit,
  SluiceError,
  type BlobRef,
  type Json,
  type JsonObject,
  type RunStore,
  type Token,
  type TokenReader,
  parseJson,
} from "@sluice/contracts";

/** Turns values into tokens and back, with large values in the journal's blobs. */
export interface TokenStore extends TokenReader {
  write(value: Json): Promise<Token>;
  writeAll(values: JsonObject): Promise<Record<string, Token>>;
  readAll(tokens: Readonly<Record<string, Token>>): Promise<JsonObject>;
}

/** How many blobs are kept parsed: a scatter over a stored list asks for one element after the other. */
const parsedBlobs = 4;

/**
 * Makes a token store over a journal.
 * @param renew - what values are read as, where something in them is not as it was written any more
 */
export function createTokenStore(store: RunStore, renew?: (value: Json) => Json): TokenStore {
  const parsed = new Map<string, Promise<Json>>();

  /** Many ask for the same list at once: it is read and parsed for the first of them only. */
  function readBlob(blob: BlobRef): Promise<Json> {
    const known = parsed.get(blob.digest);
    if (known) return known;
    const value = parseBlob(blob.digest);
    parsed.set(blob.digest, value);
    if (parsed.size > parsedBlobs) parsed.delete(parsed.keys().next().value as string);
    return value;
  }

  async function parseBlob(digest: string): Promise<Json> {
    const text = await store.getBlob({ digest });
    if (digestOf(text) !== digest)
      throw new SluiceError("JOURNAL_CORRUPT", `The blob ${digest} of run ${store.run} is not as it was written.`);
    return parseJson(text) as Json;
  }

  async function read(token: Token): Promise<Json> {
    if ("value" in token) return token.value;
    if ("blob" in token) return readBlob(token.blob);
    if ("list" in token) {
      const items: Json[] = [];
      // Not Promise.all: most elements are at hand, and a promise for each would cost more than they do.
      for (const item of token.list) items.push("value" in item ? item.value : await read(item));
      return items;
    }
    const list = await readBlob(token.item);
    const value = Array.isArray(list) ? (list as readonly Json[])[token.index] : undefined;
    if (value === undefined) {
      throw new SluiceError("JOURNAL_CORRUPT", `blob ${token.item.digest} has no element ${token.index}`);
    }
    return value;
  }

  async function write(value: Json): Promise<Token> {
    if (typeof value !== "object" || value === null) {
      if (typeof value !== "string" || value.length * 3 < inlineLimit) return { value };
    }
    const text = JSON.stringify(value);
    const bytes = text.length * 3 < inlineLimit ? 0 : Buffer.byteLength(text);
    if (bytes <= inlineLimit) return { value };
    const digest = digestOf(text);
    await store.putBlob({ digest, text });
    return { blob: { digest, bytes, ...(Array.isArray(value) && { length: value.length }) } };
  }

  const readNow = renew ? async (token: Token): Promise<Json> => renew(await read(token)) : read;

  return {
    read: readNow,
    write,
    async writeAll(values) {
      const tokens: Record<string, Token> = {};
      for (const [name, value] of Object.entries(values)) tokens[name] = await write(value);
      return tokens;
    },
    async readAll(tokens) {
      const values: Record<string, Json> = {};
      for (const [name, token] of Object.entries(tokens))
        values[name] = "value" in token && !renew ? token.value : await readNow(token);
      return values;
    },
  };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
