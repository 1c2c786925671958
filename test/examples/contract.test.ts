import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject, Plugin, PluginManifest } from "@sluice/contracts";
import { pluginContract } from "@sluice/testkit";
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

const names = readdirSync(examples, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

for (const name of names) {
  const folder = join(examples, name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly name: string;
    readonly description: string;
    readonly sluice?: PluginManifest;
  };
  const manifest = about.sluice;
  if (!manifest) continue;
  const { default: plugin } = (await import(join(folder, "index.ts"))) as { readonly default: Plugin };

  describe(name, () => {
    pluginContract({
      test,
      plugin,
      manifest,
      folder,
      plugins: publicObjects,
      ...(options[name] && { options: options[name] }),
    });

    test("its package, folder, manifest and plugin have one name and purpose", () => {
      expect(about).toMatchObject({ name: `sluice-plugin-${name}`, description: manifest.purpose });
      expect(plugin).toMatchObject({ name, purpose: manifest.purpose, engine: manifest.engine });
    });

    test("its README fits on one screen and shows how it is named in a configuration", () => {
      const readme = readFileSync(join(folder, "README.md"), "utf8");
      expect(readme.split("\n").length).toBeLessThanOrEqual(50);
      expect(readme).toContain(manifest.purpose.replace(/\.$/, ""));
      expect(readme).toMatch(/```ya?ml\n[^`]*plugins:/);
    });
  });
}
