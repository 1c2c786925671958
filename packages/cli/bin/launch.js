import { endProcess } from "./end-process.js";

// An `import` would read all their exports, and so load what they load late.
const { existsSync } = process.getBuiltinModule("node:fs");
const { enableCompileCache } = process.getBuiltinModule("node:module");
const { join } = process.getBuiltinModule("node:path");

/** Starts one of the bundled commands, with the compile cache of this user (a home that cannot be written is no error). */
export async function launch(command) {
  const main = new URL("../dist/bin/main.js", import.meta.url);
  if (!existsSync(main)) {
    console.error("Sluice is not built yet: run `npm run build`.");
    process.exitCode = 1;
    return;
  }
  const home = process.env["HOME"];
  const cache = process.env["XDG_CACHE_HOME"] || (home ? join(home, ".cache") : undefined);
  if (cache) enableCompileCache(join(cache, "sluice", "compile"));
  const commands = await import(main.href);
  // A short run is over before this is worth its while.
  setTimeout(tune, 50).unref();
  endProcess(await commands[command](process.argv.slice(2)));
}

/** Settings of V8 for runs. Its module is loaded late, because it takes as long as all the rest of a short command. */
function tune() {
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  // A run makes much garbage and keeps little: collecting it a little more often costs hardly any time, and the memory of
  // a large scatter stays near what its values need.
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=30");
  // Most expressions are evaluated once: their sandbox is worth optimising only when it has worked for a while.
  setFlagsFromString("--wasm-tiering-budget=50000000");
}
