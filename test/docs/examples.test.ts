import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseYaml, SourceText } from "@sluice/cwl/yaml";
import { validateValue } from "@sluice/core/options";
import type { JsonObject } from "@sluice/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeSchema } from "../../packages/cli/src/config/compose-schema.ts";
import { ConfigDocument, pathText } from "../../packages/cli/src/config/config-document.ts";
import { extensionCatalogue } from "../../packages/cli/src/plugins/extension-catalogue.ts";
import { isRun } from "./support/console-run.ts";
import type { Document } from "./support/document.ts";
import { exampleDocuments, root } from "./support/documents.ts";
import { knownPlugins } from "./support/known-extensions.ts";
import { place, writeExamples, type WrittenExamples } from "./support/written-examples.ts";

let written: WrittenExamples;
beforeAll(() => void (written = writeExamples()));
afterAll(() => written[Symbol.dispose]());

/** Options of the compiler as authors of plugins have them; the library is that of our own sources, which are compiled along. */
const compilerOptions = {
  module: "nodenext",
  target: "es2024",
  lib: ["esnext"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  customConditions: ["@sluice/source"],
};

describe("TypeScript in the documentation", () => {
  test("is there", () => {
    expect(written.origins.size).toBeGreaterThan(20);
  });

  test("compiles", { timeout: 120_000 }, () => {
    const project = join(written.folder, "tsconfig.json");
    writeFileSync(project, JSON.stringify({ compilerOptions, files: [...written.origins.keys()] }));
    const tsc = join(root, "node_modules/.bin/tsc");
    const { stdout } = spawnSync(tsc, ["-p", project, "--pretty", "false"], { cwd: written.folder, encoding: "utf8" });
    expect(inDocuments(stdout)).toBe("");
  });

  test("passes its own tests", { timeout: 300_000 }, () => {
    const tests = [...written.origins].filter(
      ([file, { document }]) => file.endsWith(".test.ts") && !isTested(document),
    );
    const files = tests.map(([file]) => file);
    expect(files.length).toBeGreaterThan(10);
    const flags = ["--conditions=@sluice/source", "--disable-warning=ExperimentalWarning"];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...flags, "--test", "--test-reporter=tap", "--test-concurrency=2", ...files],
      { cwd: written.folder, encoding: "utf8", maxBuffer: 1 << 28 },
    );
    const failures = stdout
      .split("\n")
      .flatMap((line, at, all) => (/^\s*not ok/.test(line) ? all.slice(at, at + 14) : []));
    expect(inDocuments(failures.join("\n")) + stderr).toBe("");
    expect(status).toBe(0);
  });
});

/** Whether a page runs its tests itself, in the package that it makes: `commands.test.ts` does what it says. */
function isTested({ blocks }: Document): boolean {
  return blocks.some((block) => isRun(block) && /^\$ npm test$/m.test(block.text));
}

/** Says where in a document something is, instead of where in the files that were made of it. */
function inDocuments(text: string): string {
  let said = text;
  for (const [path, origin] of written.origins) {
    const short = path.slice(written.folder.length + 1);
    for (const name of [path, short]) {
      if (!said.includes(name)) continue;
      const pattern = new RegExp(`${RegExp.escape(name)}(?:[(:](\\d+)[,:](\\d+)\\)?)?`, "g");
      said = said.replaceAll(pattern, (_all, line = "1", column = "1") => `${place(origin, Number(line))}:${column}`);
    }
  }
  return said;
}

const yaml = exampleDocuments.flatMap((document) =>
  document.blocks
    .filter(({ language }) => language === "yaml")
    .map((block) => ({ document, block, at: place({ document, block }) })),
);

describe("YAML in the documentation", () => {
  test("is there", () => {
    expect(yaml.length).toBeGreaterThan(10);
  });

  test.each(yaml)("$at", async ({ document, block }) => {
    const source = new SourceText(`file:///${document.file}`, block.text);
    const node = parseYaml(source);
    expect(node).toBeDefined();
    if (!node || node.kind !== "mapping" || !/^version: v1/m.test(block.text)) return;
    const kind =
      block.name !== undefined && dirname(block.name) === "." && block.name.startsWith("streamflow")
        ? "streamflow"
        : "sluice";
    const schema = composeSchema({ kind, catalogue: await extensionCatalogue(await knownPlugins(document)) });
    const config = new ConfigDocument(document.file, node);
    const { faults } = validateValue(schema, config.value() as JsonObject);
    const said = faults.map(({ path, text }) => {
      const { line } = config.positionOf(path);
      return `${place({ document, block }, line)}: ${pathText(path)} ${text}`;
    });
    expect(said).toEqual([]);
  });
});
