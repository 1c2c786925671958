import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../../..");
const built = join(root, "packages/cli/dist/bin/main.js");
const lock = join(root, "node_modules/.sluice-test-build");

/** Bundles the commands if a source is newer; test files run side by side, so only one of them does it. */
export function buildOnce(): void {
  while (isStale()) {
    if (!takeLock()) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      continue;
    }
    try {
      if (isStale()) execFileSync(process.execPath, [join(root, "scripts/bundle.ts")], { cwd: root, stdio: "pipe" });
    } finally {
      rmdirSync(lock);
    }
  }
}

/** Path of the script that npm makes a command of. */
export function commandPath(name: "sluice" | "cwl-runner"): string {
  return join(root, "packages/cli/bin", `${name}.js`);
}

function isStale(): boolean {
  const made = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return globSync("packages/*/src/**/*.ts", { cwd: root }).some((file) => statSync(join(root, file)).mtimeMs > made);
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    // Whoever was killed while building left it behind.
    if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 60_000) rmdirSync(lock);
    return false;
  }
}
