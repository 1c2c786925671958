import { createReadStream, type Stats } from "node:fs";
import { isatty } from "node:tty";
import type { Readable } from "node:stream";

/** Whether a path is this process's own standard input. */
export function isStandardInput(path: string): boolean {
  return /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/0)$/.test(path);
}

/** Whether a path names a stream of this process, such as `/dev/stdin` and the `/dev/fd/63` of a shell. */
export function isOwnStream(path: string): boolean {
  return /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/\d+)$/.test(path);
}

/**
 * What comes out of an open pipe, terminal or device, which is closed with it. Nothing blocks: a signal still ends who waits for a writer,
 * which a read in a thread would not let happen.
 */
export async function openStream(file: number, stats: Stats): Promise<Readable> {
  if (stats.isFIFO()) {
    const { Socket } = await import("node:net");
    return new Socket({ fd: file, readable: true, writable: false });
  }
  if (isatty(file)) {
    const { ReadStream } = await import("node:tty");
    return new ReadStream(file);
  }
  return createReadStream("", { fd: file });
}
