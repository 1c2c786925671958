import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pluginModule } from "../support/plugin-packages.ts";
import { Sandbox, type Finished } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  for (const [name, command] of [
    ["one", "[echo, hello]"],
    ["fails", '["false"]'],
  ]) {
    sandbox.write(
      `${name}.cwl`,
      `cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: ${command}\ninputs: {}\noutputs: { o: stdout }\nstdout: o.txt\n`,
    );
  }
}, 60_000);
afterEach(() => sandbox[Symbol.dispose]());

/** What is built in, as a plugin offers it: the methods on this path, from the factory on, are the plugin's own. */
const wrapped = (point: string, usual: string, path: readonly string[], code: string): string => `
  const point = { id: "${point}", apiVersion: 1 };
  const path = ${JSON.stringify(path)};
  const nameOf = (key) => (typeof key === "symbol" ? key.description : key);
  const over = (target, depth) => new Proxy(target, {
    get(_, key) {
      const value = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      if (nameOf(key) !== path[depth]) return value.bind(target);
      if (depth === path.length - 1) return ${code};
      return async (...given) => over(await value.apply(target, given), depth + 1);
    },
  });
  host.provide(point, "odd", {
    async create(input) {
      const { implementation } = await host.context.extension({ point, name: "${usual}" });
      return over(await implementation.create(input), 0);
    },
  });`;

/** Runs a document with that plugin. */
function run(setup: string, config: string, document = "one.cwl"): Finished {
  sandbox.write("odd.mjs", pluginModule("faulty", setup));
  sandbox.write(
    "sluice.yml",
    `version: v1.0\nplugins: [./odd.mjs]\n${config}\nworkflows: { w: { type: cwl, config: { file: ${document} } } }\n`,
  );
  return sandbox.sluice("run", "sluice.yml", "--quiet", "--outdir", "out");
}

const boom = "() => { throw new Error('boom'); }";

describe("the exit status is that of the command", () => {
  test.each([
    ["leaves a timer behind", "setInterval(() => {}, 1000);"],
    [
      "says that all went well",
      "process.exitCode = 0; host.hook('afterGraphExecute', () => { process.exitCode = 0; });",
    ],
    ["does both", "setInterval(() => { process.exitCode = 0; }, 10);"],
  ])("although a plugin %s", (_what, setup) => {
    expect(run(setup, "", "fails.cwl").status).toBe(1);
  });
});

describe("a run that is done stays done", () => {
  test.each([
    [
      "the lease",
      "database: { type: odd }",
      "database",
      "sqlite",
      ["createRun", "acquireLease", "Symbol.asyncDispose"],
    ],
    ["the journal", "database: { type: odd }", "database", "sqlite", ["createRun", "Symbol.asyncDispose"]],
    [
      "its hardware",
      "scheduling: { scheduler: { type: odd } }",
      "scheduler",
      "default",
      ["allocate", "Symbol.dispose"],
    ],
  ])("although %s cannot be given back", (_what, config, point, usual, path) => {
    const { status, stdout, stderr } = run(wrapped(point, usual, path, boom), config);
    expect(stderr).toMatch(new RegExp(`^warn: .*(closed|given back): ${point} odd of plugin faulty: boom`, "m"));
    expect(JSON.parse(stdout)).toMatchObject({ o: { basename: "o.txt" } });
    expect(status).toBe(0);
  });
});

test("whose fault it is that outputs cannot be placed", () => {
  const { status, stderr } = run(wrapped("data-manager", "default", ["publish"], boom), "dataManager: { type: odd }");
  expect(stderr).toContain("PUBLISHING_FAILED: the outputs cannot be placed in ");
  expect(stderr).toContain(": data-manager odd of plugin faulty: boom");
  expect(status).toBe(1);
});

test.each([
  ["can be looked at", "new Proxy({}, { get() { throw new Error('again'); } })"],
  ["has a proper cause", "Object.defineProperty(new Error('x'), 'cause', { get() { throw new Error('again'); } })"],
])("nothing that is thrown and never %s is taken for a defect of Sluice", (_what, thrown) => {
  const throwing = `() => { throw ${thrown}; }`;
  const { status, stderr } = run(
    wrapped("scheduler", "default", ["allocate"], throwing),
    "scheduling: { scheduler: { type: odd } }",
  );
  expect(stderr).toContain("PLUGIN_FAILED: scheduler odd of plugin faulty: ");
  expect(stderr).not.toContain("INTERNAL");
  expect(status).toBe(1);
});
