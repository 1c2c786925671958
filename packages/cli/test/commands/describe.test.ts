import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { echoTool } from "../support/documents.ts";
import { commandPath } from "../support/built-command.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("tools/echo.cwl", echoTool);
  sandbox.write("tools/lib.js", "function twice(x) { return 2 * x; }");
  sandbox.write("data file.txt", "data\n");
  sandbox.write(
    "flow.cwl",
    `cwlVersion: v1.2
class: Workflow
requirements: { InlineJavascriptRequirement: { expressionLib: [{ $include: tools/lib.js }] }, StepInputExpressionRequirement: {} }
inputs:
  message: { type: string, doc: "What to say\\nand how" }
  reads: { type: File, default: { class: File, path: data file.txt } }
  pairs: { type: { type: array, items: { type: record, fields: { left: File, n: "int[]?" } } } }
  kind: [ "null", { type: enum, symbols: [ a, b ] } ]
outputs: { said: { type: File, outputSource: say/said } }
steps:
  say: { run: tools/echo.cwl, in: { message: message, times: { valueFrom: "$(twice(2))" } }, out: [said] }
`,
  );
  sandbox.write("job.yml", "message: hi\nreads: { class: File, path: data file.txt }\npairs: []\n");
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

describe("pack", () => {
  test("makes a document that runs without the others", () => {
    expect(sandbox.sluice("pack", "flow.cwl", "-o", "away/packed.cwl").status).toBe(1);
    expect(sandbox.sluice("pack", "flow.cwl", "-o", "packed.cwl")).toMatchObject({ status: 0, stdout: "" });
    const packed = JSON.parse(sandbox.read("packed.cwl")) as { $graph: { id: string }[] };
    expect(packed.$graph.map(({ id }) => id)).toEqual(["main", "echo"]);
    sandbox.write("alone/packed.cwl", sandbox.read("packed.cwl"));
    expect(sandbox.sluice("run", "-q", "alone/packed.cwl", "job.yml", "--outdir", "out").status).toBe(0);
    expect(sandbox.read("out/said.txt")).toBe("hi\n");
    const printed = JSON.parse(sandbox.cwlRunner("--pack", "flow.cwl").stdout) as { $graph: { id: string }[] };
    expect(printed.$graph.map(({ id }) => id)).toEqual(["main", "echo"]);
  });

  test("names files as seen from the document it writes, as far as they lie with it or with the original", () => {
    const file = (path: string): string => `{ class: File, location: "${path}" }`;
    sandbox.write("original/in.txt", "in\n");
    sandbox.write("original/sub/a:b c.txt", "odd\n");
    sandbox.write("elsewhere.txt", "else\n");
    sandbox.write(
      "original/tool.cwl",
      `cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
requirements: { InitialWorkDirRequirement: { listing: [ ${file("sub/a%3Ab%20c.txt")} ] } }
inputs:
  a: { type: File, inputBinding: {}, default: ${file("in.txt")} }
  b: { type: File, inputBinding: {}, default: ${file("../elsewhere.txt")} }
outputs: { said: stdout }
stdout: said.txt
`,
    );
    sandbox.write("packed/keep.txt", "");
    expect(sandbox.sluice("pack", "original/tool.cwl", "-o", "packed/tool.cwl").status).toBe(0);
    const locations = (text: string): string[] =>
      [...text.matchAll(/"location": "(.*)"/g)].map(([, location = ""]) => location.replace(/^file:.*\//, "file:…/"));
    expect(locations(sandbox.read("packed/tool.cwl"))).toEqual([
      "../original/sub/a%3Ab%20c.txt",
      "../original/in.txt",
      "file:…/elsewhere.txt",
    ]);
    expect(locations(sandbox.sluice("pack", "original/tool.cwl").stdout)).toEqual([
      expect.stringMatching(/^file:…\/a(?::|%3A)b%20c\.txt$/),
      "file:…/in.txt",
      "file:…/elsewhere.txt",
    ]);
    expect(sandbox.sluice("run", "-q", "packed/tool.cwl", "--outdir", "out").status).toBe(0);
    expect(sandbox.read("out/said.txt")).toBe("in\nelse\n");
  });
});

describe("make-template", () => {
  test("shows every input; what is left of it is a job that is complete", () => {
    const { status, stdout } = sandbox.sluice("make-template", "flow.cwl");
    expect(status).toBe(0);
    expect(stdout).toBe(`# What to say
# and how
message: "a text"  # string

# reads: {"class":"File","location":"${pathToFileURL(sandbox.path("data file.txt")).href}","basename":"data file.txt","nameroot":"data file","nameext":".txt"}  # File; may be left out

pairs:  # (record of left, n)[]
  - left:
      class: File
      path: a/file
    "n":
      - 0

# kind: "a"  # enum of a, b | null; may be left out
`);
    expect(sandbox.cwlRunner("--make-template", "flow.cwl").stdout).toBe(stdout);
    sandbox.write("filled.yml", stdout.replace("a/file", "data file.txt"));
    expect(sandbox.sluice("run", "-q", "flow.cwl", "filled.yml", "--outdir", "filled")).toMatchObject({ status: 0 });
  });
});

describe("print-deps", () => {
  const tree = {
    class: "File",
    location: "flow.cwl",
    secondaryFiles: [
      { class: "File", location: "tools/lib.js" },
      { class: "File", location: "tools/echo.cwl" },
      { class: "File", location: "data%20file.txt" },
    ],
  };

  test("lists documents and files, from the document or the working directory", () => {
    const path = sandbox.path("flow.cwl");
    const { stdout } = sandbox.sluice("print-deps", path);
    expect(JSON.parse(stdout)).toEqual(tree);
    expect(sandbox.cwlRunner("--print-deps", path).stdout).toBe(stdout);
    const inside = sandbox.call([
      "sh",
      "-c",
      `cd tools && "$0" "$@"`,
      ...runnerFor("print-deps", path, "--relative-deps=cwd"),
    ]);
    expect(JSON.parse(inside.stdout)).toEqual({
      class: "File",
      location: "../flow.cwl",
      secondaryFiles: ["lib.js", "echo.cwl", "../data%20file.txt"].map((location) => ({ class: "File", location })),
    });
  });

  test("lists the files of a job", () => {
    expect(JSON.parse(sandbox.cwlRunner("--print-input-deps", "flow.cwl", "job.yml").stdout)).toEqual({
      class: "File",
      location: "job.yml",
      secondaryFiles: [{ class: "File", location: "data%20file.txt" }],
    });
    expect(sandbox.cwlRunner("--print-input-deps", "flow.cwl")).toMatchObject({ status: 2, stdout: "" });
  });

  test.each(["CommandLineTool", "Workflow"])(
    "lists what is found beside the inputs of a %s, however they are given",
    (kind) => {
      sandbox.write(
        "beside.cwl",
        `cwlVersion: v1.2
class: ${kind}
requirements: { InlineJavascriptRequirement: {} }
inputs:
  reads: { type: File, secondaryFiles: [.bai, ^.idx, $(self.basename).txt, .none?] }
  folder: { type: Directory?, loadListing: shallow_listing }
  other: { type: File, default: { class: File, location: data/other.txt } }
outputs: {}
${kind === "Workflow" ? "steps: []" : "baseCommand: 'true'"}
`,
      );
      for (const name of ["a.bam", "a.bam.bai", "a.idx", "a.bam.txt", "other.txt", "d/inner"])
        sandbox.write(`data/${name}`, "");
      sandbox.write("job/beside.yml", "reads: { class: File, path: ../data/a.bam }\n");
      const file = (location: string): object => ({ class: "File", location });
      const reads = (at: string): object => ({
        ...file(`${at}data/a.bam`),
        secondaryFiles: ["a.bam.bai", "a.idx", "a.bam.txt"].map((name) => file(`${at}data/${name}`)),
      });
      const printed = (...argv: string[]): unknown =>
        JSON.parse(sandbox.cwlRunner("--print-input-deps", ...argv).stdout);
      expect(printed("beside.cwl", "job/beside.yml")).toEqual({
        ...file("beside.yml"),
        secondaryFiles: [reads("../"), file("../data/other.txt")],
      });
      expect(printed("--relative-deps=cwd", "beside.cwl", "--reads", "data/a.bam", "--folder", "data/d")).toEqual({
        ...file("beside.cwl"),
        secondaryFiles: [
          reads(""),
          { class: "Directory", location: "data/d", listing: [file("data/d/inner")] },
          file("data/other.txt"),
        ],
      });
      expect(printed("beside.cwl", "job/beside.yml", "--other", "data/a.idx")).toMatchObject({
        secondaryFiles: [reads("../"), file("../data/a.idx")],
      });
      const { status, stderr } = sandbox.cwlRunner("--print-input-deps", "beside.cwl", "--reads", "data/other.txt");
      expect(status).toBe(1);
      expect(stderr).toContain("other.txt.bai");
    },
  );
});

describe("inputs", () => {
  test("is a table", () => {
    const { stdout } = sandbox.sluice("inputs", "tools/echo.cwl");
    expect(stdout).toBe(
      [
        "INPUT    TYPE      NEEDED  DEFAULT  DESCRIPTION",
        "message  string    yes              What to say",
        "loud     boolean?  no               Say it twice",
        "times    int       no      3",
        "",
      ].join("\n"),
    );
  });

  test("is JSON", () => {
    expect(JSON.parse(sandbox.sluice("inputs", "flow.cwl", "--json").stdout)).toMatchObject([
      { name: "message", type: "string", required: true },
      { name: "reads", type: "File", required: false, default: { class: "File" } },
      { name: "pairs", list: true },
      { name: "kind", required: false },
    ]);
  });
});

function runnerFor(...argv: string[]): string[] {
  return [process.execPath, commandPath("sluice"), ...argv];
}
