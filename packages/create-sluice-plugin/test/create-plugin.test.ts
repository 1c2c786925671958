import { spawnSync } from "node:child_process";
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

test("what cannot be written is said in one line", async () => {
  writeFileSync(join(cwd, "file"), "");
  const attempt = createPlugin({ name: "my-own", point: "hooks", directory: join(cwd, "file/below") });
  await expect(attempt).rejects.toThrow(/cannot be (used|written): ENOTDIR/);
});

test.each([
  [
    "npm took the options for its own",
    ["my-own", "policy"],
    2,
    /one name only; got my-own, policy\n.* -- --point POINT/,
  ],
  ["a folder that shells would take apart", ["my-own", "--dir", "a folder/it's"], 0, /cd 'a folder\/it'\\''s'\n/],
])("%s", (_what, args, status, said) => {
  const bin = join(import.meta.dirname, "../src/main.ts");
  const call = `import { main } from ${JSON.stringify(bin)}; process.exitCode = await main(process.argv.slice(1))`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", call, "--", ...args], {
    cwd,
    encoding: "utf8",
  });
  expect([done.status, done.stdout + done.stderr]).toEqual([status, expect.stringMatching(said)]);
});

test.each([
  ["Bad Name", "hooks", "cannot be the name of a plugin"],
  ["cwl", "hooks", "comes with Sluice"],
  ["index", "policy", "'index' would be two files, src/index.ts"],
  ["good", "no-point", "there is no template for 'no-point'; there is: "],
])("%s of the kind %s is refused", async (name, point, message) => {
  await expect(createPlugin({ name, point, directory: join(cwd, "x") })).rejects.toThrow(message);
});
