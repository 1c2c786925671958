import { checksumFile } from "@sluice/connector-kit";
import { closeSync, fstatSync, openSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileState } from "./fingerprint/file-state.ts";

/** Clocks of file systems are that late, in milliseconds: what was changed right after a moment may look older. */
const tick = 10;
/** Up to this many bytes reading a file once more costs next to nothing, so that in doubt it is read. */
const small = 1 << 16;

/** A file that is not what it was: what it is now. */
export interface AlteredFile {
  readonly size: number;
  /** `sha1$…` */
  readonly checksum: string;
}

/**
 * What a file is now, if it is not what is said of it. It is read only when anything about it was changed after `since`, in milliseconds since
 * 1970. Undefined for one that is what it was, and for one that is not there.
 */
export async function alteredFile(
  said: { readonly path: string; readonly size?: number; readonly checksum?: string },
  since: number,
): Promise<AlteredFile | undefined> {
  const stats = statSync(said.path, { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  const { size } = stats;
  const isSame = said.size === undefined || said.size === size;
  const margin = size <= small ? tick : 0;
  if (isSame && Math.floor(stats.ctimeMs) <= since - margin) return undefined;
  const checksum = await checksumFile(said.path, size);
  const isKnown = said.checksum?.startsWith("sha1$") === true;
  return isKnown
    ? checksum === said.checksum
      ? undefined
      : { size, checksum }
    : isSame
      ? undefined
      : { size, checksum };
}

/**
 * When something in a directory was last written, if that was after `since`; both by the clock of this machine. File systems have clocks of
 * their own: `folder` is one that may be written to, to ask for it.
 */
export async function writtenSince(
  path: string,
  { since, folder, signal }: { readonly since: number; readonly folder: string; readonly signal: AbortSignal },
): Promise<number | undefined> {
  const state = await fileState(path, signal);
  if (!state || Math.floor(state.modifiedAt) <= since) return undefined;
  const ahead = clockOf(folder) - Date.now();
  const modifiedAt = Math.floor(state.modifiedAt - Math.max(0, ahead));
  return modifiedAt > since ? modifiedAt : undefined;
}

function clockOf(folder: string): number {
  const probe = join(folder, ".sluice-clock");
  try {
    const file = openSync(probe, "w");
    try {
      return fstatSync(file).mtimeMs;
    } finally {
      closeSync(file);
      rmSync(probe, { force: true });
    }
  } catch {
    // Nobody can write there, so the clock is as good as ours.
    return Date.now();
  }
}
