import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { explosive, pluginModule, writePackage, writeProject } from "../support/plugin-packages.ts";
import { Sandbox, type Finished } from "../support/sandbox.ts";
import { commandPath } from "../support/built-command.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
}, 60_000);
afterEach(() => sandbox[Symbol.dispose]());

const connector = {
  point: "connector",
  apiVersion: 1,
  name: "batch",
  purpose: "Runs jobs in a queue.",
  capabilities: ["watch"],
  schema: {
    type: "object",
    required: ["host"],
    properties: {
      host: { type: "string", description: "Where the queue is." },
      token: { type: "string", "x-secret": true },
      retry: { type: "object", properties: { times: { type: "integer", default: 3 } } },
    },
  },
} as const;

/** A project with a plugin that must not be loaded, one whose manifest is wrong, and one for another engine. */
function writePlugins(): void {
  writeProject(sandbox.folder, [
    {
      name: "sluice-plugin-queue",
      manifest: {
        extensions: [connector],
        hooks: [{ name: "onJobState", description: "Counts jobs." }],
        requires: ["cwl"],
        schema: { type: "object", properties: { level: { enum: ["low", "high"] } } },
      },
      module: explosive,
    },
    { name: "sluice-plugin-wrong", manifest: { module: "../../elsewhere.js" } },
    { name: "sluice-plugin-old", manifest: { engine: "^7" } },
  ]);
}

describe("without loading any plugin", () => {
  beforeEach(writePlugins);

  test("a configuration counts only where it is named, which is said where there is one", () => {
    sandbox.write("mine.mjs", explosive);
    sandbox.write("sluice.yml", "version: v1.0\nplugins: [./mine.mjs]\n");
    const note = "note: the plugins that sluice.yml names are not among these; with --config sluice.yml they are\n";
    for (const command of [
      ["plugin", "list"],
      ["plugin", "show", "cwl"],
      ["ext", "list", "connector"],
    ]) {
      const { status, stderr } = sandbox.sluice(...command);
      expect([status, stderr]).toEqual([0, expect.stringContaining(note)]);
    }
    const named = sandbox.sluice("plugin", "list", "--config", "sluice.yml");
    expect([named.status, named.stderr]).toEqual([0, ""]);
    expect(named.stdout).toMatch(/mine\.mjs|^mine /m);
    sandbox.write("sluice.yml", "version: v1.0\nworkflows: {}\n");
    expect(sandbox.sluice("plugin", "list").stderr).toBe("");
  });

  test("plugin list says what is there and why something is broken", () => {
    const { status, stdout, stderr } = sandbox.sluice("plugin", "list");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^builtin +0\.\S+ +Sluice +ok/m);
    expect(stdout).toMatch(/^queue +1\.2\.3 +project +ok +Is sluice-plugin-queue\.$/m);
    expect(stdout).toMatch(/^sluice-plugin-wrong .*broken/m);
    expect(stdout).toMatch(/^sluice-plugin-wrong: broken: .*package\.json:1:\d+: sluice\.module must stay inside/m);
    expect(stdout).toMatch(/^old: broken: it was made for engine \^7, but this is 0\./m);
    const listed = JSON.parse(sandbox.sluice("plugin", "list", "--json").stdout) as { name: string; status: string }[];
    expect(listed.find(({ name }) => name === "queue")).toMatchObject({ status: "ok", from: "project" });
    expect(sandbox.sluice("plugin", "list", "--no-auto-plugins").stdout).not.toContain("queue");
  });

  test("plugin show says what it provides, hooks and takes", () => {
    const { status, stdout } = sandbox.sluice("plugin", "show", "queue");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^queue 1\.2\.3\nIs sluice-plugin-queue\.\n/);
    expect(stdout).toMatch(/Engine +\^0\.1/);
    expect(stdout).toMatch(/Requires +cwl/);
    expect(stdout).toMatch(/^connector +batch +stable +Runs jobs in a queue\.$/m);
    expect(stdout).toMatch(/onJobState +Counts jobs\./);
    expect(stdout).toMatch(/^level +"low" \| "high" +no/m);
    const wrong = sandbox.sluice("plugin", "show", "queu");
    expect(wrong).toMatchObject({ status: 1, stdout: "" });
    expect(wrong.stderr).toContain("Did you mean 'queue'?");
  });

  test("ext list says what all of them provide", () => {
    const { status, stdout, stderr } = sandbox.sluice("ext", "list");
    expect(status).toBe(0);
    expect(stderr).toContain("warning: plugin sluice-plugin-wrong is left out");
    expect(stdout).toMatch(/^connector +local +stable +builtin +Runs jobs as processes of this machine\.$/m);
    expect(stdout).toMatch(/^connector +batch +stable +queue +Runs jobs in a queue\.$/m);
    expect(stdout).toMatch(/^frontend +cwl +stable +cwl/m);
    expect(stdout).toMatch(/^reporter +lines +stable +displays/m);
    const listed = JSON.parse(sandbox.sluice("ext", "list", "connector", "--json").stdout) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(["local", "batch"]);
    expect(sandbox.sluice("ext", "list", "--points").stdout).toMatch(/^connector +1 +stable +local +Runs jobs/m);
  });

  test("ext show gives the option table", () => {
    const { stdout } = sandbox.sluice("ext", "show", "connector", "batch");
    expect(stdout).toContain("connector batch, by plugin queue (stable)\nRuns jobs in a queue.\n");
    expect(stdout).toMatch(/^ {2}watch: /m);
    expect(stdout).toMatch(/^host +string +yes +Where the queue is\.$/m);
    expect(stdout).toMatch(/^token +string \(secret\) +no$/m);
    expect(stdout).toMatch(/^retry\.times +integer +no +3$/m);
  });

  test.each([
    [["ext", "list", "conector"], "Did you mean 'connector'?"],
    [["ext", "show", "connector", "bath"], "Did you mean 'batch'?"],
  ])("%j is told what was meant", (argv, hint) => {
    const { status, stdout, stderr } = sandbox.sluice(...argv);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(hint);
  });

  test.each([
    [["ext", "lst"], "Did you mean 'sluice ext list'?"],
    [["ext", "show", "connector"], "needs an extension point and a name"],
    [["plugin", "lst"], "Did you mean 'sluice plugin list'?"],
    [["plugin", "add"], "needs SPEC"],
  ])("%j is a wrong command line", (argv, hint) => {
    const { status, stderr } = sandbox.sluice(...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
  });
});

test("--config adds the plugins that a configuration file names", () => {
  writePackage(sandbox.path("plugins/queue"), {
    name: "sluice-plugin-queue",
    manifest: { extensions: [connector], schema: { type: "object", properties: { level: { type: "integer" } } } },
  });
  const config = (reference: string): string =>
    `version: v1.0\nplugins:\n  - ${reference}\nworkflows:\n  w: { type: cwl, config: { file: w.cwl } }\n`;
  sandbox.write("sluice.yml", config("./plugins/queue"));
  expect(sandbox.sluice("plugin", "list").stdout).not.toContain("queue");
  expect(sandbox.sluice("plugin", "list", "--config", "sluice.yml").stdout).toMatch(/^queue +1\.2\.3 +named +ok/m);
  expect(sandbox.sluice("plugin", "show", "queue", "--config", "sluice.yml").stdout).toMatch(/^level +integer +no/m);
  expect(sandbox.sluice("ext", "list", "connector", "--config", "sluice.yml").stdout).toMatch(/^connector +batch/m);
  sandbox.write("wrong.yml", config("./plugins/queu"));
  const wrong = sandbox.sluice("ext", "list", "--config", "wrong.yml");
  expect(wrong.stderr).toMatch(/wrong\.yml:3:\d+: PLUGIN_MISSING: [^]*Did you mean '\.\/plugins\/queue'\?/);
  expect(wrong.status).toBe(1);
});

describe("plugin show --load", () => {
  test("says that a plugin works, and what it is without a manifest", () => {
    sandbox.write("mine.mjs", pluginModule("mine", 'host.hook("onJobState", () => {}, { description: "Listens." });'));
    const { status, stdout } = sandbox.sluice("plugin", "show", "./mine.mjs", "--load");
    expect(stdout).toMatch(/^mine 1\.0\.0\n/);
    expect(stdout).toMatch(/Loading +works/);
    expect(stdout).toMatch(/onJobState +Listens\./);
    expect(status).toBe(0);
  });

  test("says why one does not, and ends with 1", () => {
    writePlugins();
    const { status, stdout } = sandbox.sluice("plugin", "show", "queue", "--load");
    expect(stdout).toMatch(/Loading +fails: PLUGIN_FAILED: .*\s+this\s+module\s+was\s+loaded/);
    expect(status).toBe(1);
  });

  test("says what is otherwise than the manifest promises", () => {
    writeProject(sandbox.folder, [
      {
        name: "sluice-plugin-liar",
        manifest: { extensions: [connector] },
        module: pluginModule("liar", 'host.hook("onJobState", () => {});'),
      },
    ]);
    const { stdout } = sandbox.sluice("plugin", "show", "liar", "--load");
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).toContain("connector 'batch' (version 1) is not there; hook onJobState is not in it");
  });
});

test("one that does not work says so once, and where; what a file may provide is not denied", () => {
  sandbox.write("wrong.mjs", pluginModule("wrong", "host.nothing.at.all();"));
  const shown = sandbox.sluice("plugin", "show", "./wrong.mjs", "--load");
  expect(shown.stderr).toBe("");
  expect(shown.stdout.replaceAll(/\s+/g, " ")).toMatch(
    / Loading fails: PLUGIN_FAILED: plugin wrong: setup failed: [^;]*; see .+wrong\.mjs:1:\d+ /,
  );
  const sought = sandbox.sluice("ext", "show", "policy", "mine", "--plugin", "./wrong.mjs");
  expect(sought.stderr).toMatch(/PLUGIN_MISSING: .*\n.*shows only with 'sluice plugin show --load': .*wrong\.mjs\.$/m);
});

test("what manifests say of versions and of each other decides who is in order, and what there is", () => {
  const policy = { point: "policy", apiVersion: 1, name: "fair", purpose: "Is fair." };
  writeProject(sandbox.folder, [
    { name: "sluice-plugin-old", manifest: { engine: "^7", extensions: [policy] } },
    { name: "sluice-plugin-new", manifest: { extensions: [{ ...policy, apiVersion: 2 }] } },
    { name: "sluice-plugin-fair", manifest: { extensions: [policy] } },
    { name: "sluice-plugin-needy", manifest: { requires: ["old"] } },
    { name: "sluice-plugin-one", manifest: { requires: ["two"] } },
    { name: "sluice-plugin-two", manifest: { requires: ["one"] } },
  ]);
  const { stdout } = sandbox.sluice("plugin", "list", "--json");
  const listed = JSON.parse(stdout) as { name: string; status: string; reason?: string }[];
  const states = listed.filter(({ name }) => !["builtin", "cwl", "displays"].includes(name));
  expect(states.map(({ name, status, reason = "" }) => `${name} ${status} ${reason}`.trim())).toEqual([
    expect.stringMatching(/^old broken it was made for engine \^7, but this is /),
    "new broken it was made for version 2 of the extension point 'policy', but this engine has version 1",
    "fair ok",
    "needy broken it requires plugin 'old', which was left out",
    "one broken plugins require each other: one → two → one",
    "two broken plugins require each other: one → two → one",
  ]);
  const ext = sandbox.sluice("ext", "list", "policy");
  expect(ext.stdout.match(/^policy +fair .*$/gm)).toEqual([expect.stringMatching(/ fair +Is fair\.$/)]);
  expect(ext.stderr).toMatch(/^warning: plugin old is left out: [^\n]*\nwarning: plugin new is left out: [^\n]*\n$/);
  sandbox.write("h.cwl", "{ cwlVersion: v1.2, class: CommandLineTool, baseCommand: 'true', inputs: [], outputs: [] }");
  const run = sandbox.sluice("run", "h.cwl", "--quiet");
  expect(run.stderr).toMatch(/error: plugin new: it was made for version 2 of the extension point 'policy'/);
});

test("a schema that is none is told of, and does not spoil the schema of configuration files", () => {
  const faulty = { ...connector, name: "faulty", schema: { type: "objekt" } };
  writeProject(sandbox.folder, [{ name: "sluice-plugin-odd", manifest: { extensions: [connector, faulty] } }]);
  const { status, stdout, stderr } = sandbox.sluice("schema");
  expect(stderr).toMatch(/^warning: PLUGIN_INVALID: plugin odd: connector faulty: .* is no JSON Schema: [^\n]*\n$/);
  const { $defs } = JSON.parse(stdout) as { readonly $defs: Readonly<Record<string, { readonly type: string }>> };
  expect($defs["connector/batch"]).toMatchObject({ properties: { host: { type: "string" } } });
  expect($defs["connector/faulty"]?.type).toBe("object");
  expect(status).toBe(0);
});

describe("plugin add and remove", () => {
  /** A tarball as npm makes it. */
  function pack(name: string, manifest: object | undefined): string {
    const folder = writePackage(sandbox.path("sources", name), {
      name,
      manifest,
      module: pluginModule("packed"),
      scripts: { postinstall: "touch ran-a-script" },
    });
    const { status, stderr } = sandbox.call(["npm", "pack", folder, "--silent"]);
    expect([status, stderr]).toEqual([0, ""]);
    return `./${name}-1.2.3.tgz`;
  }

  /** With what a user's npm would ask: here nobody answers. */
  const offline = (...argv: string[]): Finished =>
    sandbox.call([
      "env",
      "npm_config_registry=http://127.0.0.1:9/",
      "npm_config_fetch_retries=0",
      process.execPath,
      commandPath("sluice"),
      ...argv,
    ]);

  test("a tarball is installed for the user, without its scripts, and removed again", () => {
    const tarball = pack("sluice-plugin-packed", {});
    const added = offline("plugin", "add", tarball);
    expect(added).toMatchObject({ status: 0, stderr: "Added plugin packed 1.2.3: Is sluice-plugin-packed.\n" });
    expect(existsSync(join(sandbox.home, "plugins/node_modules/sluice-plugin-packed/index.js"))).toBe(true);
    expect(existsSync(join(sandbox.home, "plugins/node_modules/sluice-plugin-packed/ran-a-script"))).toBe(false);
    expect(offline("plugin", "add", tarball).status).toBe(0);
    expect(sandbox.sluice("plugin", "list").stdout).toMatch(/^packed +1\.2\.3 +user +ok/m);
    expect(sandbox.sluice("plugin", "show", "packed", "--load").stdout).toMatch(/Loading +works/);
    expect(sandbox.sluice("plugin", "remove", "pakced").stderr).toContain("Did you mean 'packed'?");
    const removed = offline("plugin", "remove", "packed");
    expect(removed).toMatchObject({ status: 0, stderr: "Removed plugin packed\n" });
    expect(sandbox.sluice("plugin", "list").stdout).not.toContain("packed");
    expect(existsSync(join(sandbox.home, "plugins/node_modules/sluice-plugin-packed"))).toBe(false);
  }, 60_000);

  test("a package without a manifest is refused, and nothing of it stays", () => {
    const { status, stderr } = offline("plugin", "add", pack("plain", undefined));
    expect(status).toBe(1);
    expect(stderr).toContain("PLUGIN_INVALID: package plain is no plugin");
    expect(existsSync(join(sandbox.home, "plugins/node_modules/plain"))).toBe(false);
    expect(sandbox.sluice("plugin", "list").stdout).not.toContain("plain");
  }, 60_000);

  test("files and folders stay where they are, and are only recorded", () => {
    sandbox.write("mine.mjs", pluginModule("mine"));
    writePackage(sandbox.path("folder"), { name: "sluice-plugin-folder", manifest: {} });
    expect(sandbox.sluice("plugin", "add", "./mine.mjs").status).toBe(0);
    expect(sandbox.sluice("plugin", "add", "./folder").stderr).toBe(
      "Added plugin folder 1.2.3: Is sluice-plugin-folder.\n",
    );
    expect(JSON.parse(readFileSync(join(sandbox.home, "plugins/plugins.json"), "utf8"))).toEqual({
      packages: [],
      paths: [sandbox.path("mine.mjs"), sandbox.path("folder")],
    });
    expect(sandbox.sluice("plugin", "list").stdout).toMatch(/^folder +1\.2\.3 +user +ok/m);
    expect(sandbox.sluice("plugin", "remove", "./mine.mjs").status).toBe(0);
    expect(sandbox.sluice("plugin", "remove", "folder").status).toBe(0);
    expect(sandbox.sluice("plugin", "list").stdout).not.toContain("user");
    mkdirSync(sandbox.path("nothing"));
    expect(sandbox.sluice("plugin", "add", "./nothing").stderr).toContain("PLUGIN_INVALID: ./nothing has neither");
    for (const gone of ["./gone", "../gone.mjs", "gone.tgz"]) {
      const { status, stderr } = sandbox.sluice("plugin", "add", gone);
      expect({ status, stderr }).toEqual({ status: 1, stderr: `FILE_NOT_FOUND: there is no file or folder ${gone}\n` });
    }
  });

  test("a tarball that wants the contracts beside it needs no registry, but what else it wants does", () => {
    const tarball = (name: string, more: object): string => {
      const manifest = { name, version: "1.2.3", type: "module", ...more };
      const sluice = { module: "./dist/index.js", purpose: "Is packed.", engine: "^0.1" };
      writePackage(sandbox.path("sources", name), {
        name,
        files: {
          "package.json": JSON.stringify({ ...manifest, sluice }),
          "dist/index.js": 'export { default } from "../lib/plugin.js";\n',
          "lib/plugin.js":
            'import { definePlugin } from "@sluice/contracts";\n' +
            'export default definePlugin({ name: "packed", version: "1.2.3", engine: "*", setup() {} });\n',
        },
      });
      expect(sandbox.call(["npm", "pack", sandbox.path("sources", name), "--silent"]).status).toBe(0);
      return `./${name}-1.2.3.tgz`;
    };
    const peers = { "@sluice/contracts": "^7.0.0", "some-driver": "*" };
    const peerDependenciesMeta = { "some-driver": { optional: true } };
    const packed = tarball("sluice-plugin-packed", { peerDependencies: peers, peerDependenciesMeta });
    expect(offline("plugin", "add", packed)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^Added/) });
    expect(sandbox.sluice("plugin", "show", "packed", "--load").stdout).toMatch(/Loading +works/);
    const needy = offline("plugin", "add", tarball("sluice-plugin-needy", { peerDependencies: peers }));
    expect(needy.status).toBe(1);
    expect(needy.stderr).toMatch(/^PLUGIN_INSTALL: npm install failed: [^]*The registry cannot be reached/);
    expect(sandbox.sluice("plugin", "list").stdout).not.toContain("needy");
    expect(existsSync(join(sandbox.home, "plugins/node_modules/sluice-plugin-needy"))).toBe(false);
  }, 60_000);

  test("one that is added takes the place of another one of its name", () => {
    const written = (folder: string, version: string): void => {
      writePackage(sandbox.path(folder), { name: "sluice-plugin-mine", manifest: {}, module: pluginModule("mine") });
      const file = readFileSync(sandbox.path(folder, "package.json"), "utf8");
      sandbox.write(`${folder}/package.json`, file.replace("1.2.3", version));
    };
    written("old", "1.0.0");
    written("new", "2.0.0");
    sandbox.sluice("plugin", "add", "./old");
    const replaced = sandbox.sluice("plugin", "add", "file:new");
    expect(replaced.stderr).toBe(
      `Added plugin mine 2.0.0: Is sluice-plugin-mine.\nIt takes the place of the one in ${sandbox.path("old")}\n`,
    );
    expect(sandbox.sluice("plugin", "list").stdout).toMatch(/^mine +2\.0\.0 +user +ok/m);
    expect(sandbox.sluice("plugin", "remove", "mine").status).toBe(0);
    expect(sandbox.sluice("plugin", "list").stdout).not.toContain("mine");
  });

  test("what is gone is removed by the path that it was added with; a record that is spoilt says what to do", () => {
    writePackage(sandbox.path("away"), { name: "sluice-plugin-away", manifest: {} });
    sandbox.sluice("plugin", "add", "./away");
    rmSync(sandbox.path("away"), { recursive: true });
    expect(sandbox.sluice("plugin", "list").stdout).toContain("away: broken: there is no plugin");
    expect(sandbox.sluice("plugin", "remove", "./away")).toMatchObject({
      status: 0,
      stderr: `Removed plugin ${sandbox.path("away")}\n`,
    });
    writeFileSync(join(sandbox.home, "plugins/plugins.json"), "{");
    const { status, stderr } = sandbox.sluice("plugin", "list");
    expect(stderr).toMatch(/^PLUGIN_INVALID: .*plugins\.json is no JSON: .*\n {2}Remove it, .*--no-auto-plugins/);
    expect(status).toBe(1);
    expect(sandbox.sluice("plugin", "list", "--no-auto-plugins").status).toBe(0);
  });

  test("what is written as a URL is npm's to fetch", () => {
    const { status, stderr } = offline("plugin", "add", "http://127.0.0.1:9/sluice-plugin-any-1.0.0.tgz");
    expect(stderr).toMatch(/^PLUGIN_INSTALL: npm install failed: [^]*The registry cannot be reached/);
    expect(status).toBe(1);
    expect(sandbox.sluice("plugin", "add", "file:gone").stderr).toContain("there is no file or folder gone");
  }, 60_000);

  test("a plugin of the project is there already, and is not this command's to remove", () => {
    writePlugins();
    expect(sandbox.sluice("plugin", "add", "sluice-plugin-queue")).toMatchObject({ status: 0 });
    expect(existsSync(join(sandbox.home, "plugins"))).toBe(false);
    const { status, stderr } = sandbox.sluice("plugin", "remove", "queue");
    expect(status).toBe(1);
    expect(stderr).toContain("npm uninstall sluice-plugin-queue");
  });

  test("without npm, and without a registry, it says what can be done", () => {
    const node = [process.execPath, commandPath("sluice")];
    const path = (process.env["PATH"] ?? "").split(delimiter).filter((each) => !existsSync(join(each, "npm")));
    expect(path).not.toContain(dirname(process.execPath));
    const without = sandbox.call(["/usr/bin/env", `PATH=${path.join(delimiter)}`, ...node, "plugin", "add", "any"]);
    expect(without.stderr).toContain("PLUGIN_INSTALL: npm cannot be started");
    expect(without.status).toBe(1);
    const unreachable = offline("plugin", "add", "sluice-plugin-any");
    expect(unreachable.stderr).toMatch(/PLUGIN_INSTALL: npm install failed: [^]*The registry cannot be reached/);
    expect(unreachable.status).toBe(1);
  }, 60_000);
});
