import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
