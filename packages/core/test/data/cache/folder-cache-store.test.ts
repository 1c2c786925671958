import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CacheStore, JsonObject, Logger } from "@sluice/contracts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { folderCacheStoreFactory } from "../../../src/data/index.ts";

const { signal } = new AbortController();
const key = "ab".repeat(32);
let folder: string;
const warnings: string[] = [];
const silent = (): void => undefined;
const logger: Logger = {
  debug: silent,
  info: silent,
  warn: (message) => void warnings.push(message),
  error: silent,
  child: () => logger,
};
let store: CacheStore;
const at = (...names: string[]): string => join(folder, ...names);
const url = (...names: string[]): string => pathToFileURL(at(...names)).href;
const keep = (outputs: JsonObject): Promise<boolean> =>
  store.store({ key, outputs, private: [at("run")], label: "/a 0", signal });
const bring = (): Promise<JsonObject | undefined> => store.lookup({ key, directory: at("to"), signal });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-cache-"));
  warnings.length = 0;
  store = folderCacheStoreFactory.create({ options: { folder: at("cache") }, logger });
  mkdirSync(at("run/d/sub"), { recursive: true });
  for (const name of ["run/a.txt", "run/a.txt.idx", "run/d/one", "run/d/sub/two", "user.txt"])
    writeFileSync(at(name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("opening a store makes nothing, and an empty one has nothing", async () => {
  expect(await bring()).toBeUndefined();
  expect([await store.list({ signal }), await store.clear({ signal })]).toEqual([[], { entries: 0, bytes: 0 }]);
  expect(existsSync(at("cache"))).toBe(false);
});

test("values come back with their files in the folder that was asked for", async () => {
  symlinkSync("sub/two", at("run/d/link"));
  const outputs: JsonObject = {
    file: {
      class: "File",
      location: url("run/a.txt"),
      basename: "b.txt",
      secondaryFiles: [{ class: "File", path: at("run/a.txt.idx") }],
    },
    tree: { class: "Directory", location: url("run/d"), listing: [{ class: "File", location: url("run/d/one") }] },
    passed: { class: "File", location: url("user.txt") },
    literal: { class: "File", basename: "l", contents: "text" },
    remote: { class: "File", location: "https://example.org/x" },
    list: [1, null, { text: "x" }],
  };
  expect(await keep(outputs)).toBe(true);
  rmSync(at("run"), { recursive: true });
  const found = await bring();
  expect(found).toEqual({
    ...outputs,
    file: {
      class: "File",
      location: url("to/0/a.txt"),
      basename: "b.txt",
      secondaryFiles: [{ class: "File", location: url("to/1/a.txt.idx") }],
    },
    tree: { class: "Directory", location: url("to/2/d"), listing: [{ class: "File", location: url("to/2/d/one") }] },
    passed: { class: "File", location: url("to/3/user.txt") },
  });
  expect(readFileSync(at("to/2/d/link"), "utf8")).toBe("run/d/sub/two");
  expect(await store.list({ signal })).toMatchObject([{ key, label: "/a 0", bytes: 52 }]);
});

test("the first of several entries stays", async () => {
  expect(await Promise.all([1, 2, 3].map((value) => keep({ value })))).toEqual([true, true, true]);
  expect(await keep({ value: 4 })).toBe(true);
  expect(await bring()).toEqual({ value: 1 });
  expect(globSync("cache/results-v1/work/*", { cwd: folder })).toEqual([]);
});

test("what only means something inside the run is not kept", async () => {
  expect(await keep({ path: at("run/a.txt") })).toBe(false);
  expect(await bring()).toBeUndefined();
});

test("what changed is not given out, and makes way for a new entry", async () => {
  const outputs = { tree: { class: "Directory", location: url("run/d") } };
  await keep(outputs);
  const [files = ""] = globSync("cache/results-v1/??/*/files/0/d", { cwd: folder });
  writeFileSync(at(files, "more"), "");
  expect([await bring(), existsSync(at("to")), await store.list({ signal })]).toEqual([undefined, false, []]);
  expect(await keep(outputs)).toBe(true);
  expect(await bring()).toBeDefined();
});

describe("a description that was changed is not believed", () => {
  const other = "cd".repeat(32);
  const outputs = (): JsonObject => ({ n: 1, file: { class: "File", location: url("run/a.txt"), size: 9 } });
  const description = (): string => {
    const [name = ""] = globSync(`cache/results-v1/??/${key}/entry.json`, { cwd: folder });
    return at(name);
  };
  test.each<[string, (text: string) => string]>([
    ["a value", (text) => text.replace('"n":1', '"n":2')],
    ["the size of a file", (text) => text.replace('"size":9', '"size":8')],
    ["where a file is", (text) => text.replace("sluice-cache:0/a.txt", "sluice-cache:../../../../user.txt")],
    ["the label", (text) => text.replace("/a 0", "/b 0")],
    ["one without a seal", (text) => text.replace(/,"seal":"[^"]*"/, "")],
    ["half of it", (text) => text.slice(0, text.length / 2)],
    ["nothing", () => ""],
    ["null", () => "null"],
    ["something else", () => '{"outputs":null,"key":[]}'],
  ])("%s", async (_, change) => {
    await keep(outputs());
    const text = readFileSync(description(), "utf8");
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(description(), changed);
    expect([await bring(), existsSync(at("to"))]).toEqual([undefined, false]);
    expect(warnings).toEqual([expect.stringContaining("is damaged, and is removed")]);
    expect(await keep(outputs())).toBe(true);
    expect(await bring()).toBeDefined();
  });

  test("every single bit", async () => {
    await keep(outputs());
    const bytes = readFileSync(description());
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(description(), flipped);
      const found = await bring();
      // White space may become another; whatever is found is what was stored.
      if (found === undefined) await keep(outputs());
      else expect(found).toMatchObject({ n: 1, file: { size: 9 } });
    }
  });

  test("one of another key", async () => {
    await keep(outputs());
    const place = join(description(), "..");
    mkdirSync(at("cache/results-v1/cd"), { recursive: true });
    renameSync(place, at("cache/results-v1/cd", other));
    expect(await store.lookup({ key: other, directory: at("to"), signal })).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });
});

test("an entry without a description makes way too", async () => {
  await keep({ value: 1 });
  const [entry = ""] = globSync("cache/results-v1/??/*/entry.json", { cwd: folder });
  rmSync(at(entry));
  expect(await bring()).toBeUndefined();
  await keep({ value: 2 });
  expect(await bring()).toEqual({ value: 2 });
});

test("an output that is not there is said, and leaves nothing behind", async () => {
  await expect(keep({ file: { class: "File", location: url("run/gone") } })).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringContaining(join(folder, "run/gone")) as string,
  });
  expect(globSync("cache/results-v1/*/*", { cwd: folder })).toEqual([]);
});

test("only a folder can be a store", () => {
  expect(() => folderCacheStoreFactory.create({ options: { folder: "relative" } })).toThrow(/absolute/);
});
