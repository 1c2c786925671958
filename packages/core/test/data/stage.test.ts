import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { StagingEntry } from "@sluice/contracts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultDataManagerFactory } from "../../src/data/index.ts";

const manager = defaultDataManagerFactory.create({});
const location = { name: "localhost", deployment: "local", local: true };
const { signal } = new AbortController();
let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const stage = (...entries: StagingEntry[]): Promise<void> =>
  manager.stage({ entries, location, directory: at("job"), signal });
const input = (source: string, target: string, writable = false): StagingEntry => ({
  type: "input",
  source: source.startsWith("file:") ? source : at(source),
  target: at(target),
  writable,
});
const literal = (target: string, contents: string): StagingEntry => ({ type: "literal", contents, target: at(target) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-stage-"));
  mkdirSync(at("user/dir/sub"), { recursive: true });
  for (const name of ["user/file", "user/dir/one", "user/dir/sub/two"]) writeFileSync(at(name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("everything finds its place, and twice is once", async () => {
  const entries: StagingEntry[] = [
    { type: "directory", target: at("job/out") },
    input("user/file", "job/in/deep/file"),
    input("user/dir", "job/in/dir"),
    input("user/file", "job/copy", true),
    input("user/dir", "job/dir-copy", true),
    literal("job/text", "é\n"),
    { type: "literal", contents: "#!/bin/sh\n", target: at("job/script"), executable: true },
  ];
  for (let time = 0; time < 2; time++) {
    await stage(...entries);
    expect(readlinkSync(at("job/in/deep/file"))).toBe(at("user/file"));
    expect(readFileSync(at("job/in/dir/sub/two"), "utf8")).toBe("user/dir/sub/two");
    expect(lstatSync(at("job/copy")).isFile()).toBe(true);
    expect(readFileSync(at("job/dir-copy/sub/two"), "utf8")).toBe("user/dir/sub/two");
    expect(readFileSync(at("job/text"), "utf8")).toBe("é\n");
    expect(statSync(at("job/script")).mode & 0o111).not.toBe(0);
    expect(statSync(at("job/text")).mode & 0o111).toBe(0);
  }
  expect(readdirSync(at("job")).toSorted()).toEqual(["copy", "dir-copy", "in", "out", "script", "text"]);
});

test("a percent-encoded URI is a source", async () => {
  const name = "a b%é#?.txt";
  writeFileSync(at("user", name), "x");
  await stage(input(pathToFileURL(at("user", name)).href, "job/x"));
  expect(readFileSync(at("job/x"), "utf8")).toBe("x");
});

describe("a job never writes into the user's files", () => {
  test("through a copy", async () => {
    chmodSync(at("user/file"), 0o444);
    await stage(input("user/file", "job/copy", true), input("user/dir", "job/dir", true));
    writeFileSync(at("job/copy"), "changed");
    writeFileSync(at("job/dir/sub/two"), "changed");
    expect(readFileSync(at("user/file"), "utf8")).toBe("user/file");
    expect(readFileSync(at("user/dir/sub/two"), "utf8")).toBe("user/dir/sub/two");
    expect(statSync(at("job/copy")).mode & 0o200).toBe(0o200);
  });

  test("through links inside a copy", async () => {
    symlinkSync("../file", at("user/dir/outside"));
    symlinkSync("one", at("user/dir/inside"));
    symlinkSync(".", at("user/dir/sub/self"));
    symlinkSync("..", at("user/dir/sub/up"));
    symlinkSync("/nonexistent/x", at("user/dir/dangling"));
    await stage(input("user/dir", "job/dir", true));
    writeFileSync(at("job/dir/outside"), "changed");
    writeFileSync(at("job/dir/inside"), "changed");
    writeFileSync(at("job/dir/sub/up/one"), "changed again");
    expect(readFileSync(at("user/file"), "utf8")).toBe("user/file");
    expect(readFileSync(at("user/dir/one"), "utf8")).toBe("user/dir/one");
    expect(readFileSync(at("job/dir/one"), "utf8")).toBe("changed again");
    expect(existsSync(at("job/dir/sub/self/two"))).toBe(true);
    expect(readdirSync(at("job/dir"))).not.toContain("dangling");
  });

  test("through things that are staged inside a linked directory", async () => {
    const entries = [
      input("user/dir", "job/dir"),
      literal("job/dir/new", "new"),
      literal("job/dir/one", "other"),
      literal("job/dir/sub/deep/new", "new"),
      { type: "directory", target: at("job/dir/sub/empty") } as const,
    ];
    for (let time = 0; time < 2; time++) {
      await stage(...entries);
      expect(readdirSync(at("job/dir")).toSorted()).toEqual(["new", "one", "sub"]);
      expect(readFileSync(at("job/dir/one"), "utf8")).toBe("other");
      expect(readFileSync(at("job/dir/sub/two"), "utf8")).toBe("user/dir/sub/two");
      expect(readdirSync(at("user/dir")).toSorted()).toEqual(["one", "sub"]);
      expect(readdirSync(at("user/dir/sub"))).toEqual(["two"]);
      expect(readFileSync(at("user/dir/one"), "utf8")).toBe("user/dir/one");
    }
  });

  test("through a text in the place of a linked file", async () => {
    await stage(input("user/file", "job/file"), literal("job/file", "mine"));
    expect(readFileSync(at("user/file"), "utf8")).toBe("user/file");
    expect(readFileSync(at("job/file"), "utf8")).toBe("mine");
  });
});

describe("nothing is placed outside of the job's folder", () => {
  test.each([
    ["a folder above", "../x"],
    ["a place elsewhere behind a folder", "in/../../x"],
    ["a neighbour with the same beginning", "../job-2/x"],
    ["a NUL", "in/a\0b"],
    ["what is not text", "in/\ud800"],
  ])("%s", async (_, name) => {
    const target = `${at("job")}/${name}`;
    const promise = stage({ type: "literal", contents: "", target });
    await expect(promise).rejects.toMatchObject({
      code: "STAGING_FAILED",
      message: expect.stringContaining("not inside"),
    });
    await expect(stage({ type: "directory", target: "in" })).rejects.toMatchObject({ code: "STAGING_FAILED" });
    expect(readdirSync(folder)).toEqual(["user"]);
  });

  test("a target is what it is after normalisation", async () => {
    await stage(literal("job/in//a/./../b", "x"), { type: "directory", target: `${at("job")}/out/` });
    expect(readdirSync(at("job/in"))).toEqual(["b"]);
    expect(readdirSync(at("job")).toSorted()).toEqual(["in", "out"]);
  });

  test("through a link that somebody left there", async () => {
    mkdirSync(at("job/out"), { recursive: true });
    symlinkSync(at("user"), at("job/out/x"));
    symlinkSync("../../user/dir", at("job/out/y"));
    symlinkSync("/nonexistent", at("job/out/z"));
    for (const entry of [
      literal("job/out/x/new", "new"),
      { type: "directory", target: at("job/out/y/new") } as const,
      input("user/file", "job/out/x/dir/new"),
      input("user/dir", "job/out/y/new", true),
      literal("job/out/z/new", "new"),
    ])
      await expect(stage(entry)).rejects.toMatchObject({ code: "STAGING_FAILED" });
    expect(readdirSync(at("user")).toSorted()).toEqual(["dir", "file"]);
    expect(readdirSync(at("user/dir")).toSorted()).toEqual(["one", "sub"]);
  });

  test("links inside a copy may be passed", async () => {
    symlinkSync("sub", at("user/dir/link"));
    await stage(input("user/dir", "job/dir", true), literal("job/dir/link/new", "new"));
    expect(readFileSync(at("job/dir/sub/new"), "utf8")).toBe("new");
    expect(readdirSync(at("user/dir/sub"))).toEqual(["two"]);
  });

  test("a folder of the job that is a link itself", async () => {
    mkdirSync(at("real"));
    symlinkSync("real", at("job"));
    await stage(literal("job/in/x", "x"));
    expect(readFileSync(at("real/in/x"), "utf8")).toBe("x");
  });

  test("and nobody waits for a pipe", async () => {
    mkdirSync(at("job"));
    execFileSync("sh", ["-c", 'mkfifo "$0"', at("job/pipe")]);
    await expect(stage(literal("job/pipe", "x"))).rejects.toMatchObject({ code: "STAGING_FAILED" });
  });
});

test("names of 255 bytes can be copied, linked and opened", async () => {
  const name = "é".repeat(127);
  await stage(
    input("user/dir", `job/${name}`, true),
    input("user/dir", `job/in/${name}`),
    literal(`job/in/${name}/${name}`, "x"),
  );
  expect(readFileSync(at("job/in", name, name), "utf8")).toBe("x");
  expect(readdirSync(at("job")).toSorted()).toEqual(["in", name]);
});

test("names that are not UTF-8 are copied as they are", async () => {
  const name = Buffer.from([0x62, 0xff]);
  writeFileSync(Buffer.concat([Buffer.from(`${at("user/dir")}/`), name]), "bytes");
  await stage(input("user/dir", "job/dir", true));
  expect(readdirSync(at("job/dir"), { encoding: "buffer" }).some((each) => each.equals(name))).toBe(true);
});

test.each([
  ["a source that does not exist", () => input("user/none", "job/x"), /user\/none as .*job\/x: it does not exist/],
  ["a parent that is a file", () => input("user/dir", "job/file/x"), /something else is there already/],
  ["a URI with a broken escape", () => ({ ...input("", "job/x"), source: "file:///a%zz" }), /a%zz/],
])("%s is a coded error", async (_, entry, message) => {
  await expect(stage(literal("job/file", ""), entry())).rejects.toMatchObject({
    code: "STAGING_FAILED",
    message: expect.stringMatching(message),
  });
});

test("links of two folders that lead to each other are a coded error, not an endless copy", async () => {
  mkdirSync(at("other"));
  symlinkSync(at("other"), at("user/dir/other"));
  symlinkSync(at("other"), at("other/self"));
  await expect(stage(input("user/dir", "job/dir", true))).rejects.toMatchObject({ code: "STAGING_FAILED" });
  expect(existsSync(at("job/dir"))).toBe(false);
});

test("another machine is out of reach", async () => {
  const promise = manager.stage({
    entries: [],
    location: { ...location, local: false },
    directory: at("job"),
    signal,
  });
  await expect(promise).rejects.toMatchObject({ code: "STAGING_FAILED" });
});
