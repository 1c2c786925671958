import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { directoryEntries } from "../src/index.ts";
import { needs, testWith } from "../../../test/support/needs.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sluice-entries-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("names are bytes, and links are not followed", () => {
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.from([0xff])]), "");
  mkdirSync(join(folder, "sub"));
  symlinkSync("sub", join(folder, "link"));
  const found = Array.from(directoryEntries(folder), ({ name, type }) => `${name.toString("latin1")} ${type}`);
  expect(new Set(found)).toEqual(new Set(["bad\xff file", "link link", "sub directory"]));
  expect([...directoryEntries(Buffer.from(folder))]).toHaveLength(3);
});

testWith(needs.linux, "whoever stops early leaves nothing open", () => {
  for (let index = 0; index < 2000; index += 1) writeFileSync(join(folder, `f${index}`), "");
  const open = (): number => readdirSync("/proc/self/fd").length;
  const before = open();
  for (const { name } of directoryEntries(folder)) if (name.length > 0) break;
  const entries = directoryEntries(folder);
  entries.next();
  expect(open()).toBe(before + 1);
  entries.return();
  expect(open()).toBe(before);
});

test("what is no directory is an error of the file system", () => {
  expect(() => directoryEntries(join(folder, "none")).next()).toThrow(/ENOENT/);
});
