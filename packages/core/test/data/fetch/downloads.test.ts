import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tmpdir } from "node:os";
import { SluiceError, type TransferScheme } from "@sluice/contracts";
import { expect, test } from "vitest";
import { defaultDataManagerFactory } from "../../../src/data/index.ts";

const { signal } = new AbortController();

function managerWith(fetch: TransferScheme["fetch"]): ReturnType<typeof defaultDataManagerFactory.create> {
  return defaultDataManagerFactory.create({
    scheme: (name) => (name === "far" ? { fetch } : undefined),
  });
}

test("a URI is fetched once, keeps its name, and the copy goes with the engine", async () => {
  let count = 0;
  const manager = managerWith(async ({ target }) => {
    count += 1;
    await Promise.resolve(writeFileSync(target, "text"));
  });
  const uri = "far://host/a%20b.txt?x#y";
  const paths = await Promise.all([manager.fetch({ uri, signal }), manager.fetch({ uri, signal })]);
  expect(new Set(paths).size).toBe(1);
  expect(basename(paths[0])).toBe("a b.txt");
  expect(readFileSync(paths[0], "utf8")).toBe("text");
  expect(await manager.fetch({ uri: "file:///etc/hosts", signal })).toBe("/etc/hosts");
  expect(count).toBe(1);
  await manager[Symbol.asyncDispose]?.();
  expect(existsSync(paths[0])).toBe(false);
});

test("what failed is tried again by the next who asks; one who gives up does not end it for others", async () => {
  let count = 0;
  const manager = managerWith(async ({ target }) => {
    count += 1;
    await new Promise((wait) => setTimeout(wait, 20));
    if (count === 1) throw new SluiceError("TRANSFER_FAILED", "not now");
    writeFileSync(target, "text");
  });
  const uri = "far://host/";
  await expect(manager.fetch({ uri, signal })).rejects.toThrow("not now");
  const impatient = manager.fetch({ uri, signal: AbortSignal.timeout(1) });
  const patient = manager.fetch({ uri, signal });
  await expect(impatient).rejects.toThrow("timeout");
  expect(basename(await patient)).toBe("download");
  expect(count).toBe(2);
  await manager[Symbol.asyncDispose]?.();
});

test("staging fetches what lies elsewhere, and knows what it cannot fetch", async () => {
  const manager = managerWith(({ target }) => Promise.resolve(writeFileSync(target, "text")));
  const folder = mkdtempSync(join(tmpdir(), "sluice-stage-"));
  const location = { local: true } as Parameters<typeof manager.stage>[0]["location"];
  const stage = (source: string): Promise<void> =>
    manager.stage({
      entries: [{ type: "input", source, target: join(folder, "in"), writable: true }],
      location,
      directory: folder,
      signal,
    });
  await stage("far://host/x");
  expect(readFileSync(join(folder, "in"), "utf8")).toBe("text");
  await expect(stage("nearer://host/x")).rejects.toMatchObject({ code: "PLUGIN_MISSING" });
  await manager[Symbol.asyncDispose]?.();
  rmSync(folder, { recursive: true });
});

test("a copy that is kept in a folder is found there again, stays, and is not half there after a failure", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-keep-"));
  const keep = join(folder, "fetched");
  let texts = ["first", "second"];
  const fetch: TransferScheme["fetch"] = ({ target }) => {
    const [text, ...rest] = texts;
    texts = rest;
    writeFileSync(target, "half");
    if (text === undefined) throw new SluiceError("TRANSFER_FAILED", "gone");
    return Promise.resolve(writeFileSync(target, text));
  };
  const uri = "far://host/a.txt";
  const first = managerWith(fetch);
  const path = await first.fetch({ uri, keep, signal });
  await first[Symbol.asyncDispose]?.();
  const second = managerWith(fetch);
  expect([await second.fetch({ uri, keep, signal }), readFileSync(path, "utf8")]).toEqual([path, "first"]);
  const other = await second.fetch({ uri, keep: join(folder, "other"), signal });
  expect(readFileSync(other, "utf8")).toBe("second");
  const none = join(folder, "none");
  await expect(second.fetch({ uri: "far://host/b.txt", keep: none, signal })).rejects.toThrow("gone");
  expect(readdirSync(none)).toEqual([]);
  await second[Symbol.asyncDispose]?.();
  expect([existsSync(path), existsSync(other)]).toEqual([true, true]);
  rmSync(folder, { recursive: true });
});

test("what was fetched once in an engine comes from there into another folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-keep-"));
  let count = 0;
  const manager = managerWith(async ({ target }) => {
    count += 1;
    await Promise.resolve(writeFileSync(target, "text"));
  });
  const uri = "far://host/a.txt";
  const places = [undefined, join(folder, "one"), join(folder, "two")];
  const paths = await Promise.all(places.map((keep) => manager.fetch({ uri, keep, signal })));
  expect(new Set(paths).size).toBe(3);
  expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(["text", "text", "text"]);
  expect(count).toBe(1);
  await manager[Symbol.asyncDispose]?.();
  rmSync(folder, { recursive: true });
});
