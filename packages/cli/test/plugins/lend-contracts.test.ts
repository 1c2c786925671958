import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "sluice-lend-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text: string): void => {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** Loads it in a process of its own, where modules are found as Node finds them, and says what it is called or what is wrong. */
const load = (): string => {
  const loader = new URL("../../src/plugins/load-plugin.ts", import.meta.url).href;
  const script = `
    const { loadPlugin } = await import(${JSON.stringify(loader)});
    const found = loadPlugin(${JSON.stringify(join(folder, "plugin.mjs"))}, "plugin");
    console.log(await found.then(({ name }) => name, ({ message }) => message));`;
  const argv = ["--conditions=@sluice/source", "--input-type=module", "--eval", script];
  return execFileSync(process.execPath, argv, { encoding: "utf8" }).trim();
};

test("a plugin of one file gets the contracts of the command; what has its own beside it keeps them", () => {
  write(
    "plugin.mjs",
    `import { definePlugin } from "@sluice/contracts";
     import { own } from "./inner/part.mjs";
     export default definePlugin({ name: own, version: "1.0.0", engine: "*", setup: () => undefined });`,
  );
  write("inner/part.mjs", `export { own } from "@sluice/contracts";`);
  write(
    "inner/node_modules/@sluice/contracts/package.json",
    `{ "name": "@sluice/contracts", "exports": "./index.mjs" }`,
  );
  write("inner/node_modules/@sluice/contracts/index.mjs", `export const own = "from-its-own";`);
  expect(load()).toBe("from-its-own");
});

test("a package of ours that the command does not have either is named", () => {
  write("plugin.mjs", `import "@sluice/nothing";`);
  expect(load()).toBe("it needs the package '@sluice/nothing', which is not installed");
});
