import { realpathSync, statSync, type BigIntStats } from "node:fs";
import { checksumFile, directoryEntries } from "@sluice/connector-kit";
import { stampedEntries, type FileStamp, type InputStamp } from "@sluice/contracts";
import { createGiveWay } from "../../give-way.ts";
import { joinBytes } from "../read-tree.ts";

/** How stamps are taken. */
export interface StampOptions {
  /** Whether files are read for their checksums. */
  readonly content: boolean;
  /** Paths that are left out where they are met in a directory: what Sluice itself writes there. */
  readonly skip: ReadonlySet<string>;
  /** Default: {@link stampedEntries}. */
  readonly limit?: number;
}

/** What is at a path now; undefined for what is not there, cannot be looked at, or is neither a file nor a directory. */
export async function takeStamp(path: string, options: StampOptions): Promise<InputStamp | undefined> {
  const stats = look(path);
  if (stats?.isFile() === true) return fileStamp(path, stats, options);
  if (stats?.isDirectory() !== true) return undefined;
  const entries: Record<string, FileStamp> = Object.create(null) as Record<string, FileStamp>;
  const others: string[] = [];
  const own = { modified: String(stats.mtimeNs), inode: String(stats.ino) };
  const isWhole = await addEntries(Buffer.from(path), { entries, others }, options);
  return isWhole ? { entries, others: others.sort(), ...own } : own;
}

async function fileStamp(path: string | Buffer, stats: BigIntStats, { content }: StampOptions): Promise<FileStamp> {
  const size = Number(stats.size);
  const stamp = { size, modified: String(stats.mtimeNs), inode: String(stats.ino) };
  // What cannot be read is missed by whoever needs it.
  const checksum = content ? await checksumFile(path, size).catch(() => undefined) : undefined;
  return { ...stamp, ...(checksum !== undefined && { checksum }) };
}

/** Adds what is in a directory at every depth; false when that is more than the limit. */
async function addEntries(
  top: Buffer,
  { entries, others }: { readonly entries: Record<string, FileStamp>; readonly others: string[] },
  options: StampOptions,
): Promise<boolean> {
  const { skip, limit = stampedEntries } = options;
  const giveWay = createGiveWay();
  let count = 0;
  const add = async (folder: Buffer, prefix: string, above: readonly string[]): Promise<boolean> => {
    for (const name of namesIn(folder)) {
      await giveWay();
      const path = joinBytes(folder, name);
      if (skip.has(path.toString())) continue;
      const stats = look(path);
      if ((count += 1) > limit) return false;
      if (stats?.isFile() === true) entries[prefix + name.toString()] = await fileStamp(path, stats, options);
      else others.push(prefix + name.toString());
      if (stats?.isDirectory() !== true) continue;
      const real = realOf(path);
      // Links may lead back to a folder above.
      if (
        real !== undefined &&
        !above.includes(real) &&
        !(await add(path, `${prefix}${name.toString()}/`, [...above, real]))
      )
        return false;
    }
    return true;
  };
  return add(top, "", [realOf(top) ?? ""]);
}

/** A folder that cannot be read has no entries for us; whoever needs them says so. */
function* namesIn(folder: Buffer): Generator<Buffer, void, undefined> {
  try {
    for (const { name } of directoryEntries(folder)) yield name;
  } catch {
    // It may also have gone meanwhile.
  }
}

function realOf(path: Buffer): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function look(path: string | Buffer): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
