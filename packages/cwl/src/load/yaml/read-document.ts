import { constants, type FileHandle, open } from "node:fs/promises";
import { SluiceError } from "@sluice/contracts";

/** Most bytes of one document, where nothing else is said. */
export const defaultDocumentBytes: number = 64 * 1024 * 1024;

const chunkBytes = 256 * 1024;

export interface ReadDocumentOptions {
  /** What messages call the file. */
  readonly name: string;
  /** Most bytes. Default: {@link defaultDocumentBytes}. */
  readonly limit?: number | undefined;
  /** The user named it: it may be a pipe or a terminal, which ends when whoever writes to it does. */
  readonly named?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What only this process can name, such as `/dev/stdin` and the `/dev/fd/63` of a shell: it can be read once. */
const ownStream = /^(?:\/dev\/stdin|\/(?:dev|proc\/self)\/fd\/\d+)$/;
/** What came of such streams, for all who ask. */
const streams = new Map<string, Buffer>();

/**
 * The bytes of a document. What has no end, or waits for somebody, is not read: only files are, up to a limit.
 * @throws `FILE_UNREADABLE` for what is no file, `DOCUMENT_LIMIT`, and the errors of the operating system
 */
export async function readDocumentBytes(path: string, options: ReadDocumentOptions): Promise<Buffer> {
  const { name, named = false } = options;
  const known = streams.get(path);
  if (known !== undefined) return known;
  // Without a writer, opening a pipe would wait for one.
  const flags = constants.O_RDONLY | constants.O_NOCTTY | (named ? 0 : constants.O_NONBLOCK);
  await using file = await openFile(path, flags, name);
  const { size, ...kind } = await kindOf(file);
  if (kind.isDirectory) throw unreadable(name, "is a directory, not a document");
  if (!kind.isFile && !(named && kind.isStream)) throw unreadable(name, "is no file but a device or a pipe");
  const bytes = await readAll(file, Math.min(size + 1, chunkBytes), options);
  if (named && !kind.isFile && ownStream.test(path)) streams.set(path, bytes);
  // The files of /proc are made up while they are read.
  if (kind.isFile && !named && size === 0 && bytes.length > 0)
    throw unreadable(name, "is no file on a disk: the system makes it up");
  return bytes;
}

async function openFile(path: string, flags: number, name: string): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (cause) {
    // Sockets cannot be opened at all.
    if ((cause as NodeJS.ErrnoException).code === "ENXIO") throw unreadable(name, "is no file but a device or a pipe");
    throw cause;
  }
}

async function kindOf(
  file: FileHandle,
): Promise<{ isFile: boolean; isDirectory: boolean; isStream: boolean; size: number }> {
  const stats = await file.stat();
  const isStream = stats.isFIFO() || stats.isCharacterDevice();
  return { isFile: stats.isFile(), isDirectory: stats.isDirectory(), isStream, size: stats.size };
}

async function readAll(
  file: FileHandle,
  chunk: number,
  { name, limit = defaultDocumentBytes, signal }: ReadDocumentOptions,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(Math.max(chunk, 4096)) });
    if (bytesRead === 0) return Buffer.concat(chunks, length);
    length += bytesRead;
    if (length > limit) throw new SluiceError("DOCUMENT_LIMIT", `${name} is larger than ${sizeText(limit)}`);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

function sizeText(bytes: number): string {
  return bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2} MiB` : `${bytes} bytes`;
}

function unreadable(name: string, what: string): SluiceError {
  return new SluiceError("FILE_UNREADABLE", `${name} ${what}`);
}
