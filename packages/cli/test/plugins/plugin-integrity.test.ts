import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pluginIntegrity } from "../../src/plugins/plugin-integrity.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-integrity-"));
  mkdirSync(join(folder, "dist"));
  write("dist/index.js", "export default 1;");
  write("helper.ts", "export {};");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

test("without a list of published files every file counts", async () => {
  write("package.json", "{}");
  const before = await pluginIntegrity(folder);
  write("notes.txt", "new");
  expect(await pluginIntegrity(folder)).not.toBe(before);
});

test.each(["dist/index.js", "helper.ts", "package.json"])("a change of %s counts", async (name) => {
  const published = `{ "files": ["dist/", "./*.ts"] }`;
  write("package.json", published);
  const before = await pluginIntegrity(folder);
  write(name, `${published} `);
  expect(await pluginIntegrity(folder)).not.toBe(before);
});

test.each(["output.txt", "distance", "helper.tsx", "out.d/helper.ts"])("%s is not published", async (name) => {
  write("package.json", `{ "files": ["dist/", "./*.ts"] }`);
  mkdirSync(join(folder, "out.d"));
  const before = await pluginIntegrity(folder);
  write(name, "an output of a run");
  expect(await pluginIntegrity(folder)).toBe(before);
});

test("the module that is loaded counts with what lies beside it, also where it is not published", async () => {
  write("package.json", `{ "files": ["dist"] }`);
  mkdirSync(join(folder, "src"));
  write("src/part.ts", "one");
  const sum = (): Promise<string> => pluginIntegrity(folder, "./src/index.ts");
  const before = await sum();
  write("output.txt", "an output of a run");
  expect(await sum()).toBe(before);
  write("src/part.ts", "two");
  expect(await sum()).not.toBe(before);
  const alone = await pluginIntegrity(folder, "helper.ts");
  write("helper.ts", "export { };");
  expect(await pluginIntegrity(folder, "helper.ts")).not.toBe(alone);
});

test("of a file that is a plugin, what it imports from beside it counts, at any depth, and nothing else", async () => {
  write("plugin.ts", 'import { a } from "./helper.ts";\nimport "@sluice/contracts";\nexport default a;');
  write(
    "helper.ts",
    'export const a = await import("./dist/index.js");\nexport * from "./plugin.ts";\nimport "./gone.ts";',
  );
  const sum = (): Promise<string> => pluginIntegrity(join(folder, "plugin.ts"));
  const first = await sum();
  write("notes.ts", "of no concern");
  expect(await sum()).toBe(first);
  write("dist/index.js", "export default 2;");
  const second = await sum();
  expect(second).not.toBe(first);
  write("helper.ts", "export const a = 1;");
  expect([first, second]).not.toContain(await sum());
});

test("a link in a folder counts for the file that it leads to", async () => {
  mkdirSync(join(folder, "linked"));
  write("linked/index.js", "export default 1;");
  symlinkSync("../helper.ts", join(folder, "linked/helper.ts"));
  const before = await pluginIntegrity(join(folder, "linked"));
  write("helper.ts", "export { };");
  expect(await pluginIntegrity(join(folder, "linked"))).not.toBe(before);
});
