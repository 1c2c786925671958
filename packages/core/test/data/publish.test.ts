import { execFileSync } from "node:child_process";
import {
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
import type { Json, JsonObject } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultDataManagerFactory } from "../../src/data/index.ts";

const manager = defaultDataManagerFactory.create({});
const { signal } = new AbortController();
let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const url = (...names: string[]): string => pathToFileURL(at(...names)).href;
const file = (name: string, more: JsonObject = {}): JsonObject => ({ class: "File", location: url(name), ...more });
const publish = (outputs: JsonObject): Promise<Readonly<Record<string, Json>>> =>
  manager.publish({ outputs, outdir: at("out"), owned: at("run"), signal });
const text = (...names: string[]): string => readFileSync(at("out", ...names), "utf8");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-publish-"));
  mkdirSync(at("run/j1/d/sub"), { recursive: true });
  mkdirSync(at("run/j2"));
  mkdirSync(at("user"));
  for (const name of ["run/j1/a.txt", "run/j2/a.txt", "run/j1/d/one", "run/j1/d/sub/two", "user/input"])
    writeFileSync(at(name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("files get a place, a size and a checksum, twice the same", async () => {
  const outputs = {
    a: file("run/j1/a.txt", { format: "x", nameroot: "a" }),
    n: 3,
    list: [null, { deep: file("user/input") }],
  };
  const first = await publish(outputs);
  expect(first).toEqual({
    a: {
      class: "File",
      location: url("out/a.txt"),
      path: at("out/a.txt"),
      basename: "a.txt",
      nameroot: "a",
      format: "x",
      size: 12,
      checksum: expect.stringMatching(/^sha1\$[0-9a-f]{40}$/),
    },
    n: 3,
    list: [null, { deep: expect.objectContaining({ path: at("out/input"), size: 10 }) }],
  });
  expect(await publish(outputs)).toEqual(first);
  expect(readdirSync(at("out")).toSorted()).toEqual(["a.txt", "input"]);
  // What the run owns is linked, what the user owns is not.
  expect(statSync(at("out/a.txt")).ino).toBe(statSync(at("run/j1/a.txt")).ino);
  expect(statSync(at("out/input")).ino).not.toBe(statSync(at("user/input")).ino);
});

test("names that collide get numbers, secondary files with them", async () => {
  for (const job of ["j1", "j2"])
    for (const name of ["x.bam", "x.bam.bai", "x.dict"]) writeFileSync(at("run", job, name), job + name);
  const bam = (job: string): JsonObject =>
    file(`run/${job}/x.bam`, { secondaryFiles: [file(`run/${job}/x.bam.bai`), file(`run/${job}/x.dict`)] });
  const outputs = { all: [bam("j1"), bam("j2")], again: bam("j1"), a: [file("run/j1/a.txt"), file("run/j2/a.txt")] };
  for (let time = 0; time < 2; time++) {
    const published = await publish(outputs);
    const names = ["a.txt", "a_2.txt", "x.bam", "x.bam.bai", "x.dict", "x_2.bam", "x_2.bam.bai", "x_2.dict"];
    expect(readdirSync(at("out")).toSorted()).toEqual(names);
    expect(text("x_2.bam.bai")).toBe("j2x.bam.bai");
    expect(published["again"]).toEqual((published["all"] as Json[])[0]);
  }
});

test("what is there under the name is replaced, the rest is left alone", async () => {
  mkdirSync(at("out/d"), { recursive: true });
  for (const name of ["a.txt", "other", "d/mine"]) writeFileSync(at("out", name), "old");
  await publish({ a: file("run/j1/a.txt"), d: { class: "Directory", location: url("run/j1/d") } });
  expect([text("a.txt"), text("other"), text("d/mine"), text("d/one")]).toEqual([
    "run/j1/a.txt",
    "old",
    "old",
    "run/j1/d/one",
  ]);
});

test("directories come with their listing, and links into inputs become files", async () => {
  symlinkSync(at("user/input"), at("run/j1/d/linked"));
  symlinkSync("one", at("run/j1/d/alias"));
  symlinkSync(at("user"), at("run/j1/d/folder"));
  symlinkSync("/nonexistent", at("run/j1/d/dangling"));
  symlinkSync(at("user/input"), at("run/j1/whole"));
  for (let time = 0; time < 2; time++) {
    const { d, whole } = await publish({
      d: { class: "Directory", location: url("run/j1/d") },
      whole: file("run/j1/whole"),
    });
    const entry = (name: string): JsonObject => ({
      basename: name.split("/").at(-1)!,
      path: at("out/d", name),
      location: url("out/d", name),
    });
    const a = (name: string) => ({
      class: "File",
      ...entry(name),
      size: expect.any(Number),
      checksum: expect.any(String),
    });
    expect(d).toEqual({
      class: "Directory",
      basename: "d",
      path: at("out/d"),
      location: url("out/d"),
      listing: [
        a("alias"),
        { class: "Directory", ...entry("folder"), listing: [a("folder/input")] },
        a("linked"),
        a("one"),
        { class: "Directory", ...entry("sub"), listing: [a("sub/two")] },
      ],
    });
    expect(readlinkSync(at("out/d/alias"))).toBe("one");
    expect(statSync(at("out/d/linked")).ino).not.toBe(statSync(at("user/input")).ino);
    expect((whole as JsonObject)["size"]).toBe(10);
    writeFileSync(at("out/d/folder/input"), "changed");
    expect(readFileSync(at("user/input"), "utf8")).toBe("user/input");
    writeFileSync(at("out/d/folder/input"), "user/input");
  }
});

test("literals are written", async () => {
  const outputs: JsonObject = {
    f: { class: "File", basename: "l.txt", contents: "héllo" },
    d: {
      class: "Directory",
      basename: "made",
      listing: [file("run/j1/a.txt"), file("run/j2/a.txt"), { class: "File", basename: "e", contents: "" }],
    },
    loaded: file("run/j1/a.txt", { contents: "run/" }),
  };
  const first = await publish(outputs);
  expect(text("l.txt")).toBe("héllo");
  expect(readdirSync(at("out/made")).toSorted()).toEqual(["a.txt", "a_2.txt", "e"]);
  expect(first["f"]).toMatchObject({ size: 6, location: url("out/l.txt"), checksum: expect.stringMatching(/^sha1/) });
  expect(first["f"]).not.toHaveProperty("contents");
  expect(first["loaded"]).toHaveProperty("contents", "run/");
  expect(((first["d"] as JsonObject)["listing"] as JsonObject[]).map((each) => each["path"])).toEqual(
    ["a.txt", "a_2.txt", "e"].map((name) => at("out/made", name)),
  );
  expect(await publish(outputs)).toEqual(first);
});

test("nothing half is left behind", async () => {
  await publish({ a: file("run/j1/a.txt"), b: file("user/input") });
  mkdirSync(at("out/taken"));
  writeFileSync(at("run/j1/taken"), "");
  await expect(publish({ t: file("run/j1/taken") })).rejects.toMatchObject({
    code: "FILE_UNWRITABLE",
    message: `The output ${at("out/taken")} cannot be written: a folder of that name is there`,
    hint: "Remove it, or choose another folder for the outputs.",
  });
  expect(readdirSync(at("out")).toSorted()).toEqual(["a.txt", "input", "taken"]);
});

test("odd names and places", async () => {
  const name = "a b%é#.txt";
  writeFileSync(at("run", name), "");
  const { a, far } = await publish({
    a: file(`run/${name}`),
    far: { class: "File", location: "https://example.org/x" },
  });
  expect(a).toMatchObject({ basename: name, location: pathToFileURL(at("out", name)).href });
  expect(far).toEqual({ class: "File", location: "https://example.org/x" });
  await expect(publish({ a: file("run/none") })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  await expect(publish({ a: file("user/input", { basename: "../escape" }) })).rejects.toMatchObject({
    code: "FILE_UNWRITABLE",
  });
});

test("no link in the folder of outputs is followed, at any depth", async () => {
  mkdirSync(at("elsewhere/sub"), { recursive: true });
  writeFileSync(at("elsewhere/one"), "mine");
  mkdirSync(at("out/literal"), { recursive: true });
  mkdirSync(at("out/deep"));
  symlinkSync("../elsewhere", at("out/d"));
  symlinkSync(at("elsewhere"), at("out/literal/inner"));
  symlinkSync(at("elsewhere/one"), at("out/literal/text"));
  symlinkSync(at("elsewhere/sub"), at("out/deep/sub"));
  const literal: JsonObject = {
    class: "Directory",
    basename: "literal",
    listing: [
      { class: "Directory", basename: "inner", listing: [{ class: "File", basename: "one", contents: "theirs" }] },
      { class: "File", basename: "text", contents: "theirs" },
    ],
  };
  const directory = { class: "Directory", location: url("run/j1/d") };
  await publish({ d: directory, literal, deep: { ...directory, basename: "deep" } });
  expect(readFileSync(at("elsewhere/one"), "utf8")).toBe("mine");
  expect(readdirSync(at("elsewhere/sub"))).toEqual([]);
  expect([text("d", "one"), text("d", "sub", "two"), text("deep", "sub", "two")]).toEqual([
    "run/j1/d/one",
    "run/j1/d/sub/two",
    "run/j1/d/sub/two",
  ]);
  expect([text("literal", "inner", "one"), text("literal", "text")]).toEqual(["theirs", "theirs"]);
});

test("the folder of outputs itself may be a link", async () => {
  mkdirSync(at("elsewhere"));
  symlinkSync("elsewhere", at("out"));
  await publish({ a: file("run/j1/a.txt") });
  expect(readdirSync(at("elsewhere"))).toEqual(["a.txt"]);
});

test.each(["..", ".", "", "a/b", "../a", "a/", "a\0", "\ud800"])(
  "the name %j is refused at any depth",
  async (basename) => {
    const bad = { class: "File", basename, contents: "x" };
    const nested = {
      class: "Directory",
      basename: "d",
      listing: [{ class: "Directory", basename: "e", listing: [bad] }],
    };
    const second = file("run/j1/a.txt", { secondaryFiles: [bad] });
    for (const value of [bad, nested, second, [{ x: bad }], { ...nested, basename }])
      await expect(publish({ value })).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
    expect(readdirSync(folder).toSorted()).toEqual(["run", "user"]);
  },
);

test("a pipe is no output, nobody waits for its writer", async () => {
  execFileSync("sh", ["-c", 'mkfifo "$0"', at("user/pipe")]);
  await expect(publish({ a: file("user/pipe") })).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringContaining("is no file but a device or a pipe") as string,
  });
});
