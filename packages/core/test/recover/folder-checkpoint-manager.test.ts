import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CheckpointManager, JsonObject, Location, RunProjection, SluiceContext } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderCheckpointManagerFactory } from "../../src/recover/index.ts";

let folder: string;
let manager: CheckpointManager;
const at = (...names: string[]): string => join(folder, ...names);
const key = { step: "/s", tag: "0", attempt: 1 };
const here: Location = { name: "here", deployment: "d", local: true };
const { signal } = new AbortController();

const open = (options: JsonObject = {}): CheckpointManager => {
  const context = { configDir: folder, database: { runFolder: (run: string) => at("runs", run) } };
  return folderCheckpointManagerFactory.create({ options, context: context as unknown as SluiceContext });
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-checkpoint-"));
  mkdirSync(at("out", "tree", "deep"), { recursive: true });
  writeFileSync(at("out", "a.txt"), "A");
  writeFileSync(at("out", "a.idx"), "index");
  writeFileSync(at("out", "tree", "deep", "b"), "B", { mode: 0o755 });
  symlinkSync(at("out", "a.txt"), at("out", "tree", "link"));
  manager = open();
});
afterEach(() => rmSync(folder, { recursive: true }));

const uri = (...names: string[]): string => pathToFileURL(at(...names)).href;
const outputs = (): JsonObject => ({
  list: [
    { class: "File", location: uri("out", "a.txt"), secondaryFiles: [{ class: "File", path: at("out", "a.idx") }] },
  ],
  tree: {
    class: "Directory",
    location: `${uri("out", "tree")}/`,
    listing: [{ class: "File", location: uri("out", "tree", "deep", "b") }],
  },
  literal: { class: "File", contents: "text", basename: "x" },
  far: { class: "File", location: "https://example.org/x" },
  number: 1,
});
const save = (by = manager): Promise<void> => by.save({ run: "r", key, outputs: outputs(), location: here, signal });
const find = (path: string, by = manager): Promise<string | undefined> =>
  by.find({ run: "r", deployment: "d", location: "here", path, signal });
const entries = (): string[] => readdirSync(at("runs", "r", "checkpoints"));

test("files, secondary files and directories are found again when they are gone, by another manager too", async () => {
  await save();
  rmSync(at("out"), { recursive: true });
  const other = open();
  await other.restore({ run: "r" } as RunProjection);
  const copy = (await find(at("out", "a.txt"), other)) ?? "";
  expect(readFileSync(copy, "utf8")).toBe("A");
  expect(copy.endsWith("/a.txt")).toBe(true);
  expect(copy.startsWith(at("runs", "r", "checkpoints"))).toBe(true);
  expect(readFileSync((await find(at("out", "a.idx"), other)) ?? "", "utf8")).toBe("index");
  const tree = (await find(at("out", "tree"), other)) ?? "";
  expect(readFileSync(join(tree, "deep", "b"), "utf8")).toBe("B");
  expect(readFileSync(join(tree, "link"), "utf8")).toBe("A");
  const inside = (await find(at("out", "tree", "deep", "b"), other)) ?? "";
  expect(inside).toBe(join(tree, "deep", "b"));
  expect(statSync(inside).mode & 0o111).not.toBe(0);
  expect(entries()).toHaveLength(3);
});

test("nothing else is found", async () => {
  await save();
  const ask = { run: "r", deployment: "d", location: "here", path: at("out", "a.txt"), signal };
  expect(await manager.find({ ...ask, run: "other" })).toBeUndefined();
  expect(await manager.find({ ...ask, deployment: "e" })).toBeUndefined();
  expect(await manager.find({ ...ask, location: "there" })).toBeUndefined();
  expect(await find(at("out"))).toBeUndefined();
  expect(await find(at("out", "tree", "gone"))).toBeUndefined();
});

test("saving twice is saving once", async () => {
  await save();
  const copy = (await find(at("out", "a.txt"))) ?? "";
  utimesSync(copy, 1, 1);
  await Promise.all([save(), save(), save(open())]);
  expect(statSync(copy).mtimeMs).toBe(1000);
  expect(entries()).toHaveLength(3);
});

test("several at the same time leave one whole copy", async () => {
  await Promise.all([save(), save(open()), save(open())]);
  expect(entries()).toHaveLength(3);
  expect(readFileSync((await find(at("out", "a.txt"))) ?? "", "utf8")).toBe("A");
});

test("a copy has nothing in common with its original", async () => {
  await save();
  writeFileSync(at("out", "a.txt"), "changed in place");
  expect(readFileSync((await find(at("out", "a.txt"))) ?? "", "utf8")).toBe("A");
});

test.each([
  ["changed", (copy: string) => writeFileSync(copy, "B")],
  ["cut", (copy: string) => writeFileSync(copy, "")],
  ["gone", (copy: string) => rmSync(copy)],
  ["a record less", (copy: string) => writeFileSync(join(dirname(dirname(copy)), "record.json"), "{")],
  ["something more", (copy: string) => linkSync(copy, join(copy, "..", "more"))],
])("a copy that is %s is not given back", async (what, damage) => {
  await save();
  const copy = (await find(at("out", "a.txt"))) ?? "";
  damage(copy);
  const found = await find(at("out", "a.txt"));
  if (what === "something more") expect(found).toBe(copy);
  else expect(found).toBeUndefined();
  // And what can still be saved is saved again.
  await save();
  expect(readFileSync((await find(at("out", "a.txt"))) ?? "", "utf8")).toBe("A");
});

test("what a dead process left half made is never found, and goes when the run is taken up", async () => {
  await save();
  const half = at("runs", "r", "checkpoints", ".new-1");
  mkdirSync(join(half, "data"), { recursive: true });
  await open().restore({ run: "r" } as RunProjection);
  expect(existsSync(half)).toBe(false);
  expect(entries()).toHaveLength(3);
});

test("the folder of the configuration holds a folder for each run", async () => {
  const configured = open({ checkpoint_dir: "kept" });
  await save(configured);
  expect(readdirSync(at("kept", "r"))).toHaveLength(3);
  expect((await find(at("out", "a.txt"), configured))?.startsWith(at("kept", "r"))).toBe(true);
});

test("what cannot be kept is an error that leaves nothing behind", async () => {
  const gone = { x: { class: "File", location: uri("out", "gone") } };
  const saving = manager.save({ run: "r", key, outputs: gone, location: here, signal });
  await expect(saving).rejects.toMatchObject({ code: "CHECKPOINT_FAILED", message: expect.stringContaining("gone") });
  expect(entries()).toEqual([]);
  const into = open({ checkpoint_dir: "out/tree" });
  await expect(save(into)).rejects.toMatchObject({ code: "CHECKPOINT_FAILED" });
  const far = manager.save({ run: "r", key, outputs: outputs(), location: { ...here, local: false }, signal });
  await expect(far).rejects.toMatchObject({ code: "CHECKPOINT_FAILED" });
  await manager.save({ run: "r", key, outputs: { x: 1 }, location: { ...here, local: false }, signal });
});

test("an abort ends saving", async () => {
  const aborted = AbortSignal.abort(new Error("enough"));
  const saving = manager.save({ run: "r", key, outputs: outputs(), location: here, signal: aborted });
  await expect(saving).rejects.toThrow("enough");
  expect(existsSync(at("runs", "r", "checkpoints")) ? entries() : []).toEqual([]);
});

// Were each of them compared with all others, it would take minutes.
test("very many outputs are sorted out quickly: those that lie in another are kept with it", async () => {
  const many = Array.from({ length: 100_000 }, (_, index) => ({ class: "File", path: at("gone", `${index}`, "x") }));
  const listing = Array.from({ length: 200_000 }, (_, index) => ({
    class: "File",
    path: at("out", "tree", `${index}`),
  }));
  const tree = { class: "Directory", path: at("out", "tree"), listing };
  const saving = manager.save({ run: "r", key, outputs: { tree, many }, location: here, signal });
  await expect(saving).rejects.toThrow(`${at("gone", "0", "x")} cannot be kept`);
  expect(entries()).toHaveLength(1);
});

test("links inside of a directory stay links: those that lead to a folder above would never end", async () => {
  const tree = at("out", "tree");
  for (const name of ["here", "again"]) symlinkSync(".", join(tree, name));
  symlinkSync(join(tree, "deep", "b"), join(tree, "deep", "other"));
  await save();
  const copy = (await find(tree)) ?? "";
  expect(["here", "again", "deep/other"].map((name) => readlinkSync(join(copy, name)))).toEqual([".", ".", "b"]);
  expect(lstatSync(join(copy, "link")).isFile()).toBe(true);
  expect(readFileSync(join(copy, "here", "again", "deep", "other"), "utf8")).toBe("B");
});

test("a pipe in the place of a kept file makes the copy useless, and nobody waits for its writer", async () => {
  await save();
  const copy = (await find(at("out", "a.txt"))) ?? "";
  rmSync(copy);
  execFileSync("sh", ["-c", 'mkfifo "$0"', copy]);
  expect(await find(at("out", "a.txt"))).toBeUndefined();
});

test("pipes in a directory are no data: it is not kept, and nobody waits for their writers", async () => {
  execFileSync("sh", ["-c", 'mkfifo "$0"', at("out", "tree", "deep", "pipe")]);
  await expect(save()).rejects.toThrow(/pipe/i);
});
