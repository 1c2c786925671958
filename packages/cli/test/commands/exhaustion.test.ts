import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asOrdinaryUser, needs, testWith } from "../../../../test/support/needs.ts";
import { commandPath } from "../support/built-command.ts";
import { Sandbox } from "../support/sandbox.ts";

const scatter = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {}, InlineJavascriptRequirement: {} }
inputs: { numbers: "int[]" }
outputs: { out: { type: "File[]", outputSource: count/out } }
steps:
  count:
    scatter: number
    in: { number: numbers }
    out: [out]
    run:
      class: CommandLineTool
      requirements: { ResourceRequirement: { coresMin: 0.01, ramMin: 1 } }
      baseCommand: seq
      inputs: { number: { type: int, inputBinding: {} } }
      stdout: $("n" + inputs.number + ".txt")
      outputs: { out: stdout }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("scatter.cwl", scatter);
  sandbox.write("numbers.yml", `numbers: [${Array.from({ length: 100 }, (_, index) => index).join(", ")}]\n`);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

test("few open files make a run slower, and nothing else", () => {
  const line = `ulimit -n 64; exec "$0" "$1" run scatter.cwl numbers.yml --outdir few --run-id few --quiet`;
  const { status, stderr } = sandbox.call(["bash", "-c", line, process.execPath, commandPath("sluice")]);
  expect(stderr).toMatch(
    /^(?:error: no more files can be opened \(EMFILE\): waiting .*\nwarn: files can be opened again: .*\n)*$/,
  );
  expect(status).toBe(0);
  expect(readdirSync(sandbox.path("few"))).toHaveLength(100);
  expect(sandbox.sluice("show", "few").stdout).toMatch(/100 of \d+ known completed, 0 failed/);
});

testWith(needs.ordinaryUser, "few processes make a run slower, and nothing else", () => {
  // Threads of Node.js count, and others of this user may run: enough for them, and for a few jobs.
  const others = sandbox.call([...asOrdinaryUser, "sh", "-c", 'ps -L -u "$(id -u)" -o lwp= | wc -l']).stdout.trim();
  const line = `ulimit -u ${Number(others) + 20}; exec "$0" "$1" run scatter.cwl numbers.yml --outdir slow --run-id slow --quiet`;
  chmodSync(sandbox.folder, 0o777);
  // A home that this user cannot look into is none.
  const words = ["env", `SLUICE_HOME=${sandbox.path("own")}`, "XDG_CACHE_HOME=", `HOME=${sandbox.path("closed")}`];
  mkdirSync(sandbox.path("closed"), { mode: 0 });
  const { status, stderr } = sandbox.call([
    ...words,
    ...asOrdinaryUser,
    "bash",
    "-c",
    line,
    process.execPath,
    commandPath("sluice"),
  ]);
  expect(stderr).toMatch(
    /^(?:error: no more processes can be started \(EAGAIN\): waiting .*\nwarn: processes can be started again: .*\n)*$/,
  );
  expect(status).toBe(0);
  expect(readdirSync(sandbox.path("slow"))).toHaveLength(100);
});

test("a command that can open nothing says so", () => {
  const line = `ulimit -n 21; exec "$0" "$1" run scatter.cwl numbers.yml --outdir none --run-id none`;
  const { status, stderr } = sandbox.call(["bash", "-c", line, process.execPath, commandPath("sluice")]);
  expect(status).not.toBe(0);
  expect(stderr).not.toContain("INTERNAL");
});
