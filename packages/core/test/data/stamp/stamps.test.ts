import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DirectoryStamp } from "@sluice/contracts";
import { stampChanges, takeStamp, type StampOptions } from "../../../src/data/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-stamps-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const write = (name: string, text: string): void => {
  mkdirSync(join(at(name), ".."), { recursive: true });
  writeFileSync(at(name), text);
};
const plain: StampOptions = { content: false, skip: new Set() };

/** What is different after something happened, as text. */
async function changesAfter(path: string, change: () => void, options = plain): Promise<string[]> {
  const before = await takeStamp(path, options);
  if (!before) throw new Error(`${path} has no stamp`);
  change();
  const changes = stampChanges(path, before, await takeStamp(path, options));
  return changes.map((each) => `${each.path.slice(folder.length + 1)} ${each.what}`).sort();
}

describe("a file", () => {
  test("is the same when nothing happens", async () => {
    write("a", "1");
    expect(await changesAfter(at("a"), () => undefined)).toEqual([]);
  });

  test("differs by size, time, number, kind, and by being gone", async () => {
    write("a", "1");
    expect(await changesAfter(at("a"), () => write("a", "123"))).toEqual(["a had 1 byte and has 3 bytes now"]);
    const { atime } = statSync(at("a"));
    const later = new Date("2030-01-01T00:00:00Z");
    expect(await changesAfter(at("a"), () => utimesSync(at("a"), atime, later))).toEqual([
      "a was written again at 2030-01-01T00:00:00.000Z, with the same size",
    ]);
    const replace = (): void => {
      write("b", "123");
      utimesSync(at("b"), atime, later);
      renameSync(at("b"), at("a"));
    };
    expect(await changesAfter(at("a"), replace)).toEqual(["a is another file of the same size and time"]);
    expect(await changesAfter(at("a"), () => rmSync(at("a")))).toEqual(["a is gone"]);
    write("a", "1");
    const becomeDirectory = (): void => {
      rmSync(at("a"));
      mkdirSync(at("a"));
    };
    expect(await changesAfter(at("a"), becomeDirectory)).toEqual(["a is a directory now"]);
  });

  test("is known by what it holds alone where that was read", async () => {
    const options = { ...plain, content: true };
    write("a", "1");
    const { atime, mtime } = statSync(at("a"));
    const rewrite = (text: string) => (): void => {
      rmSync(at("a"));
      write("a", text);
    };
    expect(await changesAfter(at("a"), rewrite("1"), options)).toEqual([]);
    const forge = (): void => {
      write("a", "2");
      utimesSync(at("a"), atime, mtime);
    };
    expect(await changesAfter(at("a"), forge, options)).toEqual(["a has other content of the same size"]);
  });

  test("may be a link, whose target counts", async () => {
    write("a", "1");
    symlinkSync(at("a"), at("link"));
    expect(await changesAfter(at("link"), () => write("a", "123"))).toEqual(["link had 1 byte and has 3 bytes now"]);
  });

  test("that is not there, or is no file, has no stamp", async () => {
    symlinkSync(at("nowhere"), at("link"));
    for (const path of [at("none"), at("link"), "/dev/null"]) expect(await takeStamp(path, plain)).toBeUndefined();
  });
});

describe("a directory", () => {
  beforeEach(() => {
    write("d/one", "1");
    write("d/sub/two", "2");
  });

  test("differs by its files at every depth, not by its own time", async () => {
    const touch = (): void => {
      write("d/tmp", "");
      rmSync(at("d/tmp"));
    };
    expect(await changesAfter(at("d"), touch)).toEqual([]);
    const change = (): void => {
      write("d/sub/two", "22");
      write("d/sub/deep/three", "3");
      rmSync(at("d/one"));
    };
    expect(await changesAfter(at("d"), change)).toEqual([
      "d/one is gone",
      "d/sub/deep/three is new",
      "d/sub/two had 1 byte and has 2 bytes now",
    ]);
  });

  test("differs by directories without files, and by links that lead nowhere", async () => {
    mkdirSync(at("d/empty"));
    symlinkSync(at("nowhere"), at("d/dead"));
    expect(await changesAfter(at("d"), () => undefined)).toEqual([]);
    const change = (): void => {
      mkdirSync(at("d/new/deep"), { recursive: true });
      rmSync(at("d/empty"), { recursive: true });
      rmSync(at("d/dead"));
    };
    expect(await changesAfter(at("d"), change)).toEqual([
      "d/dead is gone",
      "d/empty is gone",
      "d/new is new",
      "d/new/deep is new",
    ]);
    // What gets its first file, or becomes one, is told of once.
    write("d/new/deep/file", "");
    const swap = (): void => {
      rmSync(at("d/new/deep/file"));
      rmSync(at("d/one"));
      mkdirSync(at("d/one"));
    };
    expect(await changesAfter(at("d"), swap)).toEqual(["d/new/deep/file is gone", "d/one is gone"]);
  });

  test("is compared with an older look that knew of files only", async () => {
    const { others: _others, ...older } = (await takeStamp(at("d"), plain)) as DirectoryStamp;
    mkdirSync(at("d/empty"));
    expect(stampChanges(at("d"), older, await takeStamp(at("d"), plain))).toEqual([]);
  });

  test("may have links in a circle, and names that objects have already", async () => {
    symlinkSync(at("d"), at("d/sub/up"));
    write("d/__proto__", "p");
    write("d/constructor", "c");
    expect(await changesAfter(at("d"), () => write("d/__proto__", "pp"))).toEqual([
      "d/__proto__ had 1 byte and has 2 bytes now",
    ]);
  });

  test("leaves out what Sluice itself writes there", async () => {
    const options = { ...plain, skip: new Set([at("d/sub")]) };
    expect(await changesAfter(at("d"), () => write("d/sub/three", "3"), options)).toEqual([]);
  });

  test("with very many files is known by its own time", async () => {
    const options = { ...plain, limit: 1 };
    expect(await changesAfter(at("d"), () => undefined, options)).toEqual([]);
    const later = new Date("2030-01-01T00:00:00Z");
    expect(await changesAfter(at("d"), () => utimesSync(at("d"), later, later), options)).toEqual([
      "d has other entries now",
    ]);
  });
});
