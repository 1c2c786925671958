import { symlinkSync } from "node:fs";
import { beforeEach, afterEach, describe, expect, test } from "vitest";
import { Sandbox, type Finished } from "../support/sandbox.ts";
import { pluginModule } from "../support/plugin-packages.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write(
    "hello.cwl",
    "cwlVersion: v1.2\nclass: ExpressionTool\ninputs: []\noutputs: { word: string }\nexpression: \"$({word: 'hello'})\"\nrequirements: { InlineJavascriptRequirement: {} }\n",
  );
});
afterEach(() => sandbox[Symbol.dispose]());

/** Runs a workflow with a plugin; what it prints must be its outputs and nothing else. */
function run(setup: string, top = ""): Finished {
  sandbox.write("bad.mjs", `${top}\n${pluginModule("bad", setup)}`);
  return sandbox.sluice("run", "hello.cwl", "--plugin", "./bad.mjs", "--quiet");
}

const inHook = (code: string): string => `host.hook("beforeNodeExecute", () => { ${code} });`;

describe("a plugin that fails behind the back of whoever called it is named, and the run goes on", () => {
  test.each([
    ["a promise that nobody waits for", inHook('Promise.reject(new Error("alone"));'), /bad\.mjs:2:\d+$/m],
    ["one without an error", inHook('Promise.reject("alone");'), /code=PLUGIN_FAILED$/m],
    ["a timer", inHook('setTimeout(() => { throw new Error("alone"); }, 1);'), /bad\.mjs:2:\d+$/m],
    ["an event", inHook('process.nextTick(() => { throw new Error("alone"); });'), /bad\.mjs:2:\d+$/m],
    ["set-up", 'setImmediate(() => { throw new Error("alone"); });', /bad\.mjs:2:\d+$/m],
  ])("%s", (_, setup, place) => {
    const { status, stdout, stderr } = run(setup);
    expect(stderr).toMatch(
      /^warn: plugin bad: something that it did not wait for failed: alone code=PLUGIN_FAILED(?: file=.+)?\n$/,
    );
    expect(stderr).toMatch(place);
    expect(JSON.parse(stdout)).toEqual({ word: "hello" });
    expect(status).toBe(0);
  });
});

describe("a plugin cannot end the process", () => {
  test.each([
    [
      "in a hook",
      inHook("process.exit(0);"),
      "",
      /^warn: plugin bad: hook beforeNodeExecute failed: it called process\.exit\(0\), /,
    ],
    [
      "in its set-up",
      "process.exit(3);",
      "",
      /^error: plugin bad: setup failed: it called process\.exit\(3\), .*left out/,
    ],
    [
      "when it is imported",
      "",
      "process.exit();",
      /^error: plugin .*it cannot be loaded: it called process\.exit\(\), .*left out/,
    ],
    [
      "later",
      "setTimeout(() => process.exit(0), 1);",
      "",
      /^warn: plugin bad: something that it did not wait for failed: it called/,
    ],
  ])("%s", (_, setup, top, message) => {
    const { status, stdout, stderr } = run(setup, top);
    expect(stderr).toMatch(message);
    expect(JSON.parse(stdout)).toEqual({ word: "hello" });
    expect(status).toBe(0);
  });
});

test.each([
  ["when it is imported", "", 'console.log("chatter");'],
  ["in its set-up", 'console.log("chatter");', ""],
  ["in a hook", inHook('process.stdout.write("chatter\\n");'), ""],
  ["before it ends the output", inHook('process.stdout.write(Buffer.from("chatter\\n")); process.stdout.end();'), ""],
])("what a plugin writes to standard output %s does not spoil the outputs", (_, setup, top) => {
  const { status, stdout, stderr } = run(setup, top);
  expect(stderr).toBe("chatter\n");
  expect(JSON.parse(stdout)).toEqual({ word: "hello" });
  expect(status).toBe(0);
});

test("a command of a plugin writes to standard output as it likes", () => {
  const command =
    'host.provide({ id: "command", apiVersion: 1 }, "speak", { summary: "Speaks", run: async () => (console.log("aloud"), 0) });';
  sandbox.write("node_modules/sluice-plugin-speak/index.js", pluginModule("speak", command));
  const extension = { point: "command", apiVersion: 1, name: "speak", purpose: "Speaks." };
  const manifest = { module: "index.js", purpose: "Speaks.", engine: "*", extensions: [extension] };
  sandbox.write(
    "node_modules/sluice-plugin-speak/package.json",
    JSON.stringify({ name: "sluice-plugin-speak", version: "1.0.0", type: "module", sluice: manifest }),
  );
  sandbox.write("package.json", JSON.stringify({ dependencies: { "sluice-plugin-speak": "1" } }));
  expect(sandbox.sluice("speak")).toEqual({ status: 0, stdout: "aloud\n", stderr: "" });
});

test("a plugin that is left out is called by its name, with the place in its file", () => {
  sandbox.write("wrong/index.mjs", pluginModule("wrong", "host.nothing.at.all();"));
  const { stderr } = sandbox.sluice("run", "hello.cwl", "--plugin", "./wrong", "--quiet");
  expect(stderr).toMatch(
    /^error: plugin wrong: setup failed: .* code=PLUGIN_FAILED file=.+\/wrong\/index\.mjs:1:\d+\n$/,
  );
});

test("a policy whose factory throws is a fault of its plugin, not of the deployment that names it", () => {
  const factory = '{ create() { throw new Error("no licence"); } }';
  sandbox.write("bad.mjs", pluginModule("bad", `host.provide({ id: "policy", apiVersion: 1 }, "mine", ${factory});`));
  sandbox.write(
    "sluice.yml",
    [
      "version: v1.0",
      "plugins: [./bad.mjs]",
      "deployments: { far: { type: local, config: {}, scheduling_policy: mine } }",
      "workflows: { w: { type: cwl, config: { file: hello.cwl } } }",
      "",
    ].join("\n"),
  );
  const { status, stderr } = sandbox.sluice("run", "sluice.yml", "--quiet");
  expect(stderr).toMatch(
    /^PLUGIN_FAILED: policy mine of plugin bad: deployment 'far' names a scheduling policy: no licence$/m,
  );
  expect(status).toBe(1);
});

test.each([
  ["has no method", "{}", "what it provides as connector 'mine' has no method create"],
  ["throws", "{ create() { throw new Error('no licence'); } }", "connector mine of plugin bad: no licence"],
  ["gives nothing", "{ create: () => null }", "what 'create' of its connector 'mine' gave is null"],
  ["gives half of it", "{ create: () => ({ deploy() {} }) }", "has no method locations, files, submit, poll"],
])("an extension whose factory %s is a fault of its plugin, not of Sluice", (_, factory, message) => {
  sandbox.write(
    "tool.cwl",
    'cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: ["true"]\ninputs: []\noutputs: []\n',
  );
  sandbox.write(
    "bad.mjs",
    pluginModule("bad", `host.provide({ id: "connector", apiVersion: 1 }, "mine", ${factory});`),
  );
  sandbox.write(
    "sluice.yml",
    [
      "version: v1.0",
      "plugins: [./bad.mjs]",
      "deployments: { far: { type: mine, config: {} } }",
      "workflows:",
      "  w: { type: cwl, config: { file: tool.cwl }, bindings: [{ step: /, target: { deployment: far } }] }",
      "",
    ].join("\n"),
  );
  const { status, stderr } = sandbox.sluice("run", "sluice.yml", "--quiet");
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/INTERNAL|defect/);
  expect(stderr).toContain("plugin bad");
  expect(status).toBe(1);
});

describe("what stands in the way of loading is said", () => {
  const says = 'host.logger.warn("it works");';
  const withContracts = pluginModule("linked", says).replace(/^/, 'import "@sluice/contracts";');
  const common = (head: string): string =>
    `${head}{ name: "common", version: "1.0.0", engine: "*", setup(host) { ${says} } };\n`;

  test.each([
    ["a folder behind a link", { "real/index.mjs": withContracts }, "./link", "plugin linked: it works"],
    [
      "CommonJS",
      { "plugin.cjs.js": `require("@sluice/contracts"); ${common("module.exports = ")}` },
      "./plugin.cjs.js",
      "plugin common: it works",
    ],
    [
      "compiled CommonJS",
      { "plugin.js": common("exports.__esModule = true; exports.default = ") },
      "./plugin.js",
      "plugin common: it works",
    ],
    [
      "a CommonJS plugin without its package",
      { "plugin.js": 'require("nowhere-at-all");' },
      "./plugin.js",
      "it needs the package 'nowhere-at-all', which is not installed",
    ],
    ["a broken package.json", { "folder/package.json": "{ ", "folder/index.js": "" }, "./folder", "PLUGIN_INVALID: "],
    ["an enum", { "plugin.ts": "enum A { B }\n" }, "./plugin.ts", "without enum, namespace and parameter properties"],
    [
      "the extension of what it will be",
      { "plugin.ts": 'import "./part.js";', "part.ts": "" },
      "./plugin.ts",
      "Import it with its own extension: part.ts.",
    ],
    ["a link to itself", {}, "./loop", "PLUGIN_MISSING: there is no plugin ./loop: ELOOP"],
  ])("%s", (_, files, reference, message) => {
    for (const [name, text] of Object.entries(files)) sandbox.write(name, text);
    symlinkSync("real", sandbox.path("link"));
    symlinkSync("loop", sandbox.path("loop"));
    const { stderr } = sandbox.sluice("run", "hello.cwl", "--plugin", reference, "--quiet");
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/ {4}at |INTERNAL/);
  });

  test("by an import of a type that does not say so", () => {
    sandbox.write("typed.ts", `import { Connector } from "@sluice/contracts";\nexport type X = Connector;\n`);
    const { stderr } = sandbox.sluice("run", "hello.cwl", "--plugin", "./typed.ts", "--quiet");
    expect(stderr).toMatch(/^error: plugin .*typed\.ts: it cannot be loaded: .*'Connector'/);
    expect(stderr).toContain(
      "hint=If it is a type, say so, as Node leaves types out: import { type Connector } from …",
    );
  });

  test("of a package: TypeScript, a module that is a folder, and a plugin of the project that is not installed", () => {
    const manifest = (name: string, module: string): string =>
      JSON.stringify({
        name,
        version: "1.0.0",
        type: "module",
        sluice: { module, purpose: "Is there.", engine: "*" },
      });
    sandbox.write("node_modules/sluice-plugin-typed/package.json", manifest("typed", "index.ts"));
    sandbox.write("node_modules/sluice-plugin-typed/index.ts", "export {};");
    sandbox.write("node_modules/sluice-plugin-folder/package.json", manifest("folder", "."));
    const names = ["typed", "folder", "absent"].map((name) => `sluice-plugin-${name}`);
    sandbox.write(
      "package.json",
      JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "1"])) }),
    );
    expect(sandbox.sluice("plugin", "list").stdout).toMatch(/^typed: broken: .*sluice\.module names TypeScript: /m);
    const { status, stdout, stderr } = sandbox.sluice("run", "hello.cwl", "--quiet");
    expect(stderr).toContain("hint=Node runs no TypeScript in node_modules");
    expect(stderr).toMatch(/sluice\.module names no file: .*sluice-plugin-folder/);
    expect(stderr).toMatch(
      /^error: plugin absent: .+package\.json depends on sluice-plugin-absent, which is not installed; .* hint=npm install$/m,
    );
    expect(JSON.parse(stdout)).toEqual({ word: "hello" });
    expect(status).toBe(0);
  });
});

test.each([
  [["add", ""], 2, "USAGE: sluice plugin add needs SPEC"],
  [["remove", "cwl"], 1, "PLUGIN_MISSING: there is no plugin 'cwl' that was added: none was"],
])("sluice plugin %j is refused", (argv, wanted, message) => {
  const { status, stdout, stderr } = sandbox.sluice("plugin", ...argv);
  expect({ status, stdout }).toEqual({ status: wanted, stdout: "" });
  expect(stderr).toContain(message);
});

test("where the user's plugins cannot be recorded, the file is told", () => {
  sandbox.write("mine.mjs", pluginModule("mine"));
  sandbox.write(".home/plugins/plugins.json.new/kept", "");
  const { status, stderr } = sandbox.sluice("plugin", "add", "./mine.mjs");
  expect(stderr).toMatch(
    /^FILE_UNWRITABLE: .+\/plugins\.json cannot be written: EISDIR.*\n {2}The plugins of this user/,
  );
  expect(status).toBe(1);
});

describe("what throws once more when it is looked at is a failure of its plugin", () => {
  const kinds = {
    "an error without a message of its own": "Object.defineProperty(new Error(), 'message', { get: refuse })",
    "a proxy": "new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse })",
    "an object whose text throws": "{ toString: refuse, get message() { return refuse(); } }",
  };
  const places = {
    "at import": ["throw evil;", ""],
    "in setup": ["", "throw evil;"],
    "in a hook": ["", inHook("throw evil;")],
    "in a timer": ["", "setTimeout(() => { throw evil; }, 1);"],
    "in a promise": ["", inHook("void Promise.reject(evil);")],
    "in onDispose": ["", "host.onDispose(() => { throw evil; });"],
  } as const;
  test.each(Object.entries(kinds))("%s", (_title, evil) => {
    const head = `const refuse = () => { throw new Error("do not look"); };\nconst evil = ${evil};\n`;
    for (const [place, [top, setup]] of Object.entries(places)) {
      const { status, stdout, stderr } = run(setup, `${head}${top}`);
      expect([place, status, stdout]).toEqual([place, 0, '{\n    "word": "hello"\n}\n']);
      expect([place, stderr]).toEqual([
        place,
        expect.stringMatching(/^(?:warn|error): plugin .*(?:PLUGIN|HOOK)_FAILED/),
      ]);
      expect(stderr).not.toMatch(/ {4}at |INTERNAL/);
    }
  });
});
