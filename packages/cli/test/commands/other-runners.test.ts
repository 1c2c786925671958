import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commonOptions } from "../../src/command-line/command-spec.ts";
import { command } from "../../src/commands/cwl-runner.ts";
import { echoTool } from "../support/documents.ts";
import { commandPath } from "../support/built-command.ts";
import { Sandbox } from "../support/sandbox.ts";

const tool = `cwlVersion: v1.2
class: CommandLineTool
inputs: { word: { type: string, inputBinding: {} } }
hints: { EnvVarRequirement: { envDef: { GREETING: hello } } }
baseCommand: [sh, -c, 'echo "$GREETING $0 $SLUICE_TEST_VARIABLE"']
stdout: said.txt
outputs: { said: stdout }
`;

const workflow = `cwlVersion: v1.2
class: Workflow
requirements: { EnvVarRequirement: { envDef: { GREETING: good day } } }
inputs: { first: string, second: string }
outputs:
  one: { type: File, outputSource: a/said }
  two: { type: File, outputSource: b/said }
steps:
  a: { run: tool.cwl, in: { word: first }, out: [said] }
  b: { run: tool.cwl, in: { word: second }, out: [said] }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("echo.cwl", echoTool);
  sandbox.write("tool.cwl", tool);
  sandbox.write("wf.cwl", workflow);
  sandbox.write("job.yml", "first: x\n");
  process.env["SLUICE_TEST_VARIABLE"] = "seen";
}, 60_000);
afterAll(() => {
  delete process.env["SLUICE_TEST_VARIABLE"];
  sandbox[Symbol.dispose]();
});

function said(...argv: string[]): string {
  const { status, stderr } = sandbox.cwlRunner("--quiet", "--outdir", "out", ...argv);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return sandbox.read("out/said.txt");
}

describe("what jobs see of the environment", () => {
  test("is nothing that was not asked for", () => {
    expect(said("tool.cwl", "--word", "w")).toBe("hello w \n");
  });

  test.each([[["--preserve-environment", "SLUICE_TEST_VARIABLE"]], [["--preserve-entire-environment"]]])(
    "with %j",
    (options) => {
      expect(said(...options, "tool.cwl", "--word", "w")).toBe("hello w seen\n");
    },
  );

  test("is more than a name", () => {
    const { status, stderr } = sandbox.cwlRunner("-q", "--preserve-environment=NO_SUCH", "tool.cwl", "--word", "w");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: "warning: --preserve-environment NO_SUCH: there is no such variable\n",
    });
  });
});

describe("overrides of a file", () => {
  test("set requirements of a process", () => {
    sandbox.write(
      "overrides.yml",
      "cwltool:overrides: { tool.cwl: { requirements: { EnvVarRequirement: { envDef: { GREETING: hey } } } } }\n",
    );
    expect(said("--overrides", "overrides.yml", "tool.cwl", "--word", "w")).toBe("hey w \n");
  });

  test("are no job", () => {
    const { status, stderr } = sandbox.cwlRunner("--overrides", "job.yml", "tool.cwl", "--word", "w");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^job\.yml:1:1: CWL_INPUT_INVALID: .*not 'first'\n {2}Write 'cwltool:overrides:'/);
  });
});

const reference =
  "basedir outdir log-dir parallel preserve-environment preserve-entire-environment rm-container leave-container cidfile-dir " +
  "cidfile-prefix tmpdir-prefix tmp-outdir-prefix cachedir rm-tmpdir leave-tmpdir move-outputs leave-outputs copy-outputs " +
  "enable-pull disable-pull rdf-serializer eval-timeout print-rdf print-dot print-pre print-deps print-input-deps pack version " +
  "validate print-supported-versions print-subgraph print-targets make-template strict non-strict skip-schemas no-doc-cache " +
  "doc-cache verbose quiet debug write-summary strict-memory-limit strict-cpu-limit timestamps js-console " +
  "disable-js-validation js-hint-options-file user-space-docker-cmd udocker singularity podman no-container tool-help " +
  "relative-deps enable-dev enable-ext enable-color disable-color default-container no-match-user custom-net " +
  "enable-ga4gh-tool-registry disable-ga4gh-tool-registry add-ga4gh-tool-registry on-error compute-checksum " +
  "no-compute-checksum relax-path-checks force-docker-pull no-read-only overrides target single-step single-process " +
  "mpi-config-file help " +
  // What its help does not show, and what only some of its versions have.
  "record-container-id provenance enable-user-provenance disable-user-provenance enable-host-provenance disable-host-provenance " +
  "orcid full-name beta-dependency-resolvers-configuration beta-dependencies-directory beta-use-biocontainers " +
  "beta-conda-dependencies disable-validate fast-parser no-warnings parallel-max";

test("no option of the reference runner is unknown", () => {
  const known = [...command.spec.options, ...commonOptions].map(({ name }) => name);
  expect(reference.split(" ").filter((name) => !known.includes(name))).toEqual([]);
  const letters = command.spec.options.flatMap(({ name, short }) => (short === undefined ? [] : `${short} ${name}`));
  expect(letters).toEqual(expect.arrayContaining(["t target", "w write-summary"]));
});

test("what can be printed", () => {
  expect(sandbox.cwlRunner("--print-dot", "wf.cwl").stdout).toMatch(/^digraph /);
  expect(sandbox.cwlRunner("--print-supported-versions").stdout).toBe("v1.0\nv1.1\nv1.2\n");
});

test("outputs are written into a file", () => {
  const argv = ["-q", "--outdir=out", "--write-summary", "made/summary.json", "tool.cwl", "--word", "w"];
  expect(sandbox.cwlRunner(...argv)).toMatchObject({ status: 0, stdout: "" });
  expect(JSON.parse(sandbox.read("made/summary.json"))).toMatchObject({ said: { basename: "said.txt" } });
  const { status, stderr } = sandbox.cwlRunner("--write-summary", "tool.cwl/x.json", "tool.cwl", "--word", "w");
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^FILE_UNWRITABLE: .*tool\.cwl: it is not a directory\n {2}Name another folder with --write-summary\.\n$/,
  );
});

test("letters of options stand before the document, and behind it they are inputs", () => {
  const argv = ["-q", "--outdir=out", "-w", "short.json", "tool.cwl", "--word", "w"];
  expect(sandbox.cwlRunner(...argv)).toMatchObject({ status: 0, stdout: "" });
  expect(JSON.parse(sandbox.read("short.json"))).toMatchObject({ said: { basename: "said.txt" } });
  expect(JSON.parse(sandbox.cwlRunner("-q", "--outdir=out", "-t", "one", "wf.cwl", "job.yml").stdout)).toEqual({
    one: expect.objectContaining({ class: "File" }) as unknown,
  });
  sandbox.write("letter.cwl", tool.replace("word:", "w:"));
  expect(said("letter.cwl", "-w", "x")).toBe("hello x \n");
  const { status, stderr } = sandbox.cwlRunner("tool.cwl", "-w", "x");
  expect(status).toBe(2);
  expect(stderr).toContain("The option -w stands before the document.");
});

test("an option that an input is called like is told of, and after -- it is the input", () => {
  sandbox.write("strict.cwl", tool.replace("word:", "strict:"));
  const taken = sandbox.cwlRunner("-q", "--outdir=out", "strict.cwl", "--strict", "job.yml");
  expect(taken.stderr).toContain("warning: --strict is the option of the command, not the input 'strict'");
  expect(said("strict.cwl", "--", "--strict", "x")).toBe("hello x \n");
  sandbox.write("name.cwl", tool.replace("word:", "name:"));
  const run = sandbox.sluice("run", "--outdir=out", "name.cwl", "--name", "x");
  expect(run.status).toBeGreaterThan(0);
  expect(run.stderr).toContain("warning: --name is the option of the command, not the input 'name'");
});

test("fields of records are options, and so are theirs", () => {
  sandbox.write(
    "record.cwl",
    `cwlVersion: v1.2
class: CommandLineTool
inputs:
  r:
    type:
      type: record
      fields:
        a: { type: string, inputBinding: { position: 1 } }
        on: { type: boolean, inputBinding: { position: 2, prefix: --on } }
        inner: { type: { type: record, fields: { n: { type: "int[]", inputBinding: { position: 3 } } } }, inputBinding: { position: 3 } }
    inputBinding: { position: 1 }
baseCommand: [sh, -c, 'echo "$@"', sh]
stdout: said.txt
outputs: { said: stdout }
`,
  );
  const fields = ["--r.on", "--r.inner.n", "1", "--r.inner.n=2"];
  expect(said("record.cwl", "--r.a", "x", ...fields)).toBe("x --on 1 2\n");
  expect(said("record.cwl", ...fields, "--r", '{"a": "y", "on": false, "inner": {"n": []}}')).toBe("y --on 1 2\n");
  const wrong = sandbox.cwlRunner("record.cwl", "--r.a", "x", "--r.inner.n", "one");
  expect(wrong.stderr).toMatch(/^CWL_INPUT_INVALID: the input 'r\.inner\.n' must be int\[\], not "one"/);
  const unknown = sandbox.cwlRunner("record.cwl", "--r.b", "x");
  expect(unknown).toMatchObject({ status: 2 });
  expect(unknown.stderr).toContain("Did you mean '--r.a'?");
});

test.each([
  ["/dev/stdin", 'cat echo.cwl | "$0" "$1" -q --outdir=out /dev/stdin --message hello'],
  [
    "what a shell makes of <(…)",
    'exec bash -c \'"$0" "$1" -q --outdir=out <(cat echo.cwl) --message hello\' "$0" "$1"',
  ],
  ["a descriptor", 'cat echo.cwl | "$0" "$1" -q --outdir=out /dev/fd/3 --message hello 3<&0 </dev/null'],
])("a document that comes once is read once: %s", (_what, line) => {
  const { status, stderr } = sandbox.call(["bash", "-c", line, process.execPath, commandPath("cwl-runner")]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("what a step runs may begin with a prefix of $namespaces", () => {
  const spaces = "$namespaces: { here: ./, there: tools/ }\n";
  sandbox.write("tools/inner.cwl", tool);
  const prefixed = workflow
    .replace("run: tool.cwl", "run: here:tool.cwl")
    .replace("run: tool.cwl", "run: there:inner.cwl");
  sandbox.write("prefixed.cwl", prefixed.replace("class:", `${spaces}class:`));
  const argv = ["-q", "--outdir=out", "prefixed.cwl", "--first", "x", "--second", "y"];
  expect(sandbox.cwlRunner(...argv)).toMatchObject({ status: 0, stderr: "" });
  sandbox.write("unknown.cwl", prefixed);
  expect(sandbox.cwlRunner("--validate", "unknown.cwl").stderr).toContain("FILE_NOT_FOUND");
});

test.each([
  ["v1.0", "$(1.5)", 1],
  ["v1.1", "$(1.5)", 1],
  ["v1.2", "$(1.5)", 0],
  ["v1.0", "$(3 - 2)", 0],
])("%s: the number of cores as an expression, %s", (version, cores, status) => {
  const hints = `requirements: { InlineJavascriptRequirement: {}, ResourceRequirement: { coresMin: ${cores} } }\nbaseCommand`;
  sandbox.write("cores.cwl", tool.replace("v1.2", version).replace("baseCommand", hints));
  const finished = sandbox.cwlRunner("-q", "--outdir=out", "cores.cwl", "--word", "w");
  expect(finished.status).toBe(status);
  expect(finished.stderr.includes("ResourceRequirement.coresMin is 1.5: before CWL v1.2")).toBe(status === 1);
});

test("a format that is no string is an error", () => {
  const wrong =
    "requirements: { InlineJavascriptRequirement: {} }\noutputs: { said: { type: stdout, format: $(1 + 1) } }\n";
  sandbox.write("format.cwl", tool.replace("outputs: { said: stdout }\n", wrong));
  const { status, stderr } = sandbox.cwlRunner("-q", "--outdir=out", "format.cwl", "--word", "w");
  expect(status).toBe(1);
  expect(stderr).toContain("said.format: an expression must give a string, not 2");
});

test("outputs are written without checksums", () => {
  const argv = ["-q", "--outdir=out", "tool.cwl", "--word", "w"];
  expect(sandbox.cwlRunner(...argv).stdout).toContain('"checksum"');
  const { status, stdout } = sandbox.cwlRunner("--no-compute-checksum", ...argv);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ said: { basename: "said.txt", size: 9 } });
  expect(stdout).not.toContain("checksum");
});

test("options in the environment are told of", () => {
  process.env["CWLTOOL_OPTIONS"] = "--singularity";
  try {
    const { status, stderr } = sandbox.cwlRunner("-q", "--outdir=out", "tool.cwl", "--word", "w");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: "warning: CWLTOOL_OPTIONS of the environment is not read: give the options on the command line\n",
    });
  } finally {
    delete process.env["CWLTOOL_OPTIONS"];
  }
});

test("expressions get as long as they are told", () => {
  sandbox.write(
    "endless.cwl",
    "cwlVersion: v1.2\nclass: ExpressionTool\nrequirements: { InlineJavascriptRequirement: {} }\n" +
      "inputs: []\noutputs: []\nexpression: '${ while (true) {} }'\n",
  );
  const { status, stderr } = sandbox.cwlRunner("--eval-timeout", "0.5", "endless.cwl");
  expect(status).toBe(1);
  expect(stderr).toContain("EXPRESSION_TIMEOUT");
  expect(stderr).toContain("0.5 s");
  expect(sandbox.cwlRunner("--eval-timeout=0", "endless.cwl").status).toBe(2);
});

test("an input goes before an option of another runner that is called the same", () => {
  const named = echoTool.replaceAll("message:", "verbose:").replaceAll("loud:", "target:");
  sandbox.write("named.cwl", named);
  expect(said("named.cwl", "--verbose", "x", "--parallel", "--target")).toBe("x");
});

test.each([
  ["--print-rdf", "--pack prints the document"],
  ["--singularity", "--no-container"],
  ["--leave-outputs", "--keep-run"],
  ["--provenance", "sluice show"],
  ["--enable-user-provenance", "sluice show"],
  ["--beta-conda-dependencies", "--software ignore"],
  ["--disable-validate", "--non-strict"],
  ["--no-warnings", "--quiet"],
  ["--parallel-max", "cores"],
])("%s is refused, with what to use in its place", (option, hint) => {
  for (const argv of [
    [option, "tool.cwl"],
    ["tool.cwl", option],
  ]) {
    const { status, stdout, stderr } = sandbox.cwlRunner(...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`cwl-runner has no option ${option}, which other runners have`);
    expect(stderr).toContain(hint);
  }
});

describe("validation of inputs", () => {
  test.each([
    [["cwl-runner", "--validate", "tool.cwl", "bad.yml"]],
    [["cwl-runner", "--validate", "tool.cwl", "--word=x", "--wrod", "y"]],
    [["sluice", "validate", "tool.cwl", "bad.yml"]],
  ])("finds what is wrong: %j", ([command = "", ...argv]) => {
    sandbox.write("bad.yml", "wrod: x\n");
    const { status, stderr } = command === "sluice" ? sandbox.sluice(...argv) : sandbox.cwlRunner(...argv);
    expect(status).toBeGreaterThan(0);
    expect(stderr).toMatch(/wrod/);
    expect(stderr).toMatch(/word/);
  });

  test("says what is valid", () => {
    sandbox.write("good.yml", "word: x\n");
    expect(sandbox.cwlRunner("--validate", "tool.cwl", "good.yml")).toEqual({
      status: 0,
      stdout: "tool.cwl: valid\n",
      stderr: "",
    });
    expect(sandbox.sluice("validate", "tool.cwl", "good.yml", "wf.cwl")).toEqual({
      status: 0,
      stdout: "tool.cwl: valid\ngood.yml: valid for tool.cwl\nwf.cwl: valid\n",
      stderr: "",
    });
  });

  test("says nothing of a job whose document is wrong, and goes on with what follows", () => {
    sandbox.write("good.yml", "word: x\n");
    sandbox.write("wrong.cwl", tool.replace("type: string", "type: strng"));
    for (const document of ["wrong.cwl", "missing.cwl", "missing.yml"]) {
      const { status, stdout, stderr } = sandbox.sluice("validate", document, "good.yml", "tool.cwl", "good.yml");
      expect(status).toBe(1);
      expect(stdout).toBe("tool.cwl: valid\ngood.yml: valid for tool.cwl\n");
      expect(stderr).toMatch(new RegExp(`good\\.yml: not checked, as ${document} is not valid\n$`));
      expect(stderr.match(/[A-Z]+_[A-Z]+: /g)).toHaveLength(1);
    }
  });

  test("warns of a feature that is not declared, as without inputs; a run is refused", () => {
    const expression = "in: { word: { source: first, valueFrom: $(self) } }";
    sandbox.write("undeclared.cwl", workflow.replace("in: { word: first }", expression));
    sandbox.write("both.yml", "first: x\nsecond: y\n");
    const warning = "the step 'a' has an input with valueFrom, which needs StepInputExpressionRequirement";
    for (const finished of [
      sandbox.cwlRunner("--validate", "undeclared.cwl", "both.yml"),
      sandbox.cwlRunner("--validate", "undeclared.cwl", "--first=x", "--second=y"),
      sandbox.sluice("validate", "undeclared.cwl", "both.yml"),
    ]) {
      expect(finished.status).toBe(0);
      expect(finished.stderr).toContain(`${warning}; it cannot be run like this`);
    }
    const run = sandbox.cwlRunner("undeclared.cwl", "both.yml");
    expect(run.status).toBe(1);
    expect(run.stderr).toContain(`CWL_INVALID: ${warning}\n`);
    expect(sandbox.cwlRunner("--strict", "--validate", "undeclared.cwl", "both.yml").status).toBe(1);
  });

  test("finds files that are missing", () => {
    sandbox.write("cat.cwl", tool.replace("type: string", "type: File"));
    sandbox.write("cat.yml", "word: { class: File, path: nowhere.txt }\n");
    const { status, stderr } = sandbox.cwlRunner("--validate", "cat.cwl", "cat.yml");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cat\.yml:1:\d+: FILE_NOT_FOUND: .*nowhere\.txt/);
  });
});
