import { hash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";
import { sumEvents } from "../support/sum-events.ts";

/** Reads its input in a first step; then in a second one, which fails as long as a file is missing. */
const twice = (type: string, show: string, more = ""): string => `cwlVersion: v1.2
class: Workflow
requirements: { InlineJavascriptRequirement: {}, StepInputExpressionRequirement: {}${more} }
inputs:
  data: ${type}
  folder: string
outputs:
  before: { type: File, outputSource: first/out }
  after: { type: File, outputSource: second/out }
steps:
  first:
    in: { data: data, folder: folder }
    out: [out]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo first >> "$0/starts.txt"; ${show}']
      inputs: { folder: { type: string, inputBinding: { position: 1 } }, data: ${type} }
      arguments: [{ position: 2, valueFrom: "$(JSON.stringify(inputs.data))" }]
      stdout: before.txt
      outputs: { out: stdout }
  second:
    in: { data: data, folder: folder, first: first/out }
    out: [out]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo second >> "$0/starts.txt"; test -e "$0/cure" || exit 1; ${show}']
      inputs: { folder: { type: string, inputBinding: { position: 1 } }, data: ${type}, first: File }
      arguments: [{ position: 2, valueFrom: "$(JSON.stringify(inputs.data))" }]
      stdout: after.txt
      outputs: { out: stdout }
`;
const showValue = 'echo "$1"';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox[Symbol.dispose]());

/** Runs the workflow until its second step fails, and takes the cause of that away. */
function startAndFail(job: unknown, ...options: string[]): void {
  sandbox.write("job.yml", JSON.stringify({ folder: sandbox.folder, ...(job as object) }));
  const run = sandbox.sluice("run", "two.cwl", "job.yml", "--run-id", "r", "--outdir", "out", ...options);
  expect([run.status, run.stderr]).toEqual([1, expect.stringContaining("JOB_FAILED")]);
  expect(starts()).toEqual(["first", "second"]);
  sandbox.write("cure", "");
}
const sha1 = (text: string) => `sha1$${hash("sha1", text)}`;
const starts = () => sandbox.read("starts.txt").trim().split("\n");
const file = (path: string, more: object = {}) => ({ class: "File", path, ...more });
const resume = (...options: string[]) => sandbox.sluice("resume", "r", "--quiet", ...options);

describe("an input that changed before resume", () => {
  beforeEach(() => {
    sandbox.write("two.cwl", twice("File", showValue));
    sandbox.write("data.txt", "old\n");
  });

  test("is refused by name, with the ways to go on", () => {
    startAndFail({ data: file("data.txt") });
    sandbox.write("data.txt", "new and longer\n");
    const { status, stdout, stderr } = resume();
    expect(stderr).toContain(
      `INPUT_CHANGED: inputs are not as they were when run r began: ${sandbox.path("data.txt")} had 4 bytes and has 15 bytes now`,
    );
    expect(stderr).toContain("'sluice resume r --accept-changes'");
    expect(stderr).toContain("--cache");
    expect([status, stdout, starts()]).toEqual([1, "", ["first", "second"]]);
  });

  test("is what the rest of the run gets once it is accepted, with its size, and nothing else is done again", () => {
    startAndFail({ data: file("data.txt", { checksum: "sha1$0000000000000000000000000000000000000000" }) });
    sandbox.write("data.txt", "new and longer\n");
    const { status, stderr } = resume("--accept-changes");
    expect([status, stderr, starts()]).toEqual([0, "", ["first", "second", "second"]]);
    expect(JSON.parse(sandbox.read("out/before.txt"))).toMatchObject({ size: 4 });
    expect(JSON.parse(sandbox.read("out/after.txt"))).toMatchObject({
      size: 15,
      checksum: sha1("new and longer\n"),
    });
  });

  test("is accepted once and for all, and watched from there on", () => {
    startAndFail({ data: file("data.txt") });
    rmSync(sandbox.path("cure"));
    sandbox.write("data.txt", "new and longer\n");
    expect(resume("--accept-changes").stderr).toContain("JOB_FAILED");
    sandbox.write("cure", "");
    expect(sandbox.sluice("show", "r").stdout).toContain("failed");
    const before = sandbox.read("data.txt");
    sandbox.write("data.txt", `${before}again\n`);
    expect(resume().stderr).toContain("had 15 bytes and has 21 bytes now");
    expect(resume("--accept-changes").status).toBe(0);
    expect(JSON.parse(sandbox.read("out/after.txt"))).toMatchObject({ size: 21 });
  });

  test("may be gone", () => {
    startAndFail({ data: file("data.txt") });
    rmSync(sandbox.path("data.txt"));
    const { status, stderr } = resume();
    expect([status, stderr]).toEqual([1, expect.stringContaining(`INPUT_CHANGED: `)]);
    expect(stderr).toContain(`${sandbox.path("data.txt")} is gone`);
  });

  test("may have the same size, or the same size and time", () => {
    startAndFail({ data: file("data.txt") });
    const { atime, mtime } = statSync(sandbox.path("data.txt"));
    sandbox.write("data.txt", "new\n");
    expect(resume().stderr).toContain(`${sandbox.path("data.txt")} was written again at `);
    sandbox.write("other.txt", "eld\n");
    renameSync(sandbox.path("other.txt"), sandbox.path("data.txt"));
    utimesSync(sandbox.path("data.txt"), atime, mtime);
    expect(resume().stderr).toContain("INPUT_CHANGED");
  });

  test("is compared by its content if that is asked for", () => {
    startAndFail({ data: file("data.txt") }, "--check-inputs", "content");
    const { atime, mtime } = statSync(sandbox.path("data.txt"));
    sandbox.write("data.txt", "new\n");
    utimesSync(sandbox.path("data.txt"), atime, mtime);
    expect(resume().stderr).toContain(`${sandbox.path("data.txt")} has other content of the same size`);
    rmSync(sandbox.path("data.txt"));
    sandbox.write("data.txt", "old\n");
    expect(resume()).toMatchObject({ status: 0, stderr: "" });
  });

  test("is not looked at if that is asked for", () => {
    startAndFail({ data: file("data.txt") }, "--check-inputs", "none");
    sandbox.write("data.txt", "new and longer\n");
    expect(resume()).toMatchObject({ status: 0 });
  });

  test("is no change when it is only read", () => {
    startAndFail({ data: file("data.txt") });
    readFileSync(sandbox.path("data.txt"));
    expect(resume()).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("an input that changed is found", () => {
  test.each([
    ["in a list", '{ type: "File[]" }', { data: [file("a.txt"), file("deep/b.txt")] }],
    [
      "in a record",
      "{ type: { type: record, fields: { one: File, two: { type: { type: array, items: File } } } } }",
      { data: { one: file("a.txt"), two: [file("deep/b.txt")] } },
    ],
    [
      "beside another",
      "{ type: File, secondaryFiles: [] }",
      { data: file("a.txt", { secondaryFiles: [file("deep/b.txt")] }) },
    ],
    ["in a directory", "Directory", { data: { class: "Directory", path: "deep" } }],
    ["in a listing", "Directory", { data: { class: "Directory", basename: "d", listing: [file("deep/b.txt")] } }],
    ["in a default", "{ type: File, default: { class: File, location: deep/b.txt } }", {}],
  ])("%s", (_where, type, job) => {
    sandbox.write("a.txt", "a\n");
    sandbox.write("deep/b.txt", "b\n");
    sandbox.write("deep/deeper/c.txt", "c\n");
    sandbox.write("two.cwl", twice(type, showValue));
    startAndFail(job);
    sandbox.write("deep/b.txt", "bbbb\n");
    const { status, stderr } = resume();
    expect([status, stderr]).toEqual([1, expect.stringContaining("INPUT_CHANGED")]);
    expect(stderr).toContain(`${sandbox.path("deep/b.txt")} had 2 bytes and has 5 bytes now`);
    expect(stderr).not.toContain("a.txt");
    expect(resume("--accept-changes")).toMatchObject({ status: 0 });
  });

  test("in a default of a tool inside", () => {
    sandbox.write(
      "two.cwl",
      twice("File", showValue)
        .replaceAll("data: data, ", "")
        .replaceAll("data: File }", "data: { type: File, default: { class: File, location: b.txt } } }")
        .replaceAll("data: File, first", "data: { type: File, default: { class: File, location: b.txt } }, first")
        .replace("  data: File\n", ""),
    );
    sandbox.write("b.txt", "b\n");
    startAndFail({});
    sandbox.write("b.txt", "bbbb\n");
    expect(resume().stderr).toContain(`${sandbox.path("b.txt")} had 2 bytes and has 5 bytes now`);
    expect(resume("--accept-changes").status).toBe(0);
    expect(JSON.parse(sandbox.read("out/after.txt"))).toMatchObject({ size: 5 });
  });

  test("as something new, or something that is gone, in a directory", () => {
    sandbox.write("deep/b.txt", "b\n");
    sandbox.write("deep/deeper/c.txt", "c\n");
    sandbox.write("two.cwl", twice("Directory", showValue, ", LoadListingRequirement: { loadListing: deep_listing }"));
    startAndFail({ data: { class: "Directory", path: "deep" } });
    rmSync(sandbox.path("deep/deeper/c.txt"));
    sandbox.write("deep/d.txt", "dd\n");
    const { stderr } = resume();
    expect(stderr).toContain(`${sandbox.path("deep/deeper/c.txt")} is gone`);
    expect(stderr).toContain(`${sandbox.path("deep/d.txt")} is new`);
    expect(resume("--accept-changes").status).toBe(0);
    const names = (name: string) =>
      (JSON.parse(sandbox.read(name)) as { listing: { basename: string }[] }).listing.map(({ basename }) => basename);
    expect([names("out/before.txt"), names("out/after.txt")]).toEqual([
      ["b.txt", "deeper"],
      ["b.txt", "d.txt", "deeper"],
    ]);
  });
});

describe("a file that a pattern of secondaryFiles finds", () => {
  const indexed = (pattern: string): string => `{ type: File, secondaryFiles: [${pattern}] }`;
  const record = `{ type: { type: record, fields: { one: { type: File, secondaryFiles: [.idx] } } } }`;
  const list = '{ type: "File[]", secondaryFiles: [.idx] }';
  /** A tool alone, which shows the files beside its input once there is a cure. */
  const alone = (type: string): string => `cwlVersion: v1.2
class: CommandLineTool
requirements: { InlineJavascriptRequirement: {} }
baseCommand: [sh, -c, 'for one in first second; do echo $one >> "$0/starts.txt"; done; test -e "$0/cure" || exit 1; echo "$1"']
inputs:
  folder: { type: string, inputBinding: { position: 1 } }
  data: ${type}
arguments: [{ position: 2, valueFrom: "$(JSON.stringify(inputs.data))" }]
stdout: after.txt
outputs: { after: stdout }
`;
  const shapes = [
    ["beside a file", indexed(".idx"), file("a.txt"), "a.txt.idx"],
    ["in place of its ending", indexed("^.dict"), file("a.txt"), "a.dict"],
    ["that may be missing", indexed(".idx?"), file("a.txt"), "a.txt.idx"],
    ["by an expression", indexed("$(self.basename).idx"), file("a.txt"), "a.txt.idx"],
    ["by a function", indexed("'${ return self.nameroot + \".dict\"; }'"), file("a.txt"), "a.dict"],
    ["of each in a list", list, [file("a.txt")], "a.txt.idx"],
    ["of a field of a record", record, { one: file("a.txt") }, "a.txt.idx"],
  ] as const;
  const documents = [
    ["a workflow", (type: string) => twice(type, showValue)],
    ["a tool", alone],
  ] as const;

  describe.each(documents)("by %s", (_what, write) => {
    test.each(shapes)("%s is watched", (_where, type, data, path) => {
      for (const name of ["a.txt", path]) sandbox.write(name, "1\n");
      sandbox.write("two.cwl", write(type));
      startAndFail({ data });
      sandbox.write(path, "12345\n");
      const { status, stderr } = resume();
      expect(stderr).toContain(
        `INPUT_CHANGED: inputs are not as they were when run r began: ${sandbox.path(path)} had 2 bytes and has 6 bytes now`,
      );
      expect(status).toBe(1);
      expect(resume("--accept-changes")).toMatchObject({ status: 0, stderr: "" });
      expect(sandbox.read("out/after.txt")).toContain('"size":6');
    });

    test("counts as a change when it comes, and when it goes", () => {
      sandbox.write("a.txt", "1\n");
      sandbox.write("two.cwl", write(indexed(".idx?")));
      startAndFail({ data: file("a.txt") });
      rmSync(sandbox.path("cure"));
      sandbox.write("a.txt.idx", "1\n");
      expect(resume().stderr).toContain(
        `INPUT_CHANGED: inputs are not as they were when run r began: ${sandbox.path("a.txt.idx")} is new`,
      );
      expect(resume("--accept-changes").stderr).toContain("JOB_FAILED");
      rmSync(sandbox.path("a.txt.idx"));
      expect(resume().stderr).toContain(`${sandbox.path("a.txt.idx")} is gone`);
      sandbox.write("cure", "");
      expect(resume("--accept-changes")).toMatchObject({ status: 0, stderr: "" });
    });
  });

  test("is for the job of a tool to miss", () => {
    sandbox.write("a.txt", "1\n");
    sandbox.write("two.cwl", alone(indexed(".idx")));
    sandbox.write("job.yml", JSON.stringify({ folder: sandbox.folder, data: file("a.txt") }));
    const { status, stderr } = sandbox.sluice("run", "two.cwl", "job.yml");
    expect([status, stderr]).toEqual([1, expect.stringContaining("lacks the required secondary file a.txt.idx")]);
  });
});

test("an input that changes while the run goes on is not mixed in", async () => {
  sandbox.write(
    "two.cwl",
    twice("File", showValue).replace(
      'echo first >> "$0/starts.txt"',
      'echo first >> "$0/starts.txt"; until test -e "$0/go"; do sleep 0.05; done',
    ),
  );
  sandbox.write("data.txt", "old\n");
  sandbox.write("cure", "");
  sandbox.write("job.yml", JSON.stringify({ folder: sandbox.folder, data: file("data.txt") }));
  const run = sandbox.start("run", "two.cwl", "job.yml", "--run-id", "r", "--outdir", "out");
  while (!existsSync(sandbox.path("starts.txt"))) await new Promise((resolve) => setTimeout(resolve, 10));
  sandbox.write("data.txt", "new and longer\n");
  sandbox.write("go", "");
  const { status, stderr } = await run.finished;
  expect([status, stderr]).toEqual([1, expect.stringContaining("/second: INPUT_CHANGED: ")]);
  expect(stderr).toContain(`${sandbox.path("data.txt")} had 4 bytes and has 15 bytes now`);
  expect(starts()).toEqual(["first"]);
  expect(resume().stderr).toContain("INPUT_CHANGED");
  expect(resume("--accept-changes").status).toBe(0);
  expect(JSON.parse(sandbox.read("out/after.txt"))).toMatchObject({ size: 15 });
});

test("an input that changes while the run goes on is not mixed in by an expression either", async () => {
  sandbox.write(
    "two.cwl",
    `cwlVersion: v1.2
class: Workflow
requirements: { InlineJavascriptRequirement: {} }
inputs: { data: File, folder: string }
outputs: { text: { type: string, outputSource: second/text } }
steps:
  first:
    in: { folder: folder }
    out: [out]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo first >> "$0/starts.txt"; until test -e "$0/go"; do sleep 0.05; done']
      inputs: { folder: { type: string, inputBinding: {} } }
      stdout: out.txt
      outputs: { out: stdout }
  second:
    in: { data: data, first: first/out }
    out: [text]
    run:
      class: ExpressionTool
      inputs: { data: { type: File, loadContents: true }, first: File }
      outputs: { text: string }
      expression: '\${ return { text: inputs.data.size + " " + inputs.data.contents }; }'
`,
  );
  sandbox.write("data.txt", "old\n");
  sandbox.write("job.yml", JSON.stringify({ folder: sandbox.folder, data: file("data.txt") }));
  const run = sandbox.start("run", "two.cwl", "job.yml", "--run-id", "r", "--outdir", "out");
  while (!existsSync(sandbox.path("starts.txt"))) await new Promise((resolve) => setTimeout(resolve, 10));
  sandbox.write("data.txt", "new and longer\n");
  sandbox.write("go", "");
  const { status, stderr } = await run.finished;
  expect([status, stderr]).toEqual([1, expect.stringContaining("/second: INPUT_CHANGED: ")]);
  const resumed = resume("--accept-changes");
  expect([resumed.status, JSON.parse(resumed.stdout)]).toEqual([0, { text: "15 new and longer\n" }]);
});

test("an input that a job of the run changes in place is no change", () => {
  sandbox.write(
    "two.cwl",
    `cwlVersion: v1.2
class: Workflow
inputs: { data: File, folder: string }
outputs: { after: { type: File, outputSource: second/out } }
steps:
  first:
    in: { data: data, folder: folder }
    out: [out]
    run:
      class: CommandLineTool
      requirements:
        InitialWorkDirRequirement: { listing: [{ entry: $(inputs.data), writable: true }] }
        InplaceUpdateRequirement: { inplaceUpdate: true }
      baseCommand: [sh, -c, 'echo first >> "$0/starts.txt"; echo more >> data.txt']
      inputs: { folder: { type: string, inputBinding: {} }, data: File }
      outputs: { out: { type: File, outputBinding: { glob: data.txt } } }
  second:
    in: { data: data, folder: folder, first: first/out }
    out: [out]
    run:
      class: CommandLineTool
      baseCommand: [sh, -c, 'echo second >> "$0/starts.txt"; test -e "$0/cure" || exit 1; cat "$1"']
      inputs:
        folder: { type: string, inputBinding: { position: 1 } }
        data: { type: File, inputBinding: { position: 2 } }
        first: File
      stdout: after.txt
      outputs: { out: stdout }
`,
  );
  sandbox.write("data.txt", "old\n");
  startAndFail({ data: file("data.txt") });
  expect(sandbox.read("data.txt")).toBe("old\nmore\n");
  expect(resume()).toMatchObject({ status: 0, stderr: "" });
  expect(sandbox.read("out/after.txt")).toBe("old\nmore\n");
});

test("documents that were edited are told of in one line, and the run goes on with them as they were", () => {
  sandbox.write("two.cwl", twice("File", showValue));
  sandbox.write("data.txt", "old\n");
  sandbox.write(
    "sluice.yml",
    "version: v1.0\nworkflows: { two: { type: cwl, config: { file: two.cwl, settings: job.yml } } }\n",
  );
  sandbox.write("job.yml", JSON.stringify({ folder: sandbox.folder, data: file("data.txt") }));
  sandbox.sluice("run", "sluice.yml", "--run-id", "r", "--outdir", "out");
  sandbox.write("cure", "");
  for (const name of ["two.cwl", "job.yml", "sluice.yml"])
    writeFileSync(sandbox.path(name), `${sandbox.read(name)}\n# edited\n`);
  const { status, stderr } = resume();
  const [line = "", ...others] = stderr.split("\n");
  for (const name of ["two.cwl", "job.yml", "sluice.yml"]) expect(line).toContain(sandbox.path(name));
  expect(line).toMatch(/^warn: edited since the run began: .* The run goes on with what was in them then/);
  expect([status, others]).toEqual([0, [""]]);
});

test("documents that were only touched, or are gone, are not worth a word", () => {
  sandbox.write("two.cwl", twice("File", showValue));
  sandbox.write("data.txt", "old\n");
  startAndFail({ data: file("data.txt") });
  copyFileSync(sandbox.path("two.cwl"), sandbox.path("copy"));
  renameSync(sandbox.path("copy"), sandbox.path("two.cwl"));
  rmSync(sandbox.path("job.yml"));
  expect(resume()).toMatchObject({ status: 0, stderr: "" });
});

test("a run of before inputs had stamps goes on", () => {
  sandbox.write("two.cwl", twice("File", showValue));
  sandbox.write("data.txt", "old\n");
  startAndFail({ data: file("data.txt") });
  const db = new DatabaseSync(sandbox.path(".home/runs/r/run.db"));
  const { changes } = db
    .prepare(
      "UPDATE events SET version = 2, data = json_remove(data, '$.nonce', '$.inputStamps', '$.documentStamps') WHERE type = 'run_created'",
    )
    .run();
  sumEvents(db);
  db.close();
  expect(changes).toBe(1);
  sandbox.write("data.txt", "new and longer\n");
  sandbox.write("two.cwl", "edited");
  expect(resume()).toMatchObject({ status: 0, stderr: "" });
});
