import { closeSync, constants, fstatSync, openSync, read } from "node:fs";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { SluiceError } from "@sluice/contracts";
import { isStandardInput, openStream } from "./open-stream.ts";

/** Most bytes of one document, where nothing else is said. */
export const defaultDocumentBytes: number = 64 * 1024 * 1024;

const chunkBytes = 256 * 1024;
const readChunk = promisify(read);

export interface ReadDocumentOptions {
  /** What messages call the file. */
  readonly name: string;
  /** Most bytes. Default: {@link defaultDocumentBytes}. */
  readonly limit?: number | undefined;
  /** The user named it: it may be a pipe or a terminal, which ends when whoever writes to it does. */
  readonly named?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came of streams, which can be read once, for all who ask. */
const streams = new Map<string, Buffer>();

/**
 * The bytes of a document. What has no end, or waits for somebody, is not read: only files are, up to a limit.
 * @throws `FILE_UNREADABLE` for what is no file, `DOCUMENT_LIMIT`, and the errors of the operating system
 */
export async function readDocumentBytes(path: string, options: ReadDocumentOptions): Promise<Buffer> {
  const { name, named = false } = options;
  const known = streams.get(path);
  if (known !== undefined) return known;
  const file = openDocument(path, options);
  if (file === undefined) return keepStream(path, await readStream(process.stdin, options));
  let isOpen = true;
  try {
    const stats = fstatSync(file);
    const isStream = stats.isFIFO() || stats.isCharacterDevice();
    if (stats.isDirectory()) throw unreadable(name, "is a directory, not a document");
    if (!stats.isFile() && !(named && isStream)) throw unreadable(name, "is no file but a device or a pipe");
    if (!stats.isFile()) {
      const stream = await openStream(file, stats);
      isOpen = false;
      return keepStream(path, await readStream(stream, options));
    }
    const bytes = await readAll(file, Math.min(stats.size + 1, chunkBytes), options);
    // The files of /proc are made up while they are read.
    if (!named && stats.size === 0 && bytes.length > 0)
      throw unreadable(name, "is no file on a disk: the system makes it up");
    return bytes;
  } finally {
    if (isOpen) closeSync(file);
  }
}

function keepStream(path: string, bytes: Buffer): Buffer {
  streams.set(path, bytes);
  return bytes;
}

/** Undefined for a standard input that is a socket, which cannot be opened again. */
function openDocument(path: string, { name, named }: ReadDocumentOptions): number | undefined {
  try {
    // Without a writer, opening a pipe would wait for one.
    return openSync(path, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch (cause) {
    // Sockets cannot be opened at all.
    if ((cause as NodeJS.ErrnoException).code !== "ENXIO") throw cause;
    if (named === true && isStandardInput(path)) return undefined;
    throw unreadable(name, "is no file but a device or a pipe");
  }
}

async function readAll(file: number, chunk: number, options: ReadDocumentOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const { bytesRead, buffer } = await readChunk(file, { buffer: Buffer.allocUnsafe(Math.max(chunk, 4096)) });
    if (bytesRead === 0) return Buffer.concat(chunks, length);
    length += bytesRead;
    checkLength(length, options);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

async function readStream(stream: Readable, options: ReadDocumentOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const { signal } = options;
  const abort = (): void => void stream.destroy(signal?.reason as Error);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      checkLength(length, options);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function checkLength(length: number, { name, limit = defaultDocumentBytes }: ReadDocumentOptions): void {
  if (length > limit) throw new SluiceError("DOCUMENT_LIMIT", `${name} is larger than ${sizeText(limit)}`);
}

function sizeText(bytes: number): string {
  return bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2} MiB` : `${bytes} bytes`;
}

function unreadable(name: string, what: string): SluiceError {
  return new SluiceError("FILE_UNREADABLE", `${name} ${what}`);
}
