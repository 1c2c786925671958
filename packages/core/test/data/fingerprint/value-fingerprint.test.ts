import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Json, JsonObject } from "@sluice/contracts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createValueFingerprint } from "../../../src/data/index.ts";

const { signal } = new AbortController();
let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const file = (name: string, more: JsonObject = {}): JsonObject => ({
  class: "File",
  location: pathToFileURL(at(name)).href,
  ...more,
});
const directory = (name: string, more: JsonObject = {}): JsonObject => ({
  class: "Directory",
  path: at(name),
  ...more,
});
const of = async (value: Json): Promise<string> => (await createValueFingerprint().of(value, signal)).digest;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-fingerprint-"));
  mkdirSync(at("x/d/sub"), { recursive: true });
  for (const name of ["x/a", "x/b", "x/d/one", "x/d/sub/two"]) writeFileSync(at(name), `${name}\n`);
  cpSync(at("x"), at("y"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

test("places, the order of keys and what follows from the content do not count", async () => {
  expect(await of({ a: 1, f: file("x/a", { size: 7, checksum: "sha1$0", nameroot: "a", contents: "?" }) })).toBe(
    await of({ f: file("y/a"), a: 1 }),
  );
  expect(await of(directory("x/d", { listing: [] }))).toBe(await of(directory("y/d")));
});

test.each<[string, () => JsonObject, () => JsonObject]>([
  ["base names", () => file("x/a"), () => file("y/a", { basename: "c" })],
  ["secondary files", () => file("x/a"), () => file("x/a", { secondaryFiles: [file("x/b")] })],
  ["formats", () => file("x/a"), () => file("x/a", { format: "http://example.org/f" })],
  [
    "contents of literals",
    () => ({ class: "File", basename: "l", contents: "1" }),
    () => ({ class: "File", basename: "l", contents: "2" }),
  ],
  ["the right to execute a file", () => file("x/a"), () => (chmodSync(at("y/a"), 0o755), file("y/a"))],
  [
    "the right to execute a file in a directory",
    () => directory("x/d"),
    () => (chmodSync(at("y/d/sub/two"), 0o755), directory("y/d")),
  ],
  ["names in directories", () => directory("x/d"), () => (cpSync(at("y/d/one"), at("y/d/three")), directory("y/d"))],
  [
    "contents in directories",
    () => directory("x/d"),
    () => (writeFileSync(at("y/d/sub/two"), "TWO\n"), directory("y/d")),
  ],
  ["contents of files", () => file("x/a"), () => (writeFileSync(at("y/a"), "X/a\n"), file("y/a"))],
])("%s count", async (_, left, right) => {
  expect(await of(left())).not.toBe(await of(right()));
});

test("a file that changes is read again", async () => {
  const fingerprint = createValueFingerprint();
  const digest = async (): Promise<string> => (await fingerprint.of(file("x/a"), signal)).digest;
  const before = await digest();
  expect(await digest()).toBe(before);
  writeFileSync(at("x/a"), "changed");
  expect(await digest()).not.toBe(before);
});

describe("what was looked at has changed", () => {
  const changed = async (value: JsonObject, change: () => void): Promise<string | undefined> => {
    const fingerprint = await createValueFingerprint().of({ deep: [value] }, signal);
    expect(await fingerprint.changed(signal)).toBeUndefined();
    change();
    return fingerprint.changed(signal);
  };
  const past = (name: string): void => utimesSync(at(name), 1e9, 1e9);

  test("when a file was written, also with the same text and the same size", async () => {
    past("x/a");
    expect(await changed(file("x/a"), () => writeFileSync(at("x/a"), "x/a\n"))).toBe(at("x/a"));
    expect(await changed(file("x/b"), () => writeFileSync(at("x/b"), "x/b\n more"))).toBe(at("x/b"));
    expect(await changed(file("y/a"), () => rmSync(at("y/a")))).toBe(at("y/a"));
  });

  test("when another file took its place, or its time was set back", async () => {
    past("x/a");
    past("y/a");
    expect(await changed(file("x/a"), () => renameSync(at("y/a"), at("x/a")))).toBe(at("x/a"));
    past("x/b");
    const rewrite = (): void => {
      writeFileSync(at("x/b"), "X/b\n");
      past("x/b");
    };
    expect(await changed(file("x/b"), rewrite)).toBe(at("x/b"));
  });

  test("when anything in a directory did, at any depth", async () => {
    for (const name of ["x/d/sub/two", "x/d/sub", "x/d/one", "x/d"]) past(name);
    expect(await changed(directory("x/d"), () => writeFileSync(at("x/d/sub/two"), "X/d/sub/two\n"))).toBe(at("x/d"));
    expect(await changed(directory("x/d"), () => writeFileSync(at("x/d/sub/new"), ""))).toBe(at("x/d"));
    expect(await changed(directory("x/d"), () => rmSync(at("x/d/one")))).toBe(at("x/d"));
  });

  test("when a secondary file did", async () => {
    past("x/b");
    const value = file("x/a", { secondaryFiles: [file("x/b")] });
    expect(await changed(value, () => writeFileSync(at("x/b"), "x"))).toBe(at("x/b"));
  });

  test("not when it got one more name, or other rights", async () => {
    expect(await changed(file("x/a"), () => linkSync(at("x/a"), at("other")))).toBeUndefined();
    expect(await changed(directory("x/d"), () => chmodSync(at("x/d/one"), 0o600))).toBeUndefined();
  });
});

test("what is not on this machine has no fingerprint", async () => {
  await expect(of({ class: "File", location: "https://example.org/x" })).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
  await expect(of(file("x/gone"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

test("a pipe has no content to be read, nobody waits for its writer", async () => {
  execFileSync("sh", ["-c", 'mkfifo "$0"', at("pipe")]);
  await expect(of(file("pipe"))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  await expect(of({ class: "File", location: "file:///dev/zero" })).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
  });
});
