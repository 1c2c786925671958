import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import type { StepFailure } from "@sluice/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

/** The start of a program for a machine that there is not. */
const foreign = Buffer.concat([
  Buffer.from("\u007fELF\u0002\u0001\u0001"),
  Buffer.alloc(9),
  Buffer.from([2, 0, 0x7f, 0x7f]),
]);

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  const scripts = {
    missing: "#!/no/such/python\n",
    crlf: "#!/bin/sh\r\necho hello\r\n",
    env: "#!/usr/bin/env no-such-python\n",
    closed: "#!/bin/sh\n",
    own: "#!/bin/sh\nexit 127\n",
  };
  for (const [name, text] of Object.entries(scripts)) {
    sandbox.write(name, text);
    chmodSync(sandbox.path(name), name === "closed" ? 0o644 : 0o755);
  }
  writeFileSync(sandbox.path("foreign"), foreign, { mode: 0o755 });
  mkdirSync(sandbox.path("folder"));
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

// All in one workflow: a command takes its time.
test("what keeps a program from running is said of the program that it is", () => {
  const words: readonly (readonly [step: string, program: readonly string[], words: string])[] = [
    ["missing", [sandbox.path("missing")], "the interpreter '/no/such/python' of the script '…/missing' is not there"],
    [
      "crlf",
      [sandbox.path("crlf")],
      "the script '…/crlf' has lines that end in CR LF: its interpreter '/bin/sh\\r' is not there",
    ],
    ["env", [sandbox.path("env")], "the interpreter 'no-such-python' of the script '…/env' was not found"],
    ["closed", [sandbox.path("closed")], "the program '…/closed' must not be executed: it has no execute permission"],
    [
      "foreign",
      [sandbox.path("foreign")],
      "the program '…/foreign' cannot run here: it was built for another kind of machine",
    ],
    ["folder", [sandbox.path("folder")], "the program '…/folder' is a directory"],
    ["gone", [sandbox.path("gone")], "the program '…/gone' was not found"],
    ["nowhere", ["no-such-program"], "the program 'no-such-program' was not found"],
    ["own", [sandbox.path("own")], "the job ended with exit code 127"],
    ["other", ["env", "no-such-program"], "the job ended with exit code 127"],
  ];
  const steps = words.map(([step, argv]) => [
    step,
    { run: { class: "CommandLineTool", baseCommand: argv, inputs: [], outputs: [] }, in: {}, out: [] },
  ]);
  const workflow = { cwlVersion: "v1.2", class: "Workflow", inputs: [], outputs: [], steps: Object.fromEntries(steps) };
  sandbox.write("wf.cwl", JSON.stringify(workflow));
  const { status, stdout } = sandbox.sluice("run", "--json", "--on-error", "continue", "wf.cwl");
  expect(status).toBe(1);
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { failures: StepFailure[] };
  const said = new Map(result.failures.map(({ step, error }) => [step, error.message.replaceAll(sandbox.folder, "…")]));
  for (const [step, , expected] of words) expect(said.get(`/${step}`)).toContain(expected);
});

test("outputs that nobody declared are kept of what is run by itself", () => {
  const write = `echo text > file.txt; echo '{ "a": 1, "more": 2, "file": { "class": "File", "path": "file.txt" } }' > cwl.output.json`;
  const tool = { class: "CommandLineTool", inputs: [], outputs: { a: "int" }, baseCommand: ["sh", "-c", write] };
  for (const cwlVersion of ["v1.0", "v1.1", "v1.2"]) {
    sandbox.write("tool.cwl", JSON.stringify({ cwlVersion, ...tool }));
    const { stdout, stderr } = sandbox.cwlRunner("--quiet", "--outdir", cwlVersion, "tool.cwl");
    expect(stderr).toBe("");
    const file = { class: "File", basename: "file.txt", path: sandbox.path(cwlVersion, "file.txt"), size: 5 };
    expect(JSON.parse(stdout)).toMatchObject({ a: 1, more: 2, file });
    expect(sandbox.read(`${cwlVersion}/file.txt`)).toBe("text\n");
  }
  const step = { run: "tool.cwl", in: {}, out: ["a"] };
  const outputs = { a: { type: "int", outputSource: "s/a" } };
  sandbox.write(
    "one.cwl",
    JSON.stringify({ cwlVersion: "v1.2", class: "Workflow", inputs: [], outputs, steps: { s: step } }),
  );
  expect(JSON.parse(sandbox.cwlRunner("--quiet", "--outdir", "of-step", "one.cwl").stdout)).toEqual({ a: 1 });
});
