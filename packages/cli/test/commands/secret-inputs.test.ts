import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

const secret = "swordfish-4711";

/** Uses its secret on its command line, in its environment and in a file, and says nothing of it. */
const workflow = (version: string, kind: string): string => `cwlVersion: ${version}
class: Workflow
$namespaces: { cwltool: "http://commonwl.org/cwltool#" }
${kind}: { "cwltool:Secrets": { secrets: [word] } }
inputs: { word: string, gate: string }
outputs:
  length: { type: File, outputSource: use/length }
  told: { type: string, outputSource: use/told }
steps:
  use:
    in: { word: word, gate: gate }
    out: [length, told]
    run:
      class: CommandLineTool
      requirements:
        InlineJavascriptRequirement: {}
        EnvVarRequirement: { envDef: { WORD: $(inputs.word) } }
        InitialWorkDirRequirement: { listing: [{ entryname: conf, entry: "key=$(inputs.word)" }] }
      inputs: { word: string, gate: string }
      baseCommand: [sh, -c, 'test -e "$1" && [ "key=$WORD" = "$(cat conf)" ] && [ "$0" = "$WORD" ] && printf %s "$WORD" | wc -c']
      arguments: [$(inputs.word), $(inputs.gate)]
      stdout: length.txt
      outputs: { length: stdout, told: { type: string, outputBinding: { outputEval: $(inputs.word) } } }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

/** Files below a folder that have the secret in them. */
function holders(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file).includes(secret));
}

test.each([
  ["v1.0", "hints"],
  ["v1.1", "requirements"],
  ["v1.2", "hints"],
])("%s: secrets in %s are kept apart until the run is completed, also over a resume", (version, kind) => {
  const run = `${version.replace(".", "")}-run`;
  const gate = sandbox.path(`${run}-gate`);
  sandbox.write("wf.cwl", workflow(version, kind));
  const common = ["--run-id", run, "--outdir", run, "--cache", sandbox.path("cache"), "wf.cwl"];
  const failed = sandbox.sluice("run", ...common, "--word", secret, "--gate", gate);
  expect(failed.status).toBe(1);
  const kept = join(sandbox.home, "runs", run, "secrets.json");
  expect(holders(sandbox.home)).toEqual([kept]);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  const told = [
    failed,
    sandbox.sluice("show", run, "--json"),
    sandbox.sluice("logs", run, "use"),
    sandbox.sluice("logs", run, "use", "--command"),
  ];
  for (const { stdout, stderr } of told) expect(stdout + stderr).not.toContain(secret);
  sandbox.write(`${run}-gate`, "");
  const { status, stdout } = sandbox.sluice("resume", run, "--quiet");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ told: expect.stringMatching(/^\(secret-[0-9a-f-]+\)$/) as string });
  expect(sandbox.read(`${run}/length.txt`).trim()).toBe(String(secret.length));
  expect(existsSync(kept)).toBe(false);
  expect([sandbox.home, sandbox.path(run)].flatMap(holders)).toEqual([]);
  if (existsSync(sandbox.path("cache"))) expect(holders(sandbox.path("cache"))).toEqual([]);
});

test("a run that lost its secrets cannot be taken up, and says so", () => {
  sandbox.write("wf.cwl", workflow("v1.2", "hints"));
  sandbox.write("job.json", JSON.stringify({ word: secret, gate: sandbox.path("none") }));
  expect(sandbox.sluice("run", "--quiet", "--run-id", "lost", "wf.cwl", "job.json").status).toBe(1);
  const kept = join(sandbox.home, "runs", "lost", "secrets.json");
  expect(holders(sandbox.home)).toEqual([kept]);
  sandbox.call(["rm", kept]);
  const { status, stderr } = sandbox.sluice("resume", "lost");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^SECRET_MISSING: the secrets of the run cannot be read from/m);
});
