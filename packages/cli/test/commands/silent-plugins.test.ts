import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pluginModule } from "../support/plugin-packages.ts";
import { Sandbox, type Finished } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write(
    "one.cwl",
    "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: [echo, hello]\ninputs: {}\noutputs: { o: stdout }\nstdout: o.txt\n",
  );
}, 60_000);
afterEach(() => sandbox[Symbol.dispose]());

/** The connector of this machine, one method of which is the plugin's own. */
const connector = (method: string, code: string): string => `
  host.provide({ id: "connector", apiVersion: 1 }, "odd", {
    async create(input) {
      const point = { id: "connector", apiVersion: 1 };
      const { implementation } = await host.context.extension({ point, name: "local" });
      const inner = await implementation.create({ ...input, options: {} });
      const names = ["deploy", "locations", "files", "submit", "poll", "cancel", "reattach", "undeploy"];
      const own = Object.fromEntries(names.map((name) => [name, (...args) => inner[name](...args)]));
      return { ...own, [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](), ${method}: ${code} };
    },
  });`;

/** Runs a tool in an environment of that connector. */
function run(method: string, code: string): Finished {
  sandbox.write("odd.mjs", pluginModule("faulty", connector(method, code)));
  sandbox.write(
    "sluice.yml",
    `version: v1.0
plugins: [./odd.mjs]
timeouts: { answer: 0.3, setup: 0.3, outage: 0.5 }
deployments: { far: { type: odd } }
workflows:
  w:
    type: cwl
    config: { file: one.cwl }
    bindings: [{ step: /, target: { deployment: far } }]
`,
  );
  return sandbox.sluice("run", "sluice.yml", "--quiet");
}

const never = "() => new Promise(() => {})";

describe("a connector that never answers", () => {
  test.each(["deploy", "locations", "submit", "poll"])("%s", (method) => {
    const { status, stderr } = run(method, never);
    expect(status).toBe(1);
    expect(stderr).toContain(`PLUGIN_TIMEOUT: plugin faulty: `);
    expect(stderr).toContain(`connector odd did not answer '${method}' within 0.3 s`);
    expect(stderr).not.toContain("INTERNAL");
  });
});

describe("a connector that answers what is no answer", () => {
  test.each([
    ["locations", "async () => undefined", "it must be a list, but is undefined"],
    [
      "locations",
      "async () => [{ name: 'a', deployment: 'far', local: true, hardware: { cores: NaN } }]",
      "it[0].hardware.cores",
    ],
    ["submit", "async ({ job }) => ({ id: job.id, data: { pid: 1n } })", "data.pid must be plain JSON, but is bigint"],
    ["poll", "async () => []", "it says nothing of job '"],
    [
      "poll",
      "async ({ handles }) => handles.map(({ id }) => ({ id, state: 'asleep' }))",
      "state must be one of queued",
    ],
  ])("%s: %s", (method, code, fault) => {
    const { status, stderr } = run(method, code);
    expect(status).toBe(1);
    expect(stderr).toContain("PLUGIN_INVALID: plugin faulty: ");
    expect(stderr).toContain(`connector odd gave no proper answer to '${method}': `);
    expect(stderr).toContain(fault);
    expect(stderr).not.toContain("INTERNAL");
  });
});

test.each([
  ["throws", "async () => { throw new Error('no network'); }", "no network"],
  ["never ends", never, "connector odd did not answer 'undeploy' within 0.3 s"],
])("outputs are there although the connector %s when it is to go", (_what, code, text) => {
  const { status, stdout, stderr } = run("undeploy", code);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ o: { basename: "o.txt" } });
  expect(stderr).toMatch(/^warn: something could not be closed: .*plugin faulty/m);
  expect(stderr).toContain(text);
});

const dsl = (load: string): string => `
  host.provide({ id: "frontend", apiVersion: 1 }, "odd", {
    extensions: [".odd"],
    detect: () => true,
    load: ${load},
  });`;

describe("no command ends well because of a plugin that never answers", () => {
  test.each(["validate", "run"])("%s", (name) => {
    sandbox.write("a.odd", "anything");
    sandbox.write("odd.mjs", pluginModule("faulty", dsl(never)));
    sandbox.write(
      "sluice.yml",
      `version: v1.0\nplugins: [./odd.mjs]\ntimeouts: { setup: 0.3 }\nworkflows: { w: { type: odd, config: { file: a.odd } } }\n`,
    );
    const { status, stderr } = sandbox.sluice(name, "sluice.yml");
    expect(status).toBe(1);
    expect(stderr).toContain("PLUGIN_TIMEOUT: plugin faulty: frontend odd did not answer 'load' within 0.3 s");
  });

  test.each([
    [
      "never ends",
      never,
      "PLUGIN_TIMEOUT: plugin faulty: command 'wait' did not end, and left nothing running that could end it",
    ],
    [
      "ends with nothing",
      "async () => undefined",
      "PLUGIN_INVALID: plugin faulty: command 'wait' must end with a status from 0 to 255, and gave none",
    ],
  ])("a command of a plugin that %s", (_what, code, message) => {
    const setup = `host.provide({ id: "command", apiVersion: 1 }, "wait", { summary: "Waits", run: ${code} });`;
    sandbox.write("odd.mjs", pluginModule("faulty", setup));
    const { status, stderr } = sandbox.sluice("wait", "--plugin", "./odd.mjs");
    expect(stderr).toContain(message);
    expect(status).toBe(1);
  });
});
