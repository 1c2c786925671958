import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checksumFile } from "../src/files/checksum-file.ts";
import { createLocalFiles } from "../src/files/local-files.ts";

const files = createLocalFiles();
let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const broken = (): Buffer => Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.from([0xff]), Buffer.from(".txt")]);
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sluice-files-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("glob: order of bytes, hidden names, folders, links", async () => {
  mkdirSync(at("sub", "deep"), { recursive: true });
  for (const name of ["b", "B", "\u{1d11e}", "\ue000", ".hidden", "sub/x.txt", "sub/deep/y.txt"])
    writeFileSync(at(name), "");
  symlinkSync("nowhere", at("dangling"));
  symlinkSync("..", at("sub", "loop"));
  const patterns = [
    "*",
    "sub/*.txt",
    "*/*/*.txt",
    "./sub/../b",
    "*/",
    ".h*",
    "none*",
    "",
    ".",
    "dangling",
    at("s*"),
    "sub/loop/sub/loop/b",
  ];
  const found = await files.glob({ directory: folder, patterns });
  expect(found).toEqual([
    ["B", "b", "dangling", "sub", "\ue000", "\u{1d11e}"].map((name) => at(name)),
    [at("sub/x.txt")],
    [at("sub/deep/y.txt")],
    [at("b")],
    [at("sub")],
    [at(".hidden")],
    [],
    [],
    [folder],
    [at("dangling")],
    [at("sub")],
    [at("sub/loop/sub/loop/b")],
  ]);
});

test("names that are not UTF-8 do not pass unnoticed", async () => {
  writeFileSync(broken(), "");
  writeFileSync(at("ok.dat"), "");
  await expect(files.glob({ directory: folder, patterns: ["*.txt"] })).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
  });
  expect(await files.glob({ directory: folder, patterns: ["*.dat"] })).toEqual([[at("ok.dat")]]);
  await expect(files.list({ directory: folder })).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test("stat and realpath answer undefined for what is not there", async () => {
  writeFileSync(at("file"), "12345");
  symlinkSync("file", at("link"));
  symlinkSync("self", at("self"));
  const paths = [at("file"), at("link"), at("none"), at("file/below"), at("self")];
  const followed = await files.stat({ paths });
  expect(followed.map((stat) => stat?.type)).toEqual(["file", "file", undefined, undefined, undefined]);
  expect(followed[0]?.size).toBe(5);
  const own = await files.stat({ paths, follow: false });
  expect(own.map((stat) => stat?.type)).toEqual(["file", "link", undefined, undefined, "link"]);
  expect(await files.realpath({ paths })).toEqual([at("file"), at("file"), undefined, undefined, undefined]);
  expect(await files.readlink?.({ paths })).toEqual([undefined, "file", undefined, undefined, "self"]);
});

test("read stops at the limit and cuts no character", async () => {
  writeFileSync(at("text"), "aé𝄞");
  writeFileSync(at("empty"), "");
  expect(await files.read({ paths: [at("text"), at("empty")], limit: 100 })).toEqual(["aé𝄞", ""]);
  expect(await files.read({ paths: [at("text")], limit: 5 })).toEqual(["aé"]);
  await expect(files.read({ paths: [at("none")], limit: 5 })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  await expect(files.read({ paths: [folder], limit: 5 })).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test("checksums of small and large files", async () => {
  writeFileSync(at("small"), "abc");
  writeFileSync(at("large"), Buffer.alloc(1_000_000 * 3, "a"));
  const [small, large] = await files.checksum({ paths: [at("small"), at("large")] });
  expect(small).toBe("sha1$a9993e364706816aba3e25717850c26c9cd0d89d");
  expect(large).toMatch(/^sha1\$[0-9a-f]{40}$/);
  await expect(files.checksum({ paths: [at("none")] })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

test("list names the entries in the order of bytes", async () => {
  for (const name of ["b", "a", "Z", ".h"]) writeFileSync(at(name), "");
  mkdirSync(at("d"));
  symlinkSync("a", at("l"));
  const entries = await files.list({ directory: folder });
  expect(entries.map(({ name, type }) => `${name} ${type}`)).toEqual([
    ".h file",
    "Z file",
    "a file",
    "b file",
    "d directory",
    "l link",
  ]);
  await expect(files.list({ directory: at("none") })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

test.each([
  ["pipe", "is no file but a device or a pipe"],
  ["link", "is no file but a device or a pipe"],
  ["/dev/zero", "is no file but a device or a pipe"],
  ["folder", "is a directory, not a file"],
])("what is no file is not read: %s", async (name, message) => {
  execFileSync("sh", ["-c", 'mkfifo "$0"', at("pipe")]);
  symlinkSync("pipe", at("link"));
  mkdirSync(at("folder"));
  const path = resolve(folder, name);
  const error = { code: "FILE_UNREADABLE", message: `${path} ${message}` };
  await expect(files.read({ paths: [path], limit: 10 })).rejects.toMatchObject(error);
  await expect(files.checksum({ paths: [path] })).rejects.toMatchObject(error);
  await expect(checksumFile(path, 1 << 30)).rejects.toMatchObject(error);
});

test("only text is read as text; a character at the limit is left out", async () => {
  writeFileSync(at("data"), Buffer.from([0x61, 0xff]));
  writeFileSync(at("half"), Buffer.from([0x61, 0xc3]));
  writeFileSync(at("text"), "a\u00fc");
  const code = "FILE_UNREADABLE";
  for (const name of ["data", "half"]) {
    const message = `${at(name)} is not UTF-8 text: the byte at offset 1 begins no character`;
    await expect(files.read({ paths: [at(name)], limit: 2 })).rejects.toMatchObject({ code, message });
  }
  expect(await files.read({ paths: [at("text")], limit: 2 })).toEqual(["a"]);
  expect(await files.read({ paths: [at("text")], limit: 3 })).toEqual(["a\u00fc"]);
});
