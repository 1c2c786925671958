/**
 * Bundles the two commands, split, into packages/cli/dist/bin.
 * A worker is a program of its own: its host finds it beside the chunk it runs in.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { build, type CodeSplittingOptions, type OutputChunk } from "rolldown";
import { makeSnapshot } from "../packages/cwl/src/expression/engine-snapshot.ts";
import { compileWasm } from "../packages/cwl/src/expression/web-assembly.ts";
import { lateBuiltins } from "./late-builtins.ts";
import { unusedYaml } from "./unused-yaml.ts";

const root = join(import.meta.dirname, "..");
const target = join(root, "packages/cli/dist/bin");
const outdir = target + ".new";
/** What these load, with all that they import, is one file each: a file costs a millisecond, and code that is not needed nearly as much. */
const groups = [
  group("document", [
    "cli/src/main",
    "cli/src/config/read-config",
    "cli/src/commands/(cwl-runner|find-command|run|validate)",
    "cli/src/command-line/parse-arguments",
    "cli/src/plugins/plugin-sources",
    "cli/src/reporters/display-plugin",
    "core/src/create-host",
    "cwl/src/index",
    "cwl/src/frontend/load-workflow",
    "cwl/src/generated/salad-v1-2",
  ]),
  group("run", [
    "cli/src/render/(line-progress|summary)",
    "core/src/index",
    "core/src/builtin/extensions",
    "cwl/src/(operation|expression)/index",
  ]),
  { name: "shared", minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 50_000 },
];

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const chunks = await bundle("packages/cli/src/main.ts", { groups });
for (const worker of globSync("packages/{core,cwl}/src/**/*-worker.ts", { cwd: root }))
  chunks.push(...(await bundle(worker, false)));

// Such a bundle fails as soon as it is loaded, or, by luck, does not.
const circle = findCircle(chunks);
if (circle !== undefined)
  throw new Error(
    `chunks import each other: ${circle.join(" → ")}. Import later (by import()) what one of them needs only sometimes.`,
  );

for (const asset of assetsBesideBundle()) copyFileSync(asset, join(outdir, basename(asset)));
const wasm = compileWasm(readFileSync(join(outdir, "quickjs.wasm")));
writeFileSync(join(outdir, "quickjs.snapshot"), await makeSnapshot(wasm));
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
    plugins: [lateBuiltins(), unusedYaml()],
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

/** Modules that belong together, and everything that they import. Earlier groups come first. */
function group(name: string, modules: readonly string[]): { name: string; test: RegExp; priority: number } {
  const sources = globSync("packages/*/src/**/*.ts", { cwd: root });
  const patterns = modules.map((module) => new RegExp(`(?:^|/)packages/${module}\\.ts$`));
  const lost = patterns.find((pattern) => !sources.some((file) => pattern.test(file)));
  if (lost) throw new Error(`the group '${name}' of the bundle names what is not there: ${lost.source}`);
  return { name, test: new RegExp(patterns.map(({ source }) => source).join("|")), priority: 1 };
}

/** Chunks that import each other at once, if there are any. */
function findCircle(all: readonly OutputChunk[]): readonly string[] | undefined {
  const imports = new Map(all.map((chunk) => [chunk.fileName, chunk.imports]));
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of imports.get(name) ?? []) {
      const found = visit(next, [...trail, name]);
      if (found) return found;
    }
    done.add(name);
    return undefined;
  };
  for (const name of imports.keys()) {
    const found = visit(name, []);
    if (found) return found;
  }
  return undefined;
}

/** Files that are read at run time next to the module that asks for them. */
function assetsBesideBundle(): string[] {
  const own = globSync("packages/*/src/**/*.{sh,sql,wasm}", { cwd: root }).map((file) => join(root, file));
  const requireFromCwl = createRequire(join(root, "packages/cwl/package.json"));
  const quickjs = join(requireFromCwl.resolve("quickjs-wasi/package.json"), "..", "quickjs.wasm");
  return [...own, quickjs];
}
