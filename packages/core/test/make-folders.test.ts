import { existsSync, mkdirSync, mkdtempDisposableSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolders } from "../src/make-folders.ts";
import { needs, testWith } from "../../../test/support/needs.ts";

const folder = (): ReturnType<typeof mkdtempDisposableSync> => mkdtempDisposableSync(join(tmpdir(), "sluice-folders-"));

test("makes a folder and those above it, with a mode, and is content with one that is there", () => {
  using root = folder();
  const deep = join(root.path, "a", "b", "c");
  makeFolders(deep, 0o700);
  makeFolders(deep);
  for (const each of ["a", "a/b", "a/b/c"]) expect(statSync(join(root.path, each)).mode & 0o777).toBe(0o700);
});

test("a link to a folder will do, a file will not", () => {
  using root = folder();
  mkdirSync(join(root.path, "real"));
  symlinkSync("real", join(root.path, "link"));
  makeFolders(join(root.path, "link"));
  makeFolders(join(root.path, "link", "inside"));
  expect(existsSync(join(root.path, "real", "inside"))).toBe(true);
  writeFileSync(join(root.path, "file"), "");
  expect(() => makeFolders(join(root.path, "file"))).toThrow("EEXIST");
  expect(() => makeFolders(join(root.path, "file", "inside"))).toThrow("ENOTDIR");
  symlinkSync("nowhere", join(root.path, "broken"));
  expect(() => makeFolders(join(root.path, "broken", "inside"))).toThrow(/ENOENT|EEXIST/);
});

testWith(needs.linux, "a file system that only says that there is nothing is believed", () => {
  expect(() => makeFolders("/proc/sluice/a/b")).toThrow("ENOENT");
});
