import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { projectionOf } from "../suite/projection-of.ts";
import { failure, refusesAborted } from "../suite/rejects.ts";
import { sampleLocation } from "../suite/samples.ts";
import type { CheckpointCases } from "./checkpoint-manager-contract.ts";
import { sampleKey } from "./sample-key.ts";

/** For managers that keep copies. */
export const keepingCases: CheckpointCases = {
  "what was saved is found when it is gone": async ({ manager, folder, signal, file, save, found, remove }) => {
    await save({ result: await file("a.txt", "text") });
    await remove("a.txt");
    assert.equal(await found("a.txt"), "text");
    const asked = { run: "run-1", deployment: "d", location: "here", path: folder.at("a.txt"), signal };
    const path = await manager.find(asked);
    assert.ok(path !== undefined && isAbsolute(path));
  },

  "files are found wherever they are in the outputs": async ({ file, save, found, remove }) => {
    const main = await file("x/main.bam", "main");
    const secondaryFiles = [await file("x/main.bam.bai", "index")];
    const other = await file("y/other.txt", "other");
    await save({ all: [{ ...main, secondaryFiles }, null], record: { deep: other }, n: 3 });
    for (const name of ["x", "y"]) await remove(name);
    assert.deepEqual(
      [await found("x/main.bam"), await found("x/main.bam.bai"), await found("y/other.txt")],
      ["main", "index", "other"],
    );
  },

  "awkward names are names": async ({ file, save, found, remove }) => {
    const names = ["x/a b%é#?.txt", "x/it's $HOME", "x/%41", "x/e\u0301", "x/-n"];
    const all = [];
    for (const name of names) all.push(await file(name, name));
    await save({ all });
    await remove("x");
    for (const name of names) assert.equal(await found(name), name);
  },

  "two files of one name are two files": async ({ file, save, found, remove }) => {
    await save({ one: await file("x/a.txt", "one"), two: await file("y/a.txt", "two") });
    for (const name of ["x", "y"]) await remove(name);
    assert.deepEqual([await found("x/a.txt"), await found("y/a.txt")], ["one", "two"]);
  },

  "what cannot be kept is told": async ({ file, save, remove, found }) => {
    const outputs = { result: await file("a.txt", "text") };
    await remove("a.txt");
    await failure(() => save(outputs), "the file is not there");
    assert.equal(await found("a.txt"), undefined);
  },

  "folders are found, and what lies in them": async ({ folder, file, save, found, remove }) => {
    await file("d/one", "1");
    await file("d/sub/two", "2");
    await save({ folder: { class: "Directory", location: pathToFileURL(folder.at("d")).href } });
    await remove("d");
    assert.deepEqual([await found("d/one"), await found("d/sub/two"), await found("d/none")], ["1", "2", undefined]);
  },

  "a copy is as the original was": async ({ folder, file, save, found }) => {
    await save({ result: await file("a.txt", "before") });
    await writeFile(folder.at("a.txt"), "after!");
    assert.equal(await found("a.txt"), "before");
  },

  "saving twice is saving once": async ({ file, save, found, remove }) => {
    const outputs = { result: await file("a.txt", "text") };
    await save(outputs);
    await Promise.all([save(outputs), save(outputs)]);
    await remove("a.txt");
    assert.equal(await found("a.txt"), "text");
  },

  "nothing else is found": async ({ manager, folder, signal, file, save, found }) => {
    await save({ result: await file("a.txt", "text") });
    assert.equal(await found("b.txt"), undefined);
    const asked = { run: "run-1", deployment: "d", location: "here", path: folder.at("a.txt"), signal };
    for (const other of [{ run: "run-2" }, { deployment: "e" }, { location: "there" }])
      assert.equal(await manager.find({ ...asked, ...other }), undefined);
  },

  "the same path of two locations is two files": async ({ manager, signal, folder, file, save, found }) => {
    await save({ result: await file("a.txt", "here") });
    const there = { result: await file("a.txt", "there") };
    await manager.save({ run: "run-1", key: sampleKey, outputs: there, location: sampleLocation("there"), signal });
    assert.equal(await found("a.txt"), "here");
    const asked = { run: "run-1", deployment: "d", path: folder.at("a.txt"), signal };
    assert.notEqual(
      await manager.find({ ...asked, location: "there" }),
      await manager.find({ ...asked, location: "here" }),
    );
  },

  "the same path of two runs is two files": async ({ manager, signal, folder, file, save, found }) => {
    await save({ result: await file("a.txt", "one") });
    const outputs = { result: await file("a.txt", "two") };
    await manager.save({ run: "run-2", key: sampleKey, outputs, location: sampleLocation("here"), signal });
    const asked = { run: "run-2", deployment: "d", location: "here", path: folder.at("a.txt"), signal };
    assert.equal(await readFile((await manager.find(asked)) ?? assert.fail("it is not found"), "utf8"), "two");
    assert.equal(await found("a.txt"), "one");
  },

  "outputs without files are nothing to keep": async ({ save }) => {
    await save({ text: "a", list: [1, null, { deep: true }] });
    await save({});
  },

  "a second manager, told of the run, finds what the first kept": async ({
    again,
    folder,
    file,
    save,
    found,
    remove,
  }) => {
    const outputs = { result: await file("a.txt", "text") };
    await save(outputs);
    const second = await again();
    const place = { job: "j1", deployment: "d", location: "here", directory: folder.path };
    await second.restore(projectionOf({ completed: [{ key: sampleKey, place, outputs }] }));
    await remove("a.txt");
    assert.equal(await found("a.txt", second), "text");
  },

  "a second manager goes on where the first was": async ({ again, file, save, found, remove }) => {
    await save({ result: await file("a.txt", "one") });
    const second = await again();
    await second.restore(projectionOf());
    await save({ result: await file("b.txt", "two") }, second);
    for (const name of ["a.txt", "b.txt"]) await remove(name);
    assert.deepEqual([await found("a.txt", second), await found("b.txt", second)], ["one", "two"]);
  },

  "an aborted signal is heard": async ({ manager, file }) => {
    const outputs = { result: await file("a.txt", "text") };
    await refusesAborted({
      save: (signal) =>
        manager.save({ run: "run-1", key: sampleKey, outputs, location: sampleLocation("here"), signal }),
    });
  },
};
