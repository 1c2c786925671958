/**
 * Does what an author of a plugin does, following docs/guides/creating-plugins.md, from an empty folder and packed packages:
 * starts a plugin, installs, runs its contract suite, and runs a workflow that uses it.
 *
 *     node scripts/author-journey.ts [POINT…]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, workspacePackages } from "./workspace.ts";

const asked = process.argv.slice(2);
/** Every kind of plugin that can be started, the one that nobody has to ask for among them. */
const points =
  asked.length > 0 ? asked : readdirSync(join(root, "packages/create-sluice-plugin/templates/points")).toSorted();

/** Seconds that a command may take; a tenth of it is usual. */
const limit = 150;
const folder = mkdtempSync(join(tmpdir(), "sluice-author-"));
let failed = 0;
try {
  const tarballs = pack(join(folder, "packages"));
  const generator = tarballs.find((file) => file.includes("create-sluice-plugin-")) ?? "";
  const libraries = tarballs.filter((file) => file !== generator);
  for (const point of points) {
    const started = performance.now();
    const fault = journey(point, generator, libraries);
    if (fault !== undefined) failed++;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(
      `${point}: ${fault === undefined ? "from an empty folder to a green suite and a run" : fault}, ${seconds} s`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`author-journey: ${points.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Packs every package as it would be published. */
function pack(target: string): string[] {
  mkdirSync(target);
  return workspacePackages()
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder: source }) => {
      const { stdout } = run(
        "npm",
        ["pack", "--json", "--ignore-scripts", "--pack-destination", target],
        join(root, source),
      );
      const [packed] = JSON.parse(stdout) as { readonly filename: string }[];
      return join(target, packed?.filename ?? "");
    });
}

/** What goes wrong on the way, if something does. */
function journey(point: string, generator: string, libraries: readonly string[]): string | undefined {
  const name = `my-${point}`;
  const home = join(folder, point);
  mkdirSync(home);
  const plugin = join(home, `sluice-plugin-${name}`);
  const steps: readonly (readonly [string, readonly string[], string])[] = [
    ["npm", ["exec", "--yes", `--package=${generator}`, "--", "create-sluice-plugin", name, "--point", point], home],
    ["npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--save-dev", ...libraries], plugin],
    ["npm", ["test"], plugin],
    ["npm", ["run", "example"], plugin],
  ];
  for (const [command, args, cwd] of steps) {
    let { status, output } = run(command, args, cwd);
    if (status === null && args[0] === "install") {
      // npm at times stands still while it unpacks Node: that is no fault of the plugin.
      console.log(`${point}: npm install stood still and is started again`);
      ({ status, output } = run(command, args, cwd));
    }
    if (status !== 0) return `FAILED at ${command} ${args.slice(0, 2).join(" ")}:\n${output}`;
  }
  const greeting = readFileSync(join(plugin, "example/outputs/Ada.txt"), "utf8");
  return greeting === "Hello Ada\n" ? undefined : `FAILED: the example wrote ${JSON.stringify(greeting)}`;
}

/** The status is null when it took too long: then all that it started has ended, too. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
): { status: number | null; stdout: string; output: string } {
  // What this repository's own npm passes on must not reach the author's.
  const environment = Object.entries(process.env).filter(
    ([key]) => !/^(npm_(?!config_(cache|registry|userconfig))|INIT_CWD$)/i.test(key),
  );
  // By `timeout`, which ends the whole group: npm leaves what it started behind.
  const done = spawnSync("timeout", ["--kill-after=5", String(limit), command, ...args], {
    cwd,
    encoding: "utf8",
    env: Object.fromEntries(environment),
  });
  const tookTooLong = done.status === 124 || done.status === 137;
  return {
    status: tookTooLong ? null : (done.status ?? 1),
    stdout: done.stdout,
    output: `${done.stdout}${done.stderr}${done.error?.message ?? ""}${tookTooLong ? `stopped after ${limit} s` : ""}`,
  };
}
