import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { echoTool } from "../support/documents.ts";
import { writeProject } from "../support/plugin-packages.ts";
import { Sandbox, type Finished } from "../support/sandbox.ts";
import { secretivePlugin, secretiveSchema } from "../support/secretive-plugin.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  const command = `baseCommand: [sh, -c, 'test -e "$0/cure.txt"']`;
  sandbox.write("brittle.cwl", echoTool.replace("baseCommand: echo", command));
  sandbox.write("job.yml", `message: ${sandbox.folder}\n`);
}, 60_000);
afterEach(() => sandbox[Symbol.dispose]());

function writeConfig(input: { readonly plugin: string; readonly password: string; readonly token: string }): void {
  sandbox.write(
    "sluice.yml",
    `version: v1.0
workflows:
  brittle:
    type: cwl
    config: { file: brittle.cwl, settings: job.yml }
    bindings: [{ step: /, target: { deployment: box } }]
deployments:
  box: { type: secretive, config: { password: "${input.password}" } }
plugins:
  - { plugin: ${input.plugin}, options: { token: "${input.token}" } }
secrets: { db: env:DB_PASSWORD }
`,
  );
}

/** Calls the command in an environment that holds the secrets. */
function sluice(...argv: string[]): Finished {
  const variables = ["DB_PASSWORD=hunter2", "TOKEN=hunter3"];
  return sandbox.call(["env", ...variables, process.execPath, commandPath("sluice"), ...argv]);
}

/** The files below a folder that hold a text. */
function filesWith(text: string, folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file).includes(text));
}

const local = (): string => {
  sandbox.write("secretive.mjs", secretivePlugin);
  return "./secretive.mjs";
};
const installed = (): string => {
  const extension = {
    point: "connector",
    apiVersion: 1,
    name: "secretive",
    purpose: "Tells.",
    schema: secretiveSchema,
  };
  const schema = {
    type: "object",
    properties: { token: { type: "string", "x-secret": true } },
    additionalProperties: false,
  };
  writeProject(sandbox.folder, [
    { name: "sluice-plugin-secretive", manifest: { extensions: [extension], schema }, module: secretivePlugin },
  ]);
  return "secretive";
};

describe.each([
  ["a local file", local],
  ["an installed package", installed],
])("with a plugin that is %s", (_what, plugin) => {
  test.each([
    ["written in the file", "hunter2", "hunter3"],
    ["taken from the environment", "${env:DB_PASSWORD}", "${env:TOKEN}"],
    ["declared", "${secret:db}", "x-${secret:db}"],
  ])(
    "secrets that are %s reach their owner and no store, and are there again when the run is resumed",
    (_how, password, token) => {
      writeConfig({ plugin: plugin(), password, token });
      const seen = token.startsWith("x-") ? "here hunter2 x-hunter2\n" : "here hunter2 hunter3\n";
      const failed = sluice("run", "sluice.yml", "--run-id", "one", "--debug");
      expect(failed.stderr).toContain("connecting");
      expect(failed.status).toBe(1);
      expect(sandbox.read("seen.txt")).toBe(seen);

      const shown = sluice("show", "one", "--json").stdout;
      const logged = sluice("logs", "one").stdout;
      for (const secret of ["hunter2", "hunter3"]) {
        expect(filesWith(secret, sandbox.home)).toEqual([]);
        expect(failed.stderr + failed.stdout + shown + logged).not.toContain(secret);
      }
      expect(filesWith(password.startsWith("${secret") ? "${secret:db}" : "***", sandbox.home)).not.toEqual([]);

      sandbox.write("cure.txt", "");
      const resumed = sluice("resume", "one");
      expect(resumed.stderr).not.toContain("hunter");
      expect(resumed.status).toBe(0);
      expect(sandbox.read("seen.txt")).toBe(seen + seen);
    },
  );
});

test("a run whose file is gone, or has the secret no more, is not resumed without it", () => {
  writeConfig({ plugin: local(), password: "hunter2", token: "hunter3" });
  expect(sluice("run", "sluice.yml", "--run-id", "one").status).toBe(1);
  sandbox.write("sluice.yml", "version: v1.0\n");
  const without = sluice("resume", "one");
  expect(without.stderr).toContain("SECRET_MISSING: the run needs the secret at deployments.box.config.password of ");
  expect(without.stderr).toContain("where nothing is there any more");
  expect(without.status).toBe(1);
  rmSync(sandbox.path("sluice.yml"));
  const gone = sluice("resume", "one");
  expect(gone.stderr).toContain("that file cannot be read any more");
  expect(gone.status).toBe(1);
});

test("a secret that cannot be had fails the run, and says which", () => {
  writeConfig({ plugin: local(), password: "${secret:db}", token: "t" });
  const { status, stderr } = sandbox.sluice("run", "sluice.yml");
  expect(stderr).toContain("SECRET_MISSING: ");
  expect(stderr).toContain("the environment variable DB_PASSWORD, which holds a secret, is not set");
  expect(status).toBe(1);
});

test.each([
  ["written in the file", "hunter2"],
  ["declared", "${secret:db}"],
])("a secret that is %s is in no message, although a plugin puts it there", (_how, password) => {
  const careless = secretivePlugin
    .replace('"connecting"', "`connecting with ${password}`")
    .replace("const { implementation", "throw new Error(`${password} is refused`);\n      const { implementation");
  sandbox.write("secretive.mjs", careless);
  writeConfig({ plugin: "./secretive.mjs", password, token: "hunter3" });
  const { status, stderr } = sluice("run", "sluice.yml", "--run-id", "one", "--debug");
  expect(stderr).toContain("connecting with ***");
  expect(stderr).toContain("*** is refused");
  expect(stderr).not.toContain("hunter2");
  expect(status).toBe(1);
  expect(filesWith("hunter2", sandbox.home)).toEqual([]);
  expect(filesWith("*** is refused", sandbox.home)).not.toEqual([]);
});
