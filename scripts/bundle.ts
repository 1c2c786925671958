/**
 * Bundles the two commands, split, into packages/cli/dist/bin.
 * A worker is a program of its own: its host finds it beside the chunk it runs in.
 */
import { copyFileSync, existsSync, globSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { build, type CodeSplittingOptions, type OutputChunk } from "rolldown";

const root = join(import.meta.dirname, "..");
const target = join(root, "packages/cli/dist/bin");
const outdir = target + ".new";
/**
 * What several commands share is put together up to this number of bytes: each file that is loaded costs a millisecond, and code that
 * is not called next to nothing.
 */
const mergeThreshold = 400_000;

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const groups = [{ name: "shared", minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: mergeThreshold }];
const chunks = await bundle("packages/cli/src/main.ts", { groups });
for (const worker of globSync("packages/{core,cwl}/src/**/*-worker.ts", { cwd: root }))
  chunks.push(...(await bundle(worker, false)));

for (const asset of assetsBesideBundle()) copyFileSync(asset, join(outdir, basename(asset)));
// Without this, a bundle copied out of its package would be read as CommonJS.
writeFileSync(join(outdir, "package.json"), '{ "type": "module" }\n');

// Only now: a bundle that fails leaves the last one in place.
rmSync(target, { recursive: true, force: true });
renameSync(outdir, target);

const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
console.error(`bundle: ${chunks.length} files, ${Math.round(bytes / 1024)} KiB, in packages/cli/dist/bin`);

async function bundle(file: string, codeSplitting: CodeSplittingOptions | false): Promise<OutputChunk[]> {
  const { output } = await build({
    cwd: root,
    input: { [basename(file, ".ts")]: file },
    platform: "node",
    resolve: { conditionNames: ["@sluice/source", "import", "node", "default"] },
    preserveEntrySignatures: "allow-extension",
    // What one command loads late, another needs at once.
    checks: { ineffectiveDynamicImport: false },
    onLog(level, log) {
      if (level === "warn") throw new Error(log.message);
    },
    output: {
      dir: outdir,
      format: "esm",
      chunkFileNames: "chunk-[hash].js",
      sourcemap: true,
      comments: false,
      // Names stay, for the stacks of `--debug`.
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      codeSplitting,
    },
  });
  return output.filter((made) => made.type === "chunk");
}

/** Files that are read at run time next to the module that asks for them. */
function assetsBesideBundle(): string[] {
  const own = globSync("packages/*/src/**/*.{sh,sql,wasm}", { cwd: root }).map((file) => join(root, file));
  const requireFromCwl = createRequire(join(root, "packages/cwl/package.json"));
  const quickjs = join(requireFromCwl.resolve("quickjs-wasi/package.json"), "..", "quickjs.wasm");
  return existsSync(quickjs) ? [...own, quickjs] : own;
}
