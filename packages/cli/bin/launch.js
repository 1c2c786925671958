import { endProcess } from "./end-process.js";

// An `import` would read all their exports, and so load what they load late.
const { existsSync, statSync } = process.getBuiltinModule("node:fs");
const { enableCompileCache } = process.getBuiltinModule("node:module");
const { join } = process.getBuiltinModule("node:path");

/** Compiled code runs unseen: what another user made, as root finds it with the HOME of that one, is not taken. */
function isOwn(folder) {
  try {
    const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
    return owner === undefined || owner === process.getuid?.();
  } catch {
    // The home of another user, as `sudo -u` leaves it: nothing of it can be looked at.
    return false;
  }
}

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
  const compiled = cache && join(cache, "sluice", "compile");
  if (compiled && isOwn(compiled)) enableCompileCache(compiled);
  // Until it is known how the command ends, this is no success: not even where nothing is left that it could wait for.
  let status = 1;
  process.on("exit", (code) => {
    // Nor is it one because a plugin says so in `process.exitCode`.
    if (code === 0) process.exitCode = status;
  });
  process.on("beforeExit", tellUnfinished);
  const commands = await import(main.href);
  status = await commands[command](process.argv.slice(2));
  process.off("beforeExit", tellUnfinished);
  endProcess(status);
}

/** Others who know more of what is waited for say that themselves. */
function tellUnfinished() {
  if (process.listenerCount("beforeExit") > 1) return;
  console.error("INTERNAL: the command is not done, and nothing is left that it could wait for: please report it.");
}
