import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exactNumber, type Json, type JsonObject } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import { refusesAborted } from "../suite/rejects.ts";
import type { DataCases, DataHarness } from "./data-manager-contract.ts";

const publish = (
  { manager, folder, signal }: DataHarness,
  outputs: JsonObject,
): Promise<Readonly<Record<string, Json>>> =>
  manager.publish({ outputs: frozen(outputs), outdir: folder.at("out"), owned: folder.at("run"), signal });

/** Where a published value says that it is. */
const pathOf = (value: Json | undefined): string => {
  const { location, path } = value as { readonly location?: string; readonly path?: string };
  return path ?? fileURLToPath(location ?? assert.fail("the value says not where it is"));
};

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");

export const publishCases: DataCases = {
  "files are in the folder, and the values name them there": async (harness) => {
    const { folder, file, value } = harness;
    await file("run/j1/a.txt", "12345");
    await file("user/input");
    const digits = [exactNumber("1.0"), exactNumber("6150769120280496265")];
    const outputs = { a: value("run/j1/a.txt"), list: [null, { deep: value("user/input") }], n: 3, digits, text: "x" };
    const published = await publish(harness, outputs);
    assert.equal(pathOf(published["a"]), folder.at("out/a.txt"));
    assert.equal(await readFile(folder.at("out/a.txt"), "utf8"), "12345");
    assert.equal(await readFile(folder.at("out/input"), "utf8"), "user/input");
    assert.deepEqual([published["n"], published["text"], published["digits"]], [3, "x", digits]);
    assert.deepEqual((await readdir(folder.at("out"))).toSorted(), ["a.txt", "input"]);
  },

  "names that collide get numbers before their extension": async (harness) => {
    const { folder, file, value } = harness;
    for (const job of ["j1", "j2", "j3"]) await file(`run/${job}/x.txt`, job);
    const all = ["j1", "j2", "j3"].map((job) => value(`run/${job}/x.txt`));
    for (let time = 0; time < 2; time++) {
      const published = await publish(harness, { all, again: all[0] as JsonObject });
      const paths = (published["all"] as Json[]).map(pathOf);
      assert.deepEqual(
        paths,
        ["x.txt", "x_2.txt", "x_3.txt"].map((name) => folder.at("out", name)),
      );
      for (const [index, path] of paths.entries()) assert.equal(await readFile(path, "utf8"), `j${index + 1}`);
      assert.equal(pathOf(published["again"]), paths[0]);
    }
  },

  "what is the user's is copied": async (harness) => {
    const { folder, file, value } = harness;
    const original = await file("user/input", "before");
    await publish(harness, { a: value("user/input") });
    await writeFile(folder.at("out/input"), "after");
    assert.equal(await readFile(original, "utf8"), "before");
  },

  "folders come with all that is in them": async (harness) => {
    const { folder, file } = harness;
    await file("run/d/one");
    await file("run/d/sub/two");
    const location = pathToFileURL(folder.at("run/d")).href;
    const published = await publish(harness, { d: { class: "Directory", location } });
    const path = pathOf(published["d"]);
    assert.equal(path, folder.at("out/d"));
    assert.equal(await readFile(`${path}/one`, "utf8"), "run/d/one");
    assert.equal(await readFile(`${path}/sub/two`, "utf8"), "run/d/sub/two");
  },

  "what belongs to a file comes with it, and what is said of it stays": async (harness) => {
    const { folder, file, value } = harness;
    for (const name of ["run/j1/x.bam", "run/j1/x.bam.bai"]) await file(name);
    const said = { format: "file:///formats#bam", checksum: `sha1$${sha1("run/j1/x.bam")}`, size: 12 };
    const main = { ...value("run/j1/x.bam"), ...said, secondaryFiles: [value("run/j1/x.bam.bai")] };
    const { main: published } = await publish(harness, { main });
    const { secondaryFiles, ...rest } = published as JsonObject;
    assert.equal(pathOf((secondaryFiles as Json[])[0]), folder.at("out/x.bam.bai"));
    for (const name of ["x.bam", "x.bam.bai"])
      assert.equal(await readFile(folder.at("out", name), "utf8"), `run/j1/${name}`);
    for (const [name, each] of Object.entries(said)) assert.equal(rest[name], each, `${name} is lost`);
  },

  "awkward names are names": async (harness) => {
    const { folder, file, value } = harness;
    const names = ["a b%é#?.txt", "it's $HOME", "%41", "e\u0301"];
    for (const name of names) await file(`run/j1/${name}`);
    const published = await publish(harness, { all: names.map((name) => value(`run/j1/${name}`)) });
    for (const [index, name] of names.entries()) {
      assert.equal(pathOf((published["all"] as Json[])[index]), folder.at("out", name));
      assert.equal(await readFile(folder.at("out", name), "utf8"), `run/j1/${name}`);
    }
  },

  "an aborted signal is heard": async ({ manager, folder, file, value }) => {
    await file("run/j1/a.txt");
    const input = { outputs: { a: value("run/j1/a.txt") }, outdir: folder.at("out"), owned: folder.at("run") };
    await refusesAborted({ publish: (signal) => manager.publish({ ...input, signal }) });
  },

  "what lies in the folder beside it is left alone": async (harness) => {
    const { folder, file, value } = harness;
    await file("out/mine", "mine");
    await file("run/a.txt");
    await publish(harness, { a: value("run/a.txt") });
    assert.equal(await readFile(folder.at("out/mine"), "utf8"), "mine");
  },

  "what publish would refuse for want of a place is told before, if anything is": async (harness) => {
    const { manager, folder, file, value } = harness;
    if (!manager.checkOutdir) return;
    const { signal } = new AbortController();
    const check = async (outdir: string, basename: string): Promise<void> =>
      manager.checkOutdir?.({ outdir: folder.at(outdir), outputs: { a: { class: "File", basename } }, signal });
    await file("out/taken/x");
    await file("out/mine");
    await check("elsewhere", "taken");
    await check("out", "mine");
    await check("out", "new");
    await file("run/taken");
    const isPlaced = await publish(harness, { a: value("run/taken") }).then(
      () => true,
      () => false,
    );
    if (isPlaced) await check("out", "taken");
    else await assert.rejects(check("out", "taken"), { code: "FILE_UNWRITABLE" });
  },

  "outputs without files need no file": async (harness) => {
    const outputs = { n: 1, list: [null, true, { deep: "x" }] };
    assert.deepEqual(await publish(harness, outputs), outputs);
  },
};
