import type { Json } from "./json.ts";

/**
 * A value on its way through the graph. Small values travel in the token; large ones are blobs of the journal and
 * only referred to; a gathered list refers to its elements. {@link TokenReader.read} gives the value.
 */
export type Token = ValueToken | BlobToken | ItemToken | ListToken;

/** A value of at most {@link inlineLimit} bytes as JSON. */
export interface ValueToken {
  readonly value: Json;
}

/** A value stored as a content-addressed blob. */
export interface BlobToken {
  readonly blob: BlobRef;
}

/** One element of a list that is a blob. */
export interface ItemToken {
  readonly item: BlobRef;
  /** Index into the list, from 0. */
  readonly index: number;
}

/** A list whose elements are tokens. */
export interface ListToken {
  readonly list: readonly Token[];
}

/** Names a stored value. */
export interface BlobRef {
  /** SHA-256 of the JSON text, hexadecimal. */
  readonly digest: string;
  /** Length of the JSON text in UTF-8 bytes. */
  readonly bytes: number;
  /** Number of elements if the value is a list: a scatter needs it without reading the blob. */
  readonly length?: number;
}

/** Values longer than this, in bytes of JSON, are stored as blobs. */
export const inlineLimit: number = 64 * 1024;

/** Turns tokens into values. */
export interface TokenReader {
  /** @throws `JOURNAL_CORRUPT` when a blob is missing or does not match its digest. */
  read(token: Token): Promise<Json>;
}

/** The number of elements of a list token, or undefined when the token is not a list. */
export function listLength(token: Token): number | undefined {
  if ("list" in token) return token.list.length;
  if ("blob" in token) return token.blob.length;
  if ("value" in token) return Array.isArray(token.value) ? token.value.length : undefined;
  return undefined;
}

/** Element `index` of a list token, without reading blobs. The token must be a list of that length. */
export function listItem(token: Token, index: number): Token {
  if ("list" in token) return token.list[index] as Token;
  if ("blob" in token) return { item: token.blob, index };
  return { value: (token as { value: readonly Json[] }).value[index] as Json };
}
