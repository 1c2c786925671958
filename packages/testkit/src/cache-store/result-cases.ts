import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exactNumber, type JsonObject } from "@sluice/contracts";
import { refusesAborted, rejects } from "../suite/rejects.ts";
import type { CacheCases } from "./cache-store-contract.ts";
import { keys } from "./sample-keys.ts";

const [one, two] = keys;

const pathIn = (outputs: JsonObject | undefined, name: string): string => {
  const value = outputs?.[name] as JsonObject | undefined;
  assert.ok(value, `the result has no ${name}`);
  return fileURLToPath(value["location"] as string);
};

export const resultCases: CacheCases = {
  "what was not stored is not found": async ({ bring }) => {
    assert.equal(await bring(one, "to"), undefined);
  },

  "values come back as they were": async ({ keep, bring }) => {
    const digits = [exactNumber("1.0"), exactNumber("6150769120280496265")];
    const outputs = { n: 1.5, text: "é\n", list: [null, true, { deep: [] }], digits };
    assert.equal(await keep(one, outputs), true);
    assert.deepEqual(await bring(one, "to"), outputs);
    assert.equal(await bring(two, "to"), undefined);
  },

  "files come back, in the folder that was asked for, when the originals are gone": async ({
    keep,
    bring,
    file,
    folder,
  }) => {
    const outputs = { result: { ...(await file("a.txt", "text")), basename: "b.txt", size: 4 } };
    await keep(one, outputs);
    await rm(folder.at("job"), { recursive: true });
    const found = await bring(one, "to");
    const path = pathIn(found, "result");
    assert.ok(path.startsWith(folder.at("to") + "/"), `${path} is elsewhere`);
    assert.equal(await readFile(path, "utf8"), "text");
    const location = pathToFileURL(path).href;
    assert.deepEqual(found, { result: { class: "File", location, basename: "b.txt", size: 4 } });
  },

  "folders come back with all that is in them": async ({ keep, bring, file, folder }) => {
    await file("d/one", "1");
    const inner = await file("d/sub/two", "2");
    const location = (inner["location"] as string).replace("/sub/two", "");
    await keep(one, { tree: { class: "Directory", location } });
    await rm(folder.at("job"), { recursive: true });
    const path = pathIn(await bring(one, "to"), "tree");
    assert.equal(await readFile(`${path}/one`, "utf8"), "1");
    assert.equal(await readFile(`${path}/sub/two`, "utf8"), "2");
  },

  "files come back wherever they are in the outputs": async ({ keep, bring, file, folder }) => {
    const main = { ...(await file("x/main.bam", "main")), secondaryFiles: [await file("x/main.bam.bai", "index")] };
    const outputs = {
      all: [main, null],
      record: { deep: await file("y/main.bam", "other") },
      empty: await file("e", ""),
    };
    await keep(one, outputs);
    await rm(folder.at("job"), { recursive: true });
    const found = (await bring(one, "to")) ?? assert.fail("the result is not found");
    const [first = {}] = found["all"] as JsonObject[];
    const [second = {}] = first["secondaryFiles"] as JsonObject[];
    const { deep = {} } = found["record"] as JsonObject;
    const each = [first, second, deep, found["empty"] ?? {}].map((file) => pathIn({ file }, "file"));
    const texts = await Promise.all(each.map((path) => readFile(path, "utf8")));
    assert.deepEqual(texts, ["main", "index", "other", ""]);
  },

  "awkward names are names, and programs stay programs": async ({ keep, bring, file, folder }) => {
    const names = ["a b%é#?.txt", "it's $HOME", "%41", "e\u0301"];
    const all = [];
    for (const name of names) {
      all.push(await file(name, name));
      await chmod(folder.at("job", name), 0o755);
    }
    await keep(one, { all });
    await rm(folder.at("job"), { recursive: true });
    const found = (await bring(one, "to"))?.["all"] as JsonObject[];
    for (const [index, name] of names.entries()) {
      const path = pathIn({ each: found[index] ?? null }, "each");
      assert.equal(basename(path), name);
      assert.equal(await readFile(path, "utf8"), name);
      assert.notEqual((await stat(path)).mode & 0o100, 0, `${name} cannot be run`);
    }
  },

  "several are brought at the same time, each to its own folder": async ({ keep, bring, file }) => {
    await keep(one, { result: await file("a.txt", "one") });
    await keep(two, { result: await file("b.txt", "two") });
    const keys = [one, two, one, two, one];
    const all = await Promise.all(keys.map((key, index) => bring(key, `to ${index}`)));
    for (const [index, found] of all.entries())
      assert.equal(await readFile(pathIn(found, "result"), "utf8"), keys[index] === one ? "one" : "two");
  },

  "what cannot be read is told, and not kept": async ({ keep, bring, file, folder }) => {
    const outputs = { there: await file("a.txt", "text"), gone: await file("b.txt", "text") };
    await rm(folder.at("job", "b.txt"));
    await rejects(["FILE_UNREADABLE", "FILE_NOT_FOUND"], () => keep(one, outputs));
    assert.equal(await bring(one, "to"), undefined);
  },

  "what comes back is the caller's own": async ({ keep, bring, file }) => {
    await keep(one, { result: await file("a.txt", "text") });
    await writeFile(pathIn(await bring(one, "to"), "result"), "changed");
    await rm(pathIn(await bring(one, "again"), "result"));
    assert.equal(await readFile(pathIn(await bring(one, "third"), "result"), "utf8"), "text");
  },

  "what the originals become changes nothing": async ({ keep, bring, file }) => {
    await keep(one, { result: await file("a.txt", "text") });
    await file("a.txt", "changed");
    assert.equal(await readFile(pathIn(await bring(one, "to"), "result"), "utf8"), "text");
  },

  "what the folder held before is replaced": async ({ keep, bring, file, folder }) => {
    await mkdir(folder.at("to"));
    await writeFile(folder.at("to", "old"), "");
    await keep(one, { result: await file("a.txt", "text") });
    await bring(one, "to");
    assert.ok(!existsSync(folder.at("to", "old")));
  },

  "the first of several entries stays": async ({ keep, bring }) => {
    assert.deepEqual(await Promise.all([1, 2, 3].map((value) => keep(one, { value }))), [true, true, true]);
    const first = await bring(one, "to");
    assert.equal(await keep(one, { value: 4 }), true);
    assert.deepEqual(await bring(one, "to"), first);
  },

  "what means something inside a private folder only is not kept": async ({ keep, bring, folder }) => {
    assert.equal(await keep(one, { path: folder.at("job", "a.txt") }), false);
    assert.equal(await bring(one, "to"), undefined);
  },

  "another engine finds it": async ({ keep, bring, file, again }) => {
    await keep(one, { result: await file("a.txt", "text") });
    const other = await again();
    assert.equal(await readFile(pathIn(await bring(one, "to", other), "result"), "utf8"), "text");
  },

  "an aborted signal is heard": async ({ store, folder, bring }) => {
    await refusesAborted({
      store: (signal) => store.store({ key: one, outputs: { n: 1 }, private: [], label: "/a 0", signal }),
      lookup: (signal) => store.lookup({ key: one, directory: folder.at("to"), signal }),
    });
    assert.equal(await bring(one, "to"), undefined);
  },
};
