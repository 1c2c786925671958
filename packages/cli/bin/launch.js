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
  endProcess(await commands[command](process.argv.slice(2)));
}
