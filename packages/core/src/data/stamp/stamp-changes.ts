import { dirname, join } from "node:path";
import type { AbsentStamp, DirectoryStamp, FileStamp, InputStamp } from "@sluice/contracts";

/** Something that is not as it was, and how. */
export interface StampChange {
  readonly path: string;
  /** For people, without the path. */
  readonly what: string;
  /** It was not there before. */
  readonly added?: true;
}

/** What changed between two looks at a path. */
export function stampChanges(path: string, before: InputStamp, now: InputStamp | undefined): readonly StampChange[] {
  if (isAbsent(before)) return now && !isAbsent(now) ? [{ path, what: "is new", added: true }] : [];
  if (!now || isAbsent(now)) return [{ path, what: "is gone" }];
  if (isFile(before)) {
    const what = isFile(now) ? fileChange(before, now) : "is a directory now";
    return what === undefined ? [] : [{ path, what }];
  }
  if (isFile(now)) return [{ path, what: "is a file now" }];
  return directoryChanges(path, before, now);
}

function directoryChanges(path: string, before: DirectoryStamp, now: DirectoryStamp): readonly StampChange[] {
  if (!before.entries || !now.entries) {
    const isSame = before.modified === now.modified && before.inode === now.inode && !before.entries === !now.entries;
    return isSame ? [] : [{ path, what: "has other entries now" }];
  }
  const changes: StampChange[] = otherChanges(path, before, now);
  for (const [name, stamp] of Object.entries(before.entries)) {
    const found = Object.hasOwn(now.entries, name) ? now.entries[name] : undefined;
    const what = found ? fileChange(stamp, found) : "is gone";
    if (what !== undefined) changes.push({ path: join(path, name), what });
  }
  for (const name of Object.keys(now.entries)) {
    if (Object.hasOwn(before.entries, name)) continue;
    changes.push({ path: join(path, name), what: "is new", added: true });
  }
  return changes;
}

/** Directories and dead links that came or went. Those with files are told of by their files, and so is what is a file now, or was one. */
function otherChanges(path: string, before: DirectoryStamp, now: DirectoryStamp): StampChange[] {
  if (!before.others || !now.others) return [];
  const [gone, added] = [missingFrom(now, before), missingFrom(before, now)];
  return [
    ...gone.map((name) => ({ path: join(path, name), what: "is gone" })),
    ...added.map((name) => ({ path: join(path, name), what: "is new", added: true as const })),
  ];
}

/** What is in one directory that is no file, has none in it, and is nothing in the other. */
function missingFrom(other: DirectoryStamp, { entries = {}, others = [] }: DirectoryStamp): readonly string[] {
  const there = new Set([...(other.others ?? []), ...Object.keys(other.entries ?? {})]);
  const filled = new Set<string>();
  for (const name of Object.keys(entries))
    for (let folder = dirname(name); folder !== "."; folder = dirname(folder)) filled.add(folder);
  return others.filter((name) => !there.has(name) && !filled.has(name));
}

/** How a file differs; undefined when it does not. */
export function fileChange(before: FileStamp, now: FileStamp): string | undefined {
  if (before.size !== now.size) return `had ${bytes(before.size)} and has ${bytes(now.size)} now`;
  if (before.checksum !== undefined && now.checksum !== undefined) {
    return before.checksum === now.checksum ? undefined : "has other content of the same size";
  }
  if (before.modified !== now.modified) {
    return `was written again at ${new Date(Number(BigInt(now.modified) / 1_000_000n)).toISOString()}, with the same size`;
  }
  return before.inode === now.inode ? undefined : "is another file of the same size and time";
}

function isAbsent(stamp: InputStamp): stamp is AbsentStamp {
  return "absent" in stamp;
}

export function isFile(stamp: InputStamp): stamp is FileStamp {
  return "size" in stamp;
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}
