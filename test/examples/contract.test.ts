import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject, Plugin, PluginManifest } from "@sluice/contracts";
import { hooksContract, pluginContract } from "@sluice/testkit";
import { afterAll, describe, expect, test } from "vitest";

const examples = join(import.meta.dirname, "../../examples/plugins");
const scratch = mkdtempSync(join(tmpdir(), "sluice-examples-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What an example cannot be set up without. */
const options: Readonly<Record<string, JsonObject>> = {
  "dataset-scheme": { folder: scratch },
  "result-writer": { file: join(scratch, "results.sqlite") },
};
const publicObjects = { "metrics-collector": { metrics: [] } };

interface Example {
  readonly name: string;
  readonly folder: string;
  readonly about: { readonly name: string; readonly description: string; readonly sluice: PluginManifest };
  readonly plugin: Plugin;
}

const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const all: Example[] = [];
for (const { name } of folders) {
  const folder = join(examples, name);
  if (!existsSync(join(folder, "package.json"))) continue;
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Example["about"];
  const { default: plugin } = (await import(join(folder, "index.ts"))) as { readonly default: Plugin };
  all.push({ name, folder, about, plugin });
}

test("there are examples", () => {
  expect(all.length).toBeGreaterThanOrEqual(30);
});

describe.each(all)("$name", ({ name, folder, about, plugin }) => {
  const manifest = about.sluice;
  pluginContract({
    test,
    plugin,
    manifest,
    folder,
    plugins: publicObjects,
    ...(options[name] && { options: options[name] }),
  });

  const hooks = manifest.hooks?.map((hook) => hook.name);
  if (hooks)
    hooksContract({
      test,
      plugin,
      hooks,
      plugins: publicObjects,
      context: { configDir: scratch },
      ...(options[name] && { options: options[name] }),
    });

  test("its package, folder, manifest and plugin have one name and purpose", () => {
    expect(about).toMatchObject({ name: `sluice-plugin-${name}`, description: manifest.purpose });
    expect(plugin).toMatchObject({ name, purpose: manifest.purpose, engine: manifest.engine });
  });

  test("its README fits on one screen and shows its configuration", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    expect(readme.split("\n").length).toBeLessThanOrEqual(50);
    expect(readme).toContain(manifest.purpose);
    expect(readme).toContain(`\`\`\`yaml\n# sluice.yml\n${readFileSync(join(folder, "sluice.yml"), "utf8")}\`\`\``);
  });
});
