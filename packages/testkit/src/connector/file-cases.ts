import assert from "node:assert/strict";
import { join } from "node:path";
import type { FileStat } from "@sluice/contracts";
import { rejects } from "../suite/rejects.ts";
import type { ConnectorCases, ConnectorHarness } from "./connector-harness.ts";

export const fileCases: ConnectorCases = {
  "stat tells files, folders and links, and what does not exist": async (harness) => {
    const { at, files } = await tree(harness);
    const paths = ["file", "folder", "to file", "none", "file/below", "dangling"].map((name) => at(name));
    const followed = await files.stat({ paths });
    assert.deepEqual(
      followed.map((each) => each?.type),
      ["file", "directory", "file", undefined, undefined, undefined],
    );
    const own = await files.stat({ paths, follow: false });
    assert.deepEqual(
      own.map((each) => each?.type),
      ["file", "directory", "link", undefined, undefined, "link"],
    );
    assert.equal(followed[0]?.size, 5);
    const modifiedAt = followed.at(0)?.modifiedAt ?? 0;
    assert.ok(Math.abs(modifiedAt - Date.now()) < 24 * 3600 * 1000, `it was modified at ${modifiedAt}`);
  },

  "answers come in the order of the questions": async (harness) => {
    const { at, files } = await tree(harness);
    const sizes = async (...names: string[]) =>
      (await files.stat({ paths: names.map((name) => at(name)) })).map((each) => each?.size);
    assert.deepEqual(await sizes("file", "none", "empty"), [5, undefined, 0]);
    assert.deepEqual(await sizes("empty", "file", "none", "file"), [0, 5, undefined, 5]);
    assert.deepEqual(await files.read({ paths: [at("folder/b"), at("file"), at("folder/a")], limit: 100 }), [
      "bb",
      "12345",
      "a",
    ]);
    assert.deepEqual(await files.stat({ paths: [] }), []);
  },

  "glob finds what matches, as absolute paths in byte order": async (harness) => {
    const { at, files } = await tree(harness);
    const found = await files.glob({
      directory: at("folder"),
      patterns: ["*", "*.txt", "sub/*", "?", "[ab]", "none*", ".h*", "*/deep"],
    });
    assert.deepEqual(
      found,
      [
        ["B.txt", "a", "a.txt", "b", "sub", "\ue000.txt", "\u{1d11e}.txt"],
        ["B.txt", "a.txt", "\ue000.txt", "\u{1d11e}.txt"],
        ["sub/deep"],
        ["a", "b"],
        ["a", "b"],
        [],
        [".hidden"],
        ["sub/deep"],
      ].map((names) => names.map((name) => at("folder", name))),
    );
  },

  "read answers with the beginning of each file": async (harness) => {
    const { at, files, storage } = await tree(harness);
    await storage.write(at("text"), "aé\u{1d11e}");
    assert.deepEqual(await files.read({ paths: [at("text"), at("empty")], limit: 100 }), ["aé\u{1d11e}", ""]);
    assert.deepEqual(await files.read({ paths: [at("file")], limit: 3 }), ["123"]);
    await rejects("FILE_NOT_FOUND", () => files.read({ paths: [at("none")], limit: 5 }));
    await rejects("FILE_UNREADABLE", () => files.read({ paths: [at("folder")], limit: 5 }));
  },

  "checksum is the SHA-1 of each file": async (harness) => {
    const { at, files, storage } = await tree(harness);
    await storage.write(at("abc"), "abc");
    assert.deepEqual(await files.checksum({ paths: [at("abc"), at("empty")] }), [
      "sha1$a9993e364706816aba3e25717850c26c9cd0d89d",
      "sha1$da39a3ee5e6b4b0d3255bfef95601890afd80709",
    ]);
    await rejects("FILE_NOT_FOUND", () => files.checksum({ paths: [at("none")] }));
  },

  "list names the entries of a folder in byte order, links as links": async (harness) => {
    const { at, files } = await tree(harness);
    const entries = await files.list({ directory: at("folder") });
    assert.deepEqual(
      entries.map(({ name, type }) => `${name} ${type}`),
      [
        ".hidden file",
        "B.txt file",
        "a file",
        "a.txt file",
        "b file",
        "sub directory",
        "\ue000.txt file",
        "\u{1d11e}.txt file",
      ],
    );
    const links = (await files.list({ directory: at() })).filter(({ type }) => type === "link");
    assert.deepEqual(
      links.map(({ name }) => name),
      ["dangling", "to file", "to folder"],
    );
    await rejects("FILE_NOT_FOUND", () => files.list({ directory: at("none") }));
  },

  "realpath resolves links": async (harness) => {
    const { at, files } = await tree(harness);
    const paths = [at("to file"), at("to folder", "a"), at("file"), at("none"), at("dangling")];
    assert.deepEqual(await files.realpath({ paths }), [
      at("file"),
      at("folder", "a"),
      at("file"),
      undefined,
      undefined,
    ]);
  },

  "thousands of questions have as many answers": async (harness) => {
    const { at, files } = await tree(harness);
    const paths = Array.from({ length: 3000 }, (_, index) => at(index % 3 === 0 ? "file" : `none of these ${index}`));
    const sizes = (await files.stat({ paths })).map((each) => each?.size);
    assert.deepEqual(
      sizes,
      paths.map((_, index) => (index % 3 === 0 ? 5 : undefined)),
    );
  },

  "only entries of the types that were asked for": async (harness) => {
    const { at, files } = await tree(harness);
    const names = async (...types: FileStat["type"][]) =>
      (await files.list({ directory: at(), types })).map(({ name }) => name);
    assert.deepEqual(await names("directory"), ["folder"]);
    assert.deepEqual(await names("link", "file"), ["dangling", "empty", "file", "to file", "to folder"]);
  },

  "awkward names are names": async (harness) => {
    const { at, files, storage } = await tree(harness);
    const names = ["a b", "it's", '"q"', "$HOME", "new\nline", "*", "-n", "é", "e\u0301", "back\\slash"];
    for (const name of names) await storage.write(at("odd", name), name);
    const paths = names.map((name) => at("odd", name));
    assert.deepEqual(await files.read({ paths, limit: 100 }), names);
    const listed = (await files.list({ directory: at("odd") })).map(({ name }) => name);
    assert.deepEqual(listed.toSorted(), names.toSorted());
    const [found] = await files.glob({ directory: at("odd"), patterns: ["\\*"] });
    assert.deepEqual(found, [at("odd", "*")]);
  },
};

/** Files of all kinds in a folder of their own. */
async function tree({ connector, location, storage, folder }: ConnectorHarness) {
  const at = (...names: string[]): string => join(folder, "tree", ...names);
  const contents = { file: "12345", empty: "", "folder/a": "a", "folder/b": "bb", "folder/.hidden": "" };
  for (const [name, text] of Object.entries(contents)) await storage.write(at(name), text);
  for (const name of ["a", "B", "\ue000", "\u{1d11e}"]) await storage.write(at("folder", `${name}.txt`), "");
  await storage.write(at("folder/sub/deep"), "");
  await storage.link(at("to file"), "file");
  await storage.link(at("to folder"), at("folder"));
  await storage.link(at("dangling"), "nowhere");
  return { at, storage, files: connector.files(location) };
}
