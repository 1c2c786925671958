import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Numbers that `statfs` gives on Linux for file systems that other machines may write to, or that do not share
 * memory maps reliably. Source: statfs(2) and `linux/magic.h`; Lustre, GPFS and BeeGFS from their own headers.
 */
const networkMagic: ReadonlySet<number> = new Set([
  0x6969, // nfs
  0x517b, // smb
  0xff534d42, // cifs
  0xfe534d42, // smb2
  0x65735546, // fuse: sshfs and many more; also virtiofs
  0x0bd00bd0, // lustre
  0x47504653, // gpfs
  0x19830326, // beegfs
  0x00c36400, // ceph
  0x5346414f, // afs
  0x6b414653, // kafs
  0x01021997, // 9p
  0x73757245, // coda
  0x7461636f, // ocfs2
  0x01161970, // gfs2
  0xaad7aaea, // panfs
  0x20030528, // orangefs
]);

const networkNames =
  /^(nfs\d?|cifs|smb\w*|fuse(\..*)?|fuseblk|osxfuse|macfuse|lustre|gpfs|beegfs|ceph|k?afs|9p|coda|ocfs2|gfs2|panfs|orangefs|pvfs2|webdav|virtiofs)$/;

/** Whether a folder, or where it will be made, lies on a file system on which SQLite's WAL is not safe. */
export function isNetworkFileSystem(path: string): boolean {
  const folder = nearestExisting(path);
  if (process.platform === "linux") {
    try {
      // The field is signed on some architectures.
      return networkMagic.has(Number(BigInt.asUintN(32, BigInt(statfsSync(folder).type))));
    } catch {
      return networkNames.test(mountType(folder, linuxMounts()) ?? "");
    }
  }
  return networkNames.test(mountType(folder, bsdMounts()) ?? "");
}

/** A mount: where it is, and the name of its file system. */
export interface Mount {
  readonly folder: string;
  readonly type: string;
}

/** The type of the deepest mount that a folder lies in. Of two at the same place, the later one hides the first. */
export function mountType(folder: string, mounts: readonly Mount[]): string | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const prefix = mount.folder.endsWith("/") ? mount.folder : `${mount.folder}/`;
    if (`${folder}/`.startsWith(prefix) && mount.folder.length >= (found?.folder.length ?? 0)) found = mount;
  }
  return found?.type;
}

/** Reads `/proc/mounts`, where blanks in names are octal escapes. */
export function parseLinuxMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [, folder, type] = line.split(" ");
    if (folder === undefined || type === undefined) return [];
    const plain = folder.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCodePoint(Number.parseInt(octal, 8)),
    );
    return [{ folder: plain, type }];
  });
}

/** Reads what `mount` prints on macOS and the BSDs: `server:/path on /folder (nfs, nodev)`. */
export function parseBsdMounts(text: string): Mount[] {
  return [...text.matchAll(/ on (.+) \(([^,)]+)[^)]*\)$/gm)].map(([, folder = "", type = ""]) => ({ folder, type }));
}

function linuxMounts(): Mount[] {
  try {
    return parseLinuxMounts(readFileSync("/proc/mounts", "utf8"));
  } catch {
    return [];
  }
}

function bsdMounts(): Mount[] {
  try {
    return parseBsdMounts(execFileSync("/sbin/mount", { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return [];
  }
}

function nearestExisting(path: string): string {
  let folder = resolve(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
