import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Json, JsonObject } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultDataManagerFactory } from "../../../src/data/index.ts";
import { partName } from "../../../src/data/publish/publication.ts";

const manager = defaultDataManagerFactory.create({});
const { signal } = new AbortController();
let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const value = (kind: "File" | "Directory", name: string): JsonObject => ({
  class: kind,
  location: pathToFileURL(at(name)).href,
});
const publish = (outputs: JsonObject, outdir = "out", progress?: () => void): Promise<Readonly<Record<string, Json>>> =>
  manager.publish({ outputs, outdir: at(outdir), owned: at("run"), signal, ...(progress && { progress }) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-appear-"));
  mkdirSync(at("run/d/sub"), { recursive: true });
  mkdirSync(at("user"));
  for (const name of ["run/a", "run/d/one", "run/d/sub/two", "user/b"]) writeFileSync(at(name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a folder of outputs that was not there is seen with all that belongs to it", async () => {
  const seen: boolean[] = [];
  const outputs = { a: value("File", "run/a"), again: value("File", "user/b"), twice: value("File", "user/b") };
  const published = await publish({ ...outputs, d: value("Directory", "run/d") }, "deep/out", () => {
    seen.push(existsSync(at("deep/out")));
  });
  expect(seen).toEqual([false, false, false, false, false]);
  expect(readdirSync(at("deep"))).toEqual(["out"]);
  expect(readdirSync(at("deep/out")).toSorted()).toEqual(["a", "b", "d"]);
  expect(published["a"]).toMatchObject({ path: at("deep/out/a"), size: 5, checksum: expect.stringMatching(/^sha1/) });
  expect(published["twice"]).toEqual(published["again"]);
  expect(readFileSync(at("deep/out/d/sub/two"), "utf8")).toBe("run/d/sub/two");
  expect(existsSync(at("run/publishing"))).toBe(false);
});

test("so is a Directory in a folder that was there, and a literal one", async () => {
  mkdirSync(at("out"));
  const seen: boolean[] = [];
  const literal = { class: "Directory", basename: "made", listing: [value("File", "run/a")] };
  await publish({ d: value("Directory", "run/d"), literal }, "out", () => {
    seen.push(existsSync(at("out/d/one")) && !existsSync(at("out/made")), existsSync(at("out/d")));
  });
  expect(seen).toEqual([false, false, false, false, true, true]);
  expect(readdirSync(at("out")).toSorted()).toEqual(["d", "made"]);
});

test("what fails leaves nothing that is half done", async () => {
  await expect(publish({ a: value("File", "run/a"), none: value("File", "run/none") })).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
  expect(readdirSync(folder).toSorted()).toEqual(["run", "user"]);
  mkdirSync(at("out"));
  symlinkSync(at("run/d"), at("run/d/sub/loop"));
  const broken = { class: "Directory", basename: "made", listing: [value("File", "run/a"), value("File", "run/none")] };
  await expect(publish({ broken })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  expect(readdirSync(at("out"))).toEqual([]);
});

test("whoever makes the folder meanwhile keeps what is in it", async () => {
  const published = await publish({ a: value("File", "run/a"), b: value("File", "user/b") }, "out", () => {
    if (existsSync(at("out"))) return;
    mkdirSync(at("out"));
    writeFileSync(at("out/theirs"), "theirs");
  });
  expect(readdirSync(at("out")).toSorted()).toEqual(["a", "b", "theirs"]);
  expect(published["b"]).toMatchObject({ path: at("out/b") });
});

test.each(["old", "new"])(
  "what a killed engine left half done goes, when outputs go to the folder %s",
  async (outdir) => {
    const part = partName(at("run"));
    mkdirSync(at("old"));
    // As a kill leaves it: a file half copied into a folder that was there, or a folder half filled beside one that was not.
    writeFileSync(at("old", part), "ha");
    mkdirSync(at(part));
    writeFileSync(at(part, "a"), "run/a");
    writeFileSync(at("run/publishing"), at("old"));
    await publish({ a: value("File", "run/a") }, outdir);
    expect(readdirSync(at(outdir))).toEqual(["a"]);
    expect(readdirSync(at("old"))).toEqual(outdir === "old" ? ["a"] : []);
    expect(readdirSync(folder).toSorted()).toEqual([...new Set(["old", outdir]), "run", "user"].toSorted());
    expect(existsSync(at("run/publishing"))).toBe(false);
  },
);

test("known names are compared with what is there", async () => {
  mkdirSync(at("out/folder"), { recursive: true });
  writeFileSync(at("out/file"), "");
  symlinkSync(at("out/folder"), at("out/link"));
  const check = (kind: "File" | "Directory", basename: string, outdir = "out"): Promise<void> | undefined =>
    manager.checkOutdir?.({ outdir: at(outdir), outputs: { o: { class: kind, basename } }, signal });
  await expect(check("File", "folder")).rejects.toMatchObject({
    code: "FILE_UNWRITABLE",
    message: `outputs cannot go to ${at("out")}: a folder is where the output 'o' must go: folder`,
  });
  await expect(check("Directory", "file")).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  // What publishing replaces, fills, or makes.
  for (const [kind, name] of [
    ["File", "file"],
    ["File", "link"],
    ["Directory", "link"],
    ["Directory", "folder"],
    ["File", "x"],
  ] as const)
    await check(kind, name);
  await check("File", "folder", "elsewhere");
});
