// Installs what the repository needs, only when it is needed. Runs on any Node.js from 20, before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ownNode = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
const installScriptsOff =
  "setup: npm's install scripts are disabled, and the one of the package `node`, which brings Node 24, is needed:" +
  " run `npm run setup --ignore-scripts=false` once.";

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
  } catch {
    return {};
  }
}

/** True when node_modules holds what the lock file says; optional packages may be missing (other platforms). */
function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const have = present[path];
    if (have === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return have.version === entry.version && JSON.stringify(have.bin) === JSON.stringify(entry.bin);
  });
}

/** `npm install` and not `npm ci`, which refuses a registry that lacks the optional packages of other platforms. */
function install() {
  const args =
    "install --no-save --loglevel=error --no-progress --no-audit --no-fund --engine-strict=false --include=dev";
  const npm = process.env["npm_execpath"];
  // Below `npm run`, `npm_config_ignore_scripts` said already that the user lets install scripts run.
  const command = npm ? [process.execPath, npm, "--ignore-scripts=false"] : ["npm"];
  process.stderr.write("setup: installing the development tools and Node 24 (once; a minute or so) ... ");
  const started = Date.now();
  const done = spawnSync(command[0], [...command.slice(1), ...args.split(" ")], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (done.status !== 0) {
    process.stderr.write("failed\n" + (done.error ? done.error.message + "\n" : done.stderr));
    process.exit(1);
  }
  process.stderr.write("done in " + Math.round((Date.now() - started) / 1000) + " s\n");
}

const scriptsDisabled = process.env["npm_config_ignore_scripts"] === "true";
if (!existsSync(ownNode) && scriptsDisabled) {
  console.error(installScriptsOff);
  process.exit(1);
}
if (!isInstalled() || !existsSync(ownNode)) install();
if (!existsSync(ownNode)) {
  console.error(installScriptsOff);
  process.exit(1);
}
