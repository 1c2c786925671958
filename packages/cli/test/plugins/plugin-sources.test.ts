import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SluiceErrorList } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PluginEntry } from "../../src/plugins/plugin-entry.ts";
import { pluginSources, type PluginSourcesInput } from "../../src/plugins/plugin-sources.ts";
import { writeUserPlugins } from "../../src/plugins/user-plugins.ts";
import { pluginModule, writePackage, writeProject } from "../support/plugin-packages.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-sources-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The plugins besides the bundled ones. */
async function find(entries: readonly PluginEntry[], more: Partial<PluginSourcesInput> = {}): Promise<PluginSource[]> {
  const home = join(folder, "home");
  const sources = await pluginSources({ entries, configDir: folder, cwd: folder, home, auto: true, ...more });
  return sources.filter(({ origin }) => origin !== "bundled");
}

const names = (sources: readonly PluginSource[]): string[] => sources.map(({ name, origin }) => `${origin} ${name}`);
const at = (line: number): PluginEntry["position"] => ({ file: "sluice.yml", line, column: 5 });

describe("plugins that nobody names", () => {
  test("are those that the project depends on, then those that the user added", async () => {
    writeProject(folder, [{ name: "sluice-plugin-a", manifest: {} }, { name: "other" }]);
    mkdirSync(join(folder, "deep", "down"), { recursive: true });
    writePackage(join(folder, "home/plugins/node_modules/sluice-plugin-b"), { name: "sluice-plugin-b", manifest: {} });
    writeFileSync(join(folder, "c.mjs"), pluginModule("c"));
    await writeUserPlugins(join(folder, "home/plugins"), {
      packages: ["sluice-plugin-b"],
      paths: [join(folder, "c.mjs")],
    });
    const found = await find([], { configDir: join(folder, "deep/down") });
    expect(names(found)).toEqual(["package a", "user b", `user ${join(folder, "c.mjs")}`]);
    expect(names(await find([], { auto: false }))).toEqual([]);
  });

  test("the project's counts more than the user's of the same name", async () => {
    writeProject(folder, [{ name: "sluice-plugin-a", manifest: {} }]);
    writePackage(join(folder, "mine"), { name: "sluice-plugin-a", manifest: {} });
    await writeUserPlugins(join(folder, "home/plugins"), { packages: [], paths: [join(folder, "mine")] });
    expect(names(await find([]))).toEqual(["package a"]);
  });

  test("a manifest that is wrong, a module that is not there and what is gone are faults of that plugin only", async () => {
    writeProject(folder, [
      { name: "sluice-plugin-a", manifest: { hooks: 1 as never } },
      { name: "sluice-plugin-b", manifest: { module: "./dist/index.js" } },
      { name: "sluice-plugin-c", manifest: {} },
    ]);
    await writeUserPlugins(join(folder, "home/plugins"), { packages: ["sluice-plugin-gone"], paths: ["/nowhere.ts"] });
    const found = await find([]);
    expect(found.map(({ name, fault }) => [name, fault?.code])).toEqual([
      ["sluice-plugin-a", "PLUGIN_INVALID"],
      ["b", "PLUGIN_INVALID"],
      ["c", undefined],
      ["sluice-plugin-gone", "FILE_NOT_FOUND"],
      ["/nowhere.ts", "PLUGIN_MISSING"],
    ]);
  });

  test("of two of one name the second is broken, unless the project takes the place of what the user has", async () => {
    writeProject(folder, [
      { name: "sluice-plugin-a", manifest: {} },
      { name: "@other/sluice-plugin-a", manifest: {} },
      { name: "sluice-plugin-cwl", manifest: {} },
      { name: "sluice-plugin-x", manifest: { name: "builtin" } },
    ]);
    writePackage(join(folder, "home/plugins/node_modules/sluice-plugin-a"), { name: "sluice-plugin-a", manifest: {} });
    await writeUserPlugins(join(folder, "home/plugins"), { packages: ["sluice-plugin-a"], paths: [] });
    const found = await find([]);
    expect(found.map(({ name, fault }) => [name, fault?.code])).toEqual([
      ["a", undefined],
      ["a", "PLUGIN_DUPLICATE"],
      ["cwl", "PLUGIN_DUPLICATE"],
      ["builtin", "PLUGIN_DUPLICATE"],
    ]);
    expect(found[1]?.fault?.message).toBe(
      `two plugins are called 'a': the other one is ${join(folder, "node_modules/sluice-plugin-a")}`,
    );
  });
});

describe("plugins that are named", () => {
  test("are packages, files and folders, in order", async () => {
    writePackage(join(folder, "node_modules/sluice-plugin-a"), { name: "sluice-plugin-a", manifest: {} });
    writeFileSync(join(folder, "one.mts"), pluginModule("one"));
    mkdirSync(join(folder, "two"));
    writeFileSync(join(folder, "two/index.mjs"), pluginModule("two"));
    writePackage(join(folder, "three"), { name: "sluice-plugin-three", manifest: {}, module: pluginModule("three") });
    const entries = ["a", "./one.mts", "two", "./three"].map((reference) => ({ reference }));
    const found = await find(entries, { auto: false });
    expect(names(found)).toEqual(["config a", "config ./one.mts", "config two", "config three"]);
    expect(found[3]).toMatchObject({ version: "1.2.3", path: join(folder, "three"), reference: "./three" });
    const loaded = await Promise.all(found.slice(1).map(async (each) => each.load()));
    expect(loaded.map(({ name }) => name)).toEqual(["one", "two", "three"]);
  });

  test("are merged with those that are there anyway, by the name of the plugin or of its package", async () => {
    writeProject(folder, [
      { name: "sluice-plugin-a", manifest: {} },
      { name: "sluice-plugin-b", manifest: {} },
    ]);
    const found = await find([
      { reference: "sluice-plugin-b", enabled: false },
      { reference: "a", options: { key: 1 }, overrides: ["connector/local"] },
    ]);
    expect(names(found)).toEqual(["package a"]);
    expect(found[0]).toMatchObject({ options: { key: 1 }, overrides: ["connector/local"], reference: "a" });
  });

  test.each([{}, { enabled: false }, { options: {} }])("the built-in plugin cannot be among them: %j", async (more) => {
    const entry = { reference: "builtin", position: at(3), ...more } as PluginEntry;
    await expect(find([entry])).rejects.toMatchObject({ code: "PLUGIN_INVALID", position: at(3) });
  });

  test("references that lead nowhere are refused together, with their positions and what was meant", async () => {
    writeProject(folder, [{ name: "sluice-plugin-metrics", manifest: {} }, { name: "plain" }]);
    writeFileSync(join(folder, "collector.ts"), pluginModule("c"));
    const entries = ["metrisc", "./colector.ts", "plain", "./package.json"].map((reference, index) => ({
      reference,
      position: at(index + 1) as NonNullable<PluginEntry["position"]>,
    }));
    const error = await find(entries).catch((thrown: unknown) => thrown as SluiceErrorList);
    const faults = (error as SluiceErrorList).errors;
    expect(faults.map(({ code, position }) => [code, position?.line])).toEqual([
      ["PLUGIN_MISSING", 1],
      ["PLUGIN_MISSING", 2],
      ["PLUGIN_INVALID", 3],
      ["PLUGIN_INVALID", 4],
    ]);
    expect(faults[0]?.hint).toBe("Did you mean 'metrics'?");
    expect(faults[1]?.hint).toBe("Did you mean './collector.ts'?");
    expect(faults[2]?.message).toBe("package plain is no plugin");
  });
});

describe("loading", () => {
  test("takes the export 'plugin' where there is no default one", async () => {
    writeFileSync(join(folder, "a.mjs"), pluginModule("a").replace("export default", "export const plugin ="));
    const [source] = await find([{ reference: "./a.mjs" }]);
    expect((await source?.load())?.name).toBe("a");
  });

  test("a module without a plugin, and one whose package is missing, say so", async () => {
    writeFileSync(join(folder, "a.mjs"), "export const other = 1;\n");
    writeFileSync(join(folder, "b.mjs"), 'import "a-package-that-nobody-has";\n');
    const [a, b] = await find([{ reference: "./a.mjs" }, { reference: "./b.mjs" }]);
    await expect(a?.load()).rejects.toMatchObject({ code: "PLUGIN_INVALID" });
    await expect(b?.load()).rejects.toMatchObject({
      code: "PLUGIN_FAILED",
      message: "it needs the package 'a-package-that-nobody-has', which is not installed",
      hint: "Install it beside the plugin: npm install a-package-that-nobody-has",
    });
  });
});

describe("the checksum", () => {
  test("is that of the plugin's own files: what it depends on does not count", async () => {
    const path = writePackage(join(folder, "a"), { name: "a", manifest: {} });
    const [source] = await find([{ reference: "./a" }]);
    const before = await source?.integrity?.();
    expect(before).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/);
    mkdirSync(join(path, "node_modules"));
    writeFileSync(join(path, "node_modules/x.js"), "1");
    expect(await source?.integrity?.()).toBe(before);
    writeFileSync(join(path, "more.js"), "1");
    expect(await source?.integrity?.()).not.toBe(before);
  });

  test("of a file is that of this file", async () => {
    writeFileSync(join(folder, "a.mjs"), pluginModule("a"));
    const [source] = await find([{ reference: "./a.mjs" }]);
    const before = await source?.integrity?.();
    writeFileSync(join(folder, "b.mjs"), "");
    expect(await source?.integrity?.()).toBe(before);
    writeFileSync(join(folder, "a.mjs"), pluginModule("a", "", "1.0.1"));
    expect(await source?.integrity?.()).not.toBe(before);
  });
});
