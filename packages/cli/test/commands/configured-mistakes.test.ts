import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write(
    "tool.cwl",
    'cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: ["true"]\ninputs: { word: { type: string, default: a } }\noutputs: []\n',
  );
  sandbox.write(
    "flow.cwl",
    "cwlVersion: v1.2\nclass: Workflow\ninputs: { word: string }\noutputs: []\nsteps: { greet: { run: tool.cwl, in: { word: word }, out: [] } }\n",
  );
});
afterEach(() => sandbox[Symbol.dispose]());

/** A file with one workflow, whose bindings are given, after some lines. */
const flow = (config: string, bindings = "[]"): string =>
  `version: v1.0\nworkflows:\n  w: { type: cwl, config: { ${config} }, bindings: ${bindings} }\n`;
const target = "target: { deployment: local, workdir: /tmp }";

const mistakes: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
  "an empty file": [
    "",
    /^sluice\.yml:1:1: CONFIG_INVALID: the file needs the key 'version'\n {2}Write: version: v1\.0$/m,
  ],
  "a list": ["- version: v1.0\n", /^sluice\.yml:1:1: CONFIG_INVALID: the file must be a mapping$/m],
  "a tab": ["version: v1.0\nworkflows:\n\tw: {}\n", /^sluice\.yml:3:1: YAML_SYNTAX: a tab cannot be used to indent/m],
  "a key twice": ["version: v1.0\nversion: v1.0\n", /^sluice\.yml:2:1: YAML_SYNTAX: the key 'version' is here twice$/m],
  "another version": ["version: 1.0\n", /^sluice\.yml:1:10: CONFIG_INVALID: version must be v1\.0; got 1$/m],
  "a document that is not there": [
    flow("file: gone.cwl"),
    /^sluice\.yml:3:35: FILE_NOT_FOUND: there is no file .+\/gone\.cwl$/m,
  ],
  "a document whose name is misspelt": [
    flow("file: tol.cwl"),
    /^sluice\.yml:3:35: FILE_NOT_FOUND: there is no file .+\/tol\.cwl\n {2}Did you mean 'tool\.cwl'\?$/m,
  ],
  "a document that is a folder": [
    flow("file: ."),
    /^sluice\.yml:3:35: FILE_UNREADABLE: .+ is a directory, not a document$/m,
  ],
  "settings that are not there": [
    flow("file: tool.cwl, settings: gone.yml"),
    /^sluice\.yml:3:55: FILE_NOT_FOUND: there is no file .+\/gone\.yml$/m,
  ],
  "a variable that is not set": [
    flow('file: "${env:SLUICE_GONE}"'),
    /^sluice\.yml:3:36: CONFIG_INVALID: the environment variable SLUICE_GONE is not set\n {2}Set it, .*\n$/,
  ],
  "an expression without an end": [
    flow('file: "${env:HOME"'),
    /^sluice\.yml:3:36: CONFIG_INVALID: '\$\{' is not closed\n {2}Close it with '\}'; .*\n$/,
  ],
};

test.each(Object.entries(mistakes))("%s: the place is told, by validate and by run", (_, [text, message]) => {
  sandbox.write("sluice.yml", text);
  for (const command of ["validate", "run"]) {
    const { status, stdout, stderr } = sandbox.sluice(command, "sluice.yml");
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  }
});

test("a file that is not there matters only to the workflow that is run", () => {
  sandbox.write(
    "sluice.yml",
    "version: v1.0\nworkflows:\n  a: { type: cwl, config: { file: tool.cwl } }\n  b: { type: cwl, config: { file: gone.cwl } }\n",
  );
  expect(sandbox.sluice("run", "sluice.yml", "--workflow", "a", "--quiet").status).toBe(0);
  expect(sandbox.sluice("run", "sluice.yml", "--workflow", "b", "--quiet").stderr).toMatch(
    /^sluice\.yml:4:35: FILE_NOT_FOUND/,
  );
});

test("of several workflows the one that cannot run is named", () => {
  sandbox.write(
    "sluice.yml",
    "version: v1.0\nworkflows:\n  a: { type: cwl, config: { file: tool.cwl } }\n  b: { type: cwl, config: { file: flow.cwl } }\n",
  );
  const { status, stderr } = sandbox.sluice("run", "sluice.yml", "--quiet");
  expect(stderr).toMatch(/^CWL_INPUT_INVALID: workflow b: the input 'word' \(string\) is missing$/m);
  expect(status).toBe(1);
});

test.each([
  ["step", "[{ step: /gret, TARGET }]", "3:66", "step '/gret'", "Did you mean '/greet'?"],
  ["step below a step", "[{ step: /greet/deep, TARGET }]", "3:66", "step '/greet/deep'", ""],
  ["port", "[{ port: /wrd, TARGET }]", "3:66", "port '/wrd'", "Did you mean '/word'?"],
])("a binding that names no %s binds nothing, which is worth a warning", (_, bindings, place, what, hint) => {
  sandbox.write("sluice.yml", flow("file: flow.cwl", bindings.replace("TARGET", target)));
  const warning = `warning: sluice.yml:${place}: CONFIG_INVALID: the workflow has no ${what}: nothing is bound by this\n`;
  const text = hint === "" ? warning : `${warning}  ${hint}\n`;
  expect(sandbox.sluice("validate", "sluice.yml")).toMatchObject({ status: 0, stderr: text });
  expect(sandbox.sluice("run", "sluice.yml", "--quiet", "--word", "b")).toMatchObject({ status: 0, stderr: text });
});

test("a container for a step that there is not is worth a warning, too", () => {
  const docker = "docker: [{ step: /greet, deployment: { type: none } }, { step: /gret, deployment: { type: none } }]";
  sandbox.write("sluice.yml", flow(`file: flow.cwl, ${docker}`));
  const stderr =
    "warning: sluice.yml:3:108: CONFIG_INVALID: the workflow has no step '/gret': no container is chosen by this\n  Did you mean '/greet'?\n";
  expect(sandbox.sluice("validate", "sluice.yml")).toMatchObject({ status: 0, stderr });
  expect(sandbox.sluice("run", "sluice.yml", "--quiet", "--word", "b")).toMatchObject({ status: 0, stderr });
});

test("a file in another encoding is refused, not misread", () => {
  writeFileSync(
    sandbox.path("sluice.yml"),
    Buffer.from("version: v1.0\ndeployments: { caf\xe9: { type: local } }\n", "latin1"),
  );
  for (const command of ["validate", "run"]) {
    const { status, stderr } = sandbox.sluice(command, "sluice.yml");
    expect(stderr).toMatch(/^FILE_UNREADABLE: sluice\.yml is no text in UTF-8$/m);
    expect(status).toBe(1);
  }
});

test("a binding that names something is not warned of", () => {
  const bindings = ["step: /", "step: /greet", "port: /word", "port: /greet/word"].map(
    (each) => `{ ${each}, ${target} }`,
  );
  sandbox.write("sluice.yml", flow("file: flow.cwl", `[${bindings.join(", ")}]`));
  expect(sandbox.sluice("validate", "sluice.yml")).toMatchObject({ status: 0, stderr: "" });
});
