import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPlugin, templateNames } from "../src/index.ts";

let cwd: string;
beforeEach(() => void (cwd = mkdtempSync(join(tmpdir(), "create-plugin-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const read = (directory: string, file: string): string => readFileSync(join(directory, file), "utf8");

test.each(templateNames())("a plugin of the kind %s is whole, under its own name", async (point) => {
  const { directory, files } = await createPlugin({ name: "my-own", point, directory: join(cwd, "new") });
  const expected = [
    ".gitignore",
    "docs/my-own.md",
    "example/sluice.yml",
    "package.json",
    "src/index.ts",
    "tsconfig.json",
  ];
  expect(files).toEqual(expect.arrayContaining(expected));
  expect(files.some((file) => file.startsWith("test/"))).toBe(true);
  for (const file of files) expect(read(directory, file)).not.toMatch(/example-?plugin/i);
  const { name, sluice } = JSON.parse(read(directory, "package.json")) as {
    name: string;
    sluice: { name: string; module: string; purpose: string; extensions?: { point: string; name: string }[] };
  };
  expect(name).toBe("sluice-plugin-my-own");
  expect(sluice).toMatchObject({ name: "my-own", module: "./dist/index.js" });
  expect(sluice.purpose).toMatch(/\.$/);
  if (point !== "hooks") expect(sluice.extensions?.[0]).toMatchObject({ point });
});

test("a folder that holds something is left alone", async () => {
  writeFileSync(join(cwd, "precious.txt"), "mine");
  await expect(createPlugin({ name: "my-own", point: "hooks", directory: cwd })).rejects.toThrow("is not empty");
});

test.each([
  ["Bad Name", "hooks", "cannot be the name of a plugin"],
  ["good", "no-point", "there is no template for 'no-point'; there is: "],
])("%s of the kind %s is refused", async (name, point, message) => {
  await expect(createPlugin({ name, point, directory: join(cwd, "x") })).rejects.toThrow(message);
});
