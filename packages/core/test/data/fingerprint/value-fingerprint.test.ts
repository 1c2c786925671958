import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Json, JsonObject } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
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
const of = (value: Json): Promise<string> => createValueFingerprint().of(value, signal);

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
  const before = await fingerprint.of(file("x/a"), signal);
  expect(await fingerprint.of(file("x/a"), signal)).toBe(before);
  writeFileSync(at("x/a"), "changed");
  expect(await fingerprint.of(file("x/a"), signal)).not.toBe(before);
});

test("what is not on this machine has no fingerprint", async () => {
  await expect(of({ class: "File", location: "https://example.org/x" })).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
  await expect(of(file("x/gone"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});
