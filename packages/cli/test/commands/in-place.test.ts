import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

const workflow = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {} }
inputs: { file: File, folder: Directory, words: "string[]" }
outputs: { files: { type: "File[]", outputSource: change/out }, list: { type: File, outputSource: list/out } }
steps:
  change:
    scatter: word
    in: { file: file, word: words }
    out: [out]
    run:
      class: CommandLineTool
      requirements:
        InplaceUpdateRequirement: { inplaceUpdate: true }
        InitialWorkDirRequirement: { listing: [{ entry: $(inputs.file), writable: true }] }
      inputs: { file: File, word: string }
      baseCommand: [sh, -c, 'echo $0 >> $1']
      arguments: [$(inputs.word), $(inputs.file.basename)]
      outputs: { out: { type: File, outputBinding: { glob: $(inputs.file.basename) } } }
  list:
    in: { folder: folder, wait: change/out }
    out: [out]
    run:
      class: CommandLineTool
      inputs: { folder: Directory, wait: { type: "File[]" } }
      baseCommand: [ls]
      arguments: [$(inputs.folder.path)]
      stdout: list.txt
      outputs: { out: stdout }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("wf.cwl", workflow);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

function run(words: readonly string[], text = workflow) {
  sandbox.write("wf.cwl", text);
  sandbox.write("data/file.txt", "start\n");
  const job = { file: { class: "File", path: "data/file.txt" }, folder: { class: "Directory", path: "data" }, words };
  sandbox.write("job.json", JSON.stringify(job));
  return sandbox.sluice(
    "run",
    "--quiet",
    "--outdir",
    "out",
    "--run-id",
    `r${words.length}${text.length}`,
    "wf.cwl",
    "job.json",
  );
}

test("one element changes a file in place, and what waits for it reads the folder around", () => {
  expect(run(["one"])).toMatchObject({ status: 0 });
  expect(sandbox.read("data/file.txt")).toBe("start\none\n");
});

test("of two elements that would change one file in place, one is refused, also when the run is taken up", () => {
  const { status, stderr } = run(["one", "two"]);
  expect(status).toBe(1);
  expect(stderr).toContain("INPUT_SHARED: it changes in place");
  expect(sandbox.read("data/file.txt").split("\n").length).toBeLessThanOrEqual(3);
  const again = sandbox.sluice("resume", `r2${workflow.length}`, "--quiet");
  expect(again.status).toBe(1);
  expect(again.stderr).toContain("INPUT_SHARED: it changes in place");
  expect(sandbox.read("data/file.txt").split("\n").length).toBeLessThanOrEqual(3);
});

test("so is who reads the folder around at the same time", () => {
  const { status, stderr } = run(["one"], workflow.replace("wait: change/out", "wait: { default: [] }"));
  expect(status).toBe(1);
  expect(stderr).toMatch(/INPUT_SHARED: it (reads|changes in place) .*data/);
});
