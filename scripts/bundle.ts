/**
 * Bundles the two commands, split, into packages/cli/dist/bin.
 * The expression worker is an entry of its own: its host finds it beside the chunk it runs in.
 */
import { build } from "esbuild";
import { copyFileSync, existsSync, globSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");
const target = join(root, "packages/cli/dist/bin");
const outdir = target + ".new";
const main = join(root, "packages/cli/src/main.ts");

const workers = globSync("packages/*/src/**/*-worker.ts", { cwd: root });
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const result = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries([main, ...workers].map((file) => [basename(file, ".ts"), file])),
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  conditions: ["@sluice/source"],
  chunkNames: "[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
}).catch(() => process.exit(1));

for (const asset of assetsBesideBundle()) copyFileSync(asset, join(outdir, basename(asset)));
// Without this, a bundle copied out of its package would be read as CommonJS.
writeFileSync(join(outdir, "package.json"), '{ "type": "module" }\n');

// Only now: a bundle that fails leaves the last one in place.
rmSync(target, { recursive: true, force: true });
renameSync(outdir, target);

const files = Object.keys(result.metafile.outputs).filter((file) => file.endsWith(".js"));
const bytes = files.reduce((sum, file) => sum + statSync(join(target, basename(file))).size, 0);
console.error(`bundle: ${files.length} files, ${Math.round(bytes / 1024)} KiB, in packages/cli/dist/bin`);

/** Files that are read at run time next to the module that asks for them. */
function assetsBesideBundle(): string[] {
  const own = globSync("packages/*/src/**/*.{sh,sql,wasm}", { cwd: root }).map((file) => join(root, file));
  const requireFromCwl = createRequire(join(root, "packages/cwl/package.json"));
  const quickjs = join(requireFromCwl.resolve("quickjs-wasi/package.json"), "..", "quickjs.wasm");
  return existsSync(quickjs) ? [...own, quickjs] : own;
}
