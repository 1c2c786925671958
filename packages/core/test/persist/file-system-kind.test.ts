import { expect, test } from "vitest";
import {
  isNetworkFileSystem,
  mountType,
  parseBsdMounts,
  parseLinuxMounts,
} from "../../src/persist/file-system-kind.ts";
import { temporaryHome } from "./temporary-home.ts";

test("mounts of Linux: the deepest counts, and of two at one place the later", () => {
  const mounts = parseLinuxMounts(
    [
      "/dev/sda1 / ext4 rw 0 0",
      "server:/home /home nfs4 rw 0 0",
      "/dev/sdb1 /home/local xfs rw 0 0",
      "auto /data autofs rw 0 0",
      "lustre@tcp:/fs /data lustre rw 0 0",
      "sshfs /with\\040blank fuse.sshfs rw 0 0",
      "",
    ].join("\n"),
  );
  const folders = ["/", "/homes", "/home/me", "/home/local/me", "/data/x", "/with blank/x"];
  expect(folders.map((folder) => mountType(folder, mounts))).toEqual([
    "ext4",
    "ext4",
    "nfs4",
    "xfs",
    "lustre",
    "fuse.sshfs",
  ]);
});

test("mounts of macOS", () => {
  const mounts = parseBsdMounts(
    "/dev/disk1s1 on / (apfs, sealed, local)\nserver:/home on /Volumes/my (old) home (nfs, nodev)\n//me@server/x on /Volumes/x (smbfs)\n",
  );
  expect(["/Users", "/Volumes/my (old) home/me", "/Volumes/x"].map((folder) => mountType(folder, mounts))).toEqual([
    "apfs",
    "nfs",
    "smbfs",
  ]);
});

test("a folder that is not there yet is judged by where it will be", () => {
  const home = temporaryHome();
  expect(isNetworkFileSystem(`${home}/a/b`)).toBe(isNetworkFileSystem(home));
});
