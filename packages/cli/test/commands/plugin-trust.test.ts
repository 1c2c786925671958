import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeProject } from "../support/plugin-packages.ts";
import { needs } from "../../../../test/support/needs.ts";
import { Sandbox, type Finished } from "../support/sandbox.ts";

/** Any user that is not root. */
const stranger = 12_345;

let sandbox: Sandbox;
let project: string;
beforeEach(() => {
  sandbox = new Sandbox();
  project = sandbox.path("shared");
  writeProject(project, [{ name: "sluice-plugin-spy", manifest: { extensions: [command] }, module: spy() }]);
  mkdirSync(join(project, "work"));
  // Whatever the umask is.
  for (const each of [
    ".",
    "package.json",
    "work",
    "node_modules",
    plugin,
    `${plugin}/package.json`,
    `${plugin}/index.js`,
  ])
    chmodSync(join(project, each), each.endsWith("js") || each.endsWith("json") ? 0o644 : 0o755);
  sandbox.write(
    "shared/work/tool.cwl",
    "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: [echo]\ninputs: {}\noutputs: {}\n",
  );
}, 60_000);
afterEach(() => sandbox[Symbol.dispose]());

const plugin = "node_modules/sluice-plugin-spy";
const command = { point: "command", apiVersion: 1, name: "spy", purpose: "Says that it was run." };

/** Leaves a file where it can be seen that it was loaded. */
const spy = (): string => `
import { writeFileSync } from "node:fs";
writeFileSync(${JSON.stringify(sandbox.path("loaded"))}, "");
export default { name: "spy", version: "1.2.3", engine: "^0.1", setup(host) {
  host.provide({ id: "command", apiVersion: 1 }, "spy", { summary: "Says that it was run.", run: () => Promise.resolve(0) });
} };
`;

function inWork(script: "sluice" | "cwl-runner", ...argv: string[]): Finished {
  const bin = join(import.meta.dirname, "../../bin", `${script}.js`);
  return sandbox.call([
    "sh",
    "-c",
    'cd "$1" && shift && exec "$@"',
    "sh",
    join(project, "work"),
    process.execPath,
    bin,
    ...argv,
  ]);
}

const wasLoaded = (): boolean => existsSync(sandbox.path("loaded"));

const exposures: readonly (readonly [title: string, spoil: () => void, folder: () => string])[] = [
  ["a folder that everybody may write", () => chmodSync(project, 0o777), () => project],
  ["a sticky folder", () => chmodSync(project, 0o1777), () => project],
  ["a package.json that everybody may write", () => chmodSync(join(project, "package.json"), 0o666), () => project],
  ["a package that everybody may write", () => chmodSync(join(project, plugin), 0o777), () => join(project, plugin)],
  [
    "a module that everybody may write",
    () => chmodSync(join(project, plugin, "index.js"), 0o666),
    () => join(project, plugin),
  ],
  [
    "packages that everybody may replace",
    () => chmodSync(join(project, "node_modules"), 0o777),
    () => join(project, plugin),
  ],
];

const ofOthers: typeof exposures = [
  ["a folder of another user", () => chownSync(project, stranger, stranger), () => project],
  ["a package.json of another user", () => chownSync(join(project, "package.json"), stranger, stranger), () => project],
  [
    "a package of another user",
    () => chownSync(join(project, plugin), stranger, stranger),
    () => join(project, plugin),
  ],
];

const all = [
  ...exposures.map((each) => [...each, false] as const),
  ...ofOthers.map((each) => [...each, true] as const),
];

describe.each(all)("%s", (_title, spoil, folder, needsRoot) => {
  test("nothing of it is loaded, by any command, until it is trusted", (context) => {
    context.skip(needsRoot && !needs.root.isThere, needs.root.note);
    spoil();
    for (const [script, argv] of [
      ["sluice", ["run", "tool.cwl"]],
      ["sluice", ["validate", "tool.cwl"]],
      ["sluice", ["--help"]],
      ["sluice", ["run", "tool.cwl", "--help"]],
      ["sluice", ["ext", "list"]],
      ["cwl-runner", ["tool.cwl"]],
    ] as const) {
      const { status, stderr } = inWork(script, ...argv);
      expect([argv, status]).toEqual([argv, 0]);
      expect(stderr.match(/sluice plugin trust .*/g)).toEqual([
        expect.stringContaining(`sluice plugin trust ${folder()}'`),
      ]);
    }
    const list = inWork("sluice", "plugin", "list");
    expect(list.stdout).toMatch(/^spy .*broken/m);
    expect(list.stdout).toContain(`'sluice plugin trust ${folder()}'`);
    expect(inWork("sluice", "spy").status).toBe(2);
    expect(wasLoaded()).toBe(false);

    expect(inWork("sluice", "plugin", "trust", folder()).status).toBe(0);
    const trusted = inWork("sluice", "run", "tool.cwl");
    expect(trusted.stderr).not.toContain("trust");
    expect(trusted.status).toBe(0);
    expect(wasLoaded()).toBe(true);
  });
});

test("what is this user's own is loaded without a question", () => {
  expect(inWork("sluice", "run", "tool.cwl").stderr).not.toContain("trust");
  expect(wasLoaded()).toBe(true);
});

test("a plugin that is named by its path is loaded, whoever could have put it there; by its name it is refused", () => {
  chmodSync(project, 0o777);
  const named = inWork("sluice", "run", "tool.cwl", "--no-auto-plugins", "--plugin", "spy");
  expect(named.stderr).toContain("PLUGIN_UNTRUSTED: ");
  expect(named.status).toBe(1);
  expect(wasLoaded()).toBe(false);
  expect(inWork("sluice", "run", "tool.cwl", "--plugin", `../${plugin}`).status).toBe(0);
  expect(wasLoaded()).toBe(true);
});

test("a folder is trusted alone, by where it really is, until it is not any more", () => {
  chmodSync(project, 0o777);
  symlinkSync(project, sandbox.path("link"));
  expect(sandbox.sluice("plugin", "trust").stderr).toBe("No folder is trusted.\n");
  expect(sandbox.sluice("plugin", "trust", sandbox.folder).status).toBe(0);
  inWork("sluice", "run", "tool.cwl");
  expect(wasLoaded()).toBe(false);
  expect(sandbox.sluice("plugin", "trust", "link").status).toBe(0);
  expect(JSON.parse(sandbox.sluice("plugin", "trust", "--json").stdout)).toEqual([sandbox.folder, project]);
  expect(sandbox.sluice("plugin", "trust", "--remove", "link").status).toBe(0);
  inWork("sluice", "run", "tool.cwl");
  expect(wasLoaded()).toBe(false);
  expect(sandbox.sluice("plugin", "trust", "--remove", "link").stderr).toContain("FILE_NOT_FOUND: ");
  expect(sandbox.sluice("plugin", "trust", "nowhere").stderr).toContain("FILE_NOT_FOUND: there is no folder ");
});

test("a record that others can write trusts nobody and adds nothing", () => {
  expect(sandbox.sluice("plugin", "trust", project).status).toBe(0);
  expect(sandbox.sluice("plugin", "add", join(project, plugin)).status).toBe(0);
  chmodSync(project, 0o777);
  chmodSync(join(sandbox.home, "plugins"), 0o777);
  const { stderr } = inWork("sluice", "run", "tool.cwl");
  expect(stderr).toContain("PLUGIN_UNTRUSTED");
  expect(wasLoaded()).toBe(false);
  expect(sandbox.sluice("plugin", "trust", sandbox.folder).stderr).toContain("SLUICE_HOME names another folder");
});

test("a package.json of others that is none keeps no command from working", () => {
  chmodSync(project, 0o777);
  sandbox.write("shared/package.json", "{ no JSON");
  const { status, stderr } = inWork("sluice", "run", "tool.cwl");
  expect(status).toBe(0);
  expect(stderr).not.toContain("package.json");
});
