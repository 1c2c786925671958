import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { cwlVersions, loadSaladTable } from "../../src/load/salad/salad-tables.ts";

const root = join(import.meta.dirname, "../..");

test("the tables are those of the schemas in the repository", async () => {
  const script = join(root, "scripts/generate-salad-tables.ts");
  await expect(
    promisify(execFile)(process.execPath, [script, join(root, "schemas"), "--check"]),
  ).resolves.toBeDefined();
});

test("every type that a table mentions is in it", async () => {
  const builtIn = ["string", "boolean", "int", "long", "float", "double", "null", "Any", "Expression"];
  for (const version of cwlVersions) {
    const { records, enums, abstracts, roots } = await loadSaladTable(version);
    const known = new Set([...builtIn, ...Object.keys(records), ...Object.keys(enums), ...Object.keys(abstracts)]);
    const mentioned = JSON.stringify(
      Object.values(records).flatMap(({ fields }) => Object.values(fields).map(({ type }) => type)),
    ).match(/\w+/g);
    expect([...new Set(mentioned)].filter((name) => name !== "array" && !known.has(name))).toEqual([]);
    expect(roots.every((name) => name in records)).toBe(true);
  }
});

test("versions differ where the standard does", async () => {
  const [v10, v11, v12] = await Promise.all(cwlVersions.map(loadSaladTable));
  expect([v10, v11, v12].map((table) => table?.roots.length)).toEqual([3, 3, 4]);
  expect([v10, v11, v12].map((table) => "when" in (table?.records["WorkflowStep"]?.fields ?? {}))).toEqual([
    false,
    false,
    true,
  ]);
  expect([v10, v11, v12].map((table) => "SecondaryFileSchema" in (table?.records ?? {}))).toEqual([false, true, true]);
});
