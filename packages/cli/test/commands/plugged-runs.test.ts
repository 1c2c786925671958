import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { echoTool } from "../support/documents.ts";
import { explosive, pluginModule, writePackage, writeProject } from "../support/plugin-packages.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write("echo.cwl", echoTool);
}, 60_000);
afterEach(() => sandbox[Symbol.dispose]());

const run = ["run", "echo.cwl", "--message", "hello"] as const;
/** The body of a set-up that says on standard error that a run begins. */
const greets = (text: string): string => `host.hook("beforeGraphExecute", () => console.error("${text}"));`;

describe("the plugins of a run", () => {
  test("come from the project and from options; --no-auto-plugins leaves only those that are named", () => {
    writeProject(sandbox.folder, [
      { name: "sluice-plugin-auto", manifest: {}, module: pluginModule("auto", greets("auto is here")) },
    ]);
    sandbox.write("named.ts", pluginModule("named", greets("named is here")));
    const both = sandbox.sluice(...run, "--plugin", "./named.ts");
    expect(both.stderr).toContain("auto is here");
    expect(both.stderr).toContain("named is here");
    const one = sandbox.sluice(...run, "--plugin", "./named.ts", "--no-auto-plugins");
    expect(one.stderr).not.toContain("auto is here");
    expect(one.stderr).toContain("named is here");
    expect([both.status, one.status]).toEqual([0, 0]);
  });

  test("one that is broken is reported and left out, and the run goes on", () => {
    writeProject(sandbox.folder, [{ name: "sluice-plugin-broken", manifest: {}, module: explosive }]);
    const { status, stderr } = sandbox.sluice(...run);
    expect(stderr).toContain(
      "error: plugin broken: it cannot be loaded: this module was loaded; the plugin is left out",
    );
    expect(status).toBe(0);
  });

  test("a file with no project around it imports the contracts that the command came with", () => {
    sandbox.write("lone/more.ts", 'export { definePlugin } from "@sluice/contracts";\n');
    sandbox.write(
      "lone/plugin.ts",
      'import { hookPurposes, type PluginHost } from "@sluice/contracts";\n' +
        'const { definePlugin } = await import("./more.ts");\n' +
        'export default definePlugin({ name: "lone", version: "1.0.0", engine: "*", setup(host: PluginHost) {' +
        ' host.hook("beforeGraphExecute", () => console.error(hookPurposes.beforeGraphExecute)); } });\n',
    );
    // The packages of this repository need not be built for it.
    const node = [process.execPath, "--conditions=@sluice/source", commandPath("sluice")];
    const { status, stderr } = sandbox.call([...node, ...run, "--plugin", "./lone/plugin.ts", "--quiet"]);
    expect(stderr).toContain("A run begins or is taken up again.");
    expect(status).toBe(0);
  });

  test("validate and cwl-runner take them, too", () => {
    sandbox.write("named.mjs", pluginModule("named", 'console.error("set up");'));
    for (const finished of [
      sandbox.sluice("validate", "echo.cwl", "--plugin", "./named.mjs"),
      sandbox.cwlRunner("--plugin", "./named.mjs", "echo.cwl", "--message", "x"),
    ]) {
      expect(finished.stderr).toContain("set up");
      expect(finished.status).toBe(0);
    }
  });
});

test("validate fails for a plugin that is named and broken; one of a project is only told of", () => {
  const message = "it cannot be loaded: this module was loaded";
  sandbox.write("broken.mjs", explosive);
  const named = sandbox.sluice("validate", "echo.cwl", "--plugin", "./broken.mjs");
  expect([named.status, named.stderr]).toEqual([1, expect.stringContaining(`PLUGIN_FAILED: plugin`)]);
  expect(named.stderr).toContain(message);

  writeProject(sandbox.folder, [{ name: "sluice-plugin-broken", manifest: {}, module: explosive }]);
  const { status, stdout, stderr } = sandbox.sluice("validate", "echo.cwl");
  expect([status, stdout]).toEqual([0, "echo.cwl: valid\n"]);
  expect(stderr).toContain(message);
});

test("validate says once what is wrong with plugins, each fault where it stands, and where the plugin threw", () => {
  const schema = '{ type: "object", properties: { n: { type: "integer" } }, additionalProperties: false }';
  const strict = pluginModule("strict").replace("setup(", `schema: ${schema}, setup(`);
  sandbox.write("strict.mjs", strict);
  sandbox.write("broken.mjs", explosive);
  sandbox.write(
    "sluice.yml",
    `version: v1.0
plugins:
  - ./broken.mjs
  - plugin: ./strict.mjs
    options:
      n: many
      m: 1
workflows: { echo: { type: cwl, config: { file: echo.cwl } } }
`,
  );
  const { status, stderr } = sandbox.sluice("validate", "sluice.yml");
  expect(stderr.split("\n")).toEqual([
    "sluice.yml:3:5: PLUGIN_FAILED: plugin ./broken.mjs: it cannot be loaded: this module was loaded",
    expect.stringMatching(/^ {2}See \/.*\/broken\.mjs:1:\d+$/),
    "sluice.yml:7:7: PLUGIN_OPTIONS: plugin strict: unknown option 'm'",
    "  It takes: n.",
    "sluice.yml:6:10: PLUGIN_OPTIONS: plugin strict: option 'n' must be integer",
    "",
  ]);
  expect(status).toBe(1);
  const run = sandbox.sluice("run", "sluice.yml", "--message", "x", "--quiet");
  expect(run.stderr).toContain(
    "error: plugin strict: sluice.yml:7:7: unknown option 'm'; sluice.yml:6:10: option 'n' must be integer; the plugin is left out",
  );

  sandbox.write("plain.yml", "version: v1.0\nworkflows: { echo: { type: cwl, config: { file: echo.cwl } } }\n");
  writeProject(sandbox.folder, [{ name: "sluice-plugin-broken", manifest: {}, module: explosive }]);
  const several = sandbox.sluice("validate", "plain.yml", "echo.cwl", "plain.yml");
  expect(several.stderr.match(/this module was loaded/g)).toHaveLength(1);
  expect(several.status).toBe(0);
});

test("when a file names what a plugin with a wrong manifest would provide, both are told", () => {
  writeProject(sandbox.folder, [{ name: "sluice-plugin-wrong", manifest: { module: "../../elsewhere.js" } }]);
  sandbox.write(
    "sluice.yml",
    `version: v1.0
plugins: [sluice-plugin-wrong]
deployments: { here: { type: local, scheduling_policy: fair } }
workflows: { echo: { type: cwl, config: { file: echo.cwl } } }
`,
  );
  const { status, stderr } = sandbox.sluice("run", "sluice.yml");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^sluice\.yml:2:11: PLUGIN_INVALID: .*package\.json:1:\d+: sluice\.module must stay inside/m);
  expect(stderr).toContain("sluice.yml:3:56: CONFIG_INVALID: there is no scheduling policy 'fair'");
});

describe("a run that is resumed", () => {
  const brittle = echoTool.replace(
    "baseCommand: echo",
    `baseCommand: [sh, -c, 'test -e cure.txt || test -e "$0/cure.txt"']`,
  );

  test("gets its plugins back, and refuses others unless told", () => {
    sandbox.write("brittle.cwl", brittle);
    sandbox.write("metrics.mjs", pluginModule("metrics", greets("metrics of the start")));
    const argv = ["run", "brittle.cwl", "--message", sandbox.folder, "--plugin", "./metrics.mjs", "--run-id", "one"];
    expect(sandbox.sluice(...argv).status).toBe(1);

    sandbox.write("cure.txt", "");
    sandbox.write("elsewhere/file.txt", "");
    sandbox.write("metrics.mjs", pluginModule("metrics", greets("metrics of another day")));
    const refused = sandbox.sluice("resume", "one");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(
      "PLUGIN_DRIFT: the plugins are not those that run one was made with: metrics 1.0.0 has other files than before",
    );
    expect(refused.stderr).toContain("--allow-upgrade");

    const node = [process.execPath, commandPath("sluice")];
    const elsewhere = ["sh", "-c", 'cd elsewhere && exec "$@"', "sh"];
    const allowed = sandbox.call([...elsewhere, ...node, "resume", "one", "--allow-upgrade"]);
    expect(allowed.stderr).toContain("metrics of another day");
    expect(allowed.status).toBe(0);
  });

  test("is refused when a plugin is another version or gone", () => {
    sandbox.write("brittle.cwl", brittle);
    sandbox.write("metrics.mjs", pluginModule("metrics"));
    const argv = ["run", "brittle.cwl", "--message", sandbox.folder, "--plugin", "./metrics.mjs", "--run-id", "one"];
    expect(sandbox.sluice(...argv).status).toBe(1);
    sandbox.write("metrics.mjs", pluginModule("metrics", "", "2.0.0"));
    expect(sandbox.sluice("resume", "one").stderr).toContain("metrics was 1.0.0 and is 2.0.0");
    rmSync(sandbox.path("metrics.mjs"));
    const gone = sandbox.sluice("resume", "one");
    expect(gone.stderr).toMatch(/metrics\.mjs does not exist; the plugin is left out[^]*metrics 1\.0\.0 is not there/);
    expect(gone.status).toBe(1);
    sandbox.write("cure.txt", "");
    expect(sandbox.sluice("resume", "one", "--allow-upgrade").status).toBe(0);
  });
});

describe("reporters", () => {
  const counting =
    'let events = 0; host.provide({ id: "reporter", apiVersion: 1 }, "count", { create: ({ err, name }) => ' +
    "({ event() { events += 1; }, end({ status }) { err(`${name}: ${status} after ${events > 3} events\\n`); } }) });";
  const throwing =
    'host.provide({ id: "reporter", apiVersion: 1 }, "bad", { create: () => ({ event() { throw new Error("no"); } }) });';

  test("of plugins are told besides the display", () => {
    sandbox.write("count.mjs", pluginModule("count", counting));
    const { status, stderr } = sandbox.sluice(...run, "--plugin", "./count.mjs", "--reporter", "count", "--quiet");
    expect(stderr).toBe("echo: completed after true events\n");
    expect(status).toBe(0);
  });

  test("one that throws is reported once and changes nothing", () => {
    sandbox.write("bad.mjs", pluginModule("bad", throwing));
    const { status, stdout, stderr } = sandbox.sluice(...run, "--plugin", "./bad.mjs", "--reporter", "bad");
    expect(stderr.match(/error: plugin bad: reporter 'bad' failed: no; the run goes on/g)).toHaveLength(1);
    expect(JSON.parse(stdout)).toHaveProperty("said");
    expect(status).toBe(0);
  });

  test("one that is not there is refused before there is a run", () => {
    const { status, stderr } = sandbox.sluice(...run, "--reporter", "line");
    expect(stderr).toContain("PLUGIN_MISSING: no plugin provides reporter 'line'\n  Did you mean 'lines'?");
    expect(status).toBe(1);
    expect(sandbox.sluice("list").stderr).toContain("There are no runs yet");
  });
});

describe("commands", () => {
  const greet =
    'host.provide({ id: "command", apiVersion: 1 }, "greet", { summary: "Greets somebody", arguments: ["NAME…"], ' +
    'options: [{ name: "loud", short: "l", help: "Shout" }, { name: "word", value: "WORD", list: true, help: "What to say" }], ' +
    "async run({ options, arguments: names, out, cwd, context }) { out(JSON.stringify({ options, names, cwd, " +
    "runs: (await context.database.listRuns()).length }) + '\\n'); if (names[0] === 'nobody') throw new Error('nobody is there'); return 7; } });";
  const point = { point: "command", apiVersion: 1 } as const;

  beforeEach(() => {
    writeProject(sandbox.folder, [
      {
        name: "sluice-plugin-greeter",
        manifest: {
          extensions: [
            { ...point, name: "greet", purpose: "Greets somebody." },
            { ...point, name: "run", purpose: "Runs away." },
          ],
        },
        module: pluginModule(
          "greeter",
          `${greet} host.provide({ id: "command", apiVersion: 1 }, "run", { summary: "Runs away", run: async () => 0 });`,
        ),
      },
    ]);
  });

  test("of plugins are in the help, marked as such; those of Sluice win", () => {
    const { status, stdout, stderr } = sandbox.sluice("--help");
    expect(stdout).toMatch(/^ {2}greet +Greets somebody \(plugin greeter\)$/m);
    expect(stderr).toBe("warning: the command 'run' of plugin greeter is hidden by the one of Sluice\n");
    expect(status).toBe(0);
    expect(sandbox.sluice("help", "--no-auto-plugins").stdout).not.toContain("greet");
    expect(sandbox.sluice("run", "--help").stdout).toContain("Usage: sluice run [OPTIONS] FILE");
  });

  test("run with options that the command line parsed, and with the engine", () => {
    const { status, stdout } = sandbox.sluice("greet", "Ann", "-l", "--word", "hi", "Bob", "--word=ho");
    expect(JSON.parse(stdout)).toEqual({
      options: { loud: true, word: ["hi", "ho"] },
      names: ["Ann", "Bob"],
      cwd: sandbox.folder,
      runs: 0,
    });
    expect(status).toBe(7);
    expect(sandbox.sluice("greet", "--help").stdout).toMatch(/^Usage: sluice greet \[OPTIONS\] NAME…\n/);
    expect(sandbox.sluice("greet", "--lout")).toMatchObject({ status: 2 });
    expect(sandbox.sluice("gret").stderr).toContain("Did you mean 'sluice greet'?");
    const failed = sandbox.sluice("greet", "nobody");
    expect(failed.stderr).toContain("PLUGIN_FAILED: plugin greeter: nobody is there");
    expect(failed.status).toBe(1);
  });

  test("run with what a configuration says, whose own plugins have commands, too", () => {
    const where =
      'host.provide({ id: "command", apiVersion: 1 }, "where", { summary: "Says where", ' +
      "async run({ out, context }) { out(context.configDir + ' ' + context.database.runFolder('x') + '\\n'); return 0; } });";
    const manifest = { extensions: [{ ...point, name: "where", purpose: "Says where." }] };
    writePackage(sandbox.path("site", "wherever"), {
      name: "sluice-plugin-wherever",
      manifest,
      module: pluginModule("wherever", where),
    });
    const database = "database: { type: sqlite, config: { home: kept } }";
    sandbox.write("site/sluice.yml", `version: v1.0\nplugins: [./wherever]\n${database}\n`);
    expect(sandbox.sluice("where")).toMatchObject({ status: 2, stdout: "" });
    const configured = sandbox.sluice("where", "--config", "site/sluice.yml");
    expect([configured.status, configured.stderr]).toEqual([0, ""]);
    expect(configured.stdout).toMatch(new RegExp(`^${sandbox.path("site")} ${sandbox.path("site", "kept")}/`));
    const named = sandbox.sluice("where", "--plugin=site/wherever", "--home", "house");
    expect(named.stdout).toMatch(new RegExp(`^${sandbox.folder} ${sandbox.path("house")}/`));
    expect(sandbox.sluice("help", "where", "--plugin", "site/wherever").stdout).toMatch(
      /--config FILE[^]*--plugin REF/,
    );
    const greeted = sandbox.sluice("greet", "Ann", "--config", "site/sluice.yml");
    expect([greeted.status, JSON.parse(greeted.stdout)]).toEqual([7, expect.objectContaining({ runs: 0 })]);
  });

  test("of plugins without a manifest are found when they are called, but are in no list", () => {
    sandbox.write("lone.mjs", pluginModule("lone", greet.replaceAll('"greet"', '"hail"')));
    sandbox.write("broken.mjs", explosive);
    const lone = sandbox.sluice("hail", "Ann", "--plugin", "./lone.mjs");
    expect([lone.status, JSON.parse(lone.stdout)]).toEqual([7, expect.objectContaining({ names: ["Ann"] })]);
    expect(sandbox.sluice("help", "hail", "--plugin", "./lone.mjs").stdout).toContain("Greets somebody");
    sandbox.sluice("plugin", "add", "./lone.mjs");
    expect(sandbox.sluice("hail", "Ann").status).toBe(7);
    expect(sandbox.sluice("--help").stdout).not.toContain("hail");
    expect(sandbox.sluice("hail", "Ann", "--no-auto-plugins").status).toBe(2);
    const both = sandbox.sluice("hail", "Ann", "--plugin", "./broken.mjs");
    expect([both.status, both.stderr.match(/this module was loaded/g)]).toEqual([7, ["this module was loaded"]]);
    const none = sandbox.sluice("heil", "--plugin", "./broken.mjs");
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(
      /^warning: PLUGIN_FAILED: plugin .*broken\.mjs: it cannot be loaded: this module was loaded\nUSAGE: .*\n {2}Did you mean 'sluice hail'\?\n$/m,
    );
  });
});
