import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brittleWorkflow, echoTool } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("echo.cwl", echoTool);
  sandbox.write("brittle.cwl", brittleWorkflow);
  sandbox.write("job.yml", "message: hello\n");
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

function keptRuns(): string[] {
  const folder = sandbox.path(".home/runs");
  return existsSync(folder) ? readdirSync(folder) : [];
}

test("takes the options that scripts for other runners give", () => {
  const { status, stdout, stderr } = sandbox.cwlRunner(
    "--outdir=out",
    "--quiet",
    "--parallel",
    "--no-container",
    "--rm-tmpdir",
    "echo.cwl",
    "job.yml",
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ said: { class: "File", basename: "said.txt" } });
  expect(status).toBe(0);
  expect(sandbox.read("out/said.txt")).toBe("hello\n");
});

test("runs a tool that requires a container without it, if it is told to", () => {
  sandbox.write("docker.cwl", `${echoTool}requirements: { DockerRequirement: { dockerPull: "debian:12" } }\n`);
  const refused = sandbox.cwlRunner("--outdir=without", "docker.cwl", "job.yml");
  expect([refused.status, refused.stdout]).toEqual([33, ""]);
  expect(refused.stderr).toContain("--no-container");
  expect(sandbox.cwlRunner("--outdir=without", "--quiet", "--no-container", "docker.cwl", "job.yml").status).toBe(0);
  expect(sandbox.read("without/said.txt")).toBe("hello\n");
});

test("leaves nothing but outputs when all went well", () => {
  expect(keptRuns()).toEqual([]);
  expect(sandbox.cwlRunner("--keep-run", "--outdir", "kept", "echo.cwl", "job.yml").status).toBe(0);
  expect(keptRuns()).toHaveLength(1);
});

test("keeps a run that failed and says how to resume it", () => {
  const { status, stderr } = sandbox.cwlRunner(
    "--outdir",
    "ill",
    "brittle.cwl",
    "--numbers",
    "2",
    "--cure",
    sandbox.path("cure"),
  );
  expect(status).toBe(1);
  const resume = /sluice resume (\S+)/.exec(stderr)?.[1] ?? "";
  sandbox.write("cure", "");
  expect(sandbox.sluice("resume", resume).status).toBe(0);
  expect(existsSync(sandbox.path("ill"))).toBe(true);
});

test("works below a prefix, and cleans up there", () => {
  const before = keptRuns();
  expect(sandbox.cwlRunner("--tmpdir-prefix=tmp/work-", "--outdir", "prefixed", "echo.cwl", "job.yml").status).toBe(0);
  expect(sandbox.cwlRunner("--tmpdir-prefix=tmp/work-", "--outdir", "prefixed", "none.cwl").status).not.toBe(0);
  expect(readdirSync(sandbox.path("tmp"))).toEqual([]);
  expect(
    sandbox.cwlRunner("--tmpdir-prefix", "tmp/work-", "--leave-tmpdir", "--outdir", "prefixed", "echo.cwl", "job.yml")
      .status,
  ).toBe(0);
  expect(readdirSync(sandbox.path("tmp"))).toHaveLength(1);
  expect(keptRuns()).toEqual(before);
});

test("validates without running", () => {
  expect(sandbox.cwlRunner("--validate", "echo.cwl")).toMatchObject({
    status: 0,
    stdout: "echo.cwl: valid\n",
    stderr: "",
  });
  sandbox.write("wrong.cwl", echoTool.replace("class: CommandLineTool", "class: CommandLineTol"));
  expect(sandbox.cwlRunner("--validate", "--quiet", "echo.cwl")).toMatchObject({ status: 0, stdout: "", stderr: "" });
  expect(sandbox.cwlRunner("--validate", "wrong.cwl")).toMatchObject({ status: 1, stdout: "" });
});

test("lists the inputs of a process", () => {
  const { status, stdout } = sandbox.cwlRunner("echo.cwl", "--help");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: cwl-runner \[OPTIONS\] echo\.cwl \[JOB/);
  expect(stdout).toContain("What to say");
  expect(stdout).toMatch(/^ +--\[no-\]loud +Say it twice \(/m);
});

describe("--streamflow-file", () => {
  const where =
    "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: pwd\ninputs: []\nstdout: where.txt\noutputs: { where: stdout }\n";
  const workflow = (name: string): string => `  ${name}:
    type: cwl
    config: { file: of-the-file.cwl, settings: of-the-file.yml }
    bindings: [{ step: /, target: { deployment: here } }]
`;
  const environment = (workflows: string): string =>
    `version: v1.0\n${workflows}deployments:\n  here: { type: local, config: {}, workdir: ${sandbox.path("place")} }\n`;
  const run = (file: string, ...more: readonly string[]) =>
    sandbox.cwlRunner("--quiet", "--outdir=placed", "--streamflow-file", file, "where.cwl", ...more);
  beforeAll(() => void sandbox.write("where.cwl", where));

  test("says where steps run, and not what is run", () => {
    sandbox.write("streamflow.yml", environment(`workflows:\n${workflow("main")}`));
    expect(run("streamflow.yml")).toMatchObject({ status: 0, stderr: "" });
    expect(sandbox.read("placed/where.txt")).toContain(sandbox.path("place/"));
    expect(sandbox.cwlRunner("--streamflow-file=streamflow.yml", "--validate", "where.cwl").stdout).toBe(
      "where.cwl: valid\n",
    );
  });

  test("need not have a workflow, nor a special name; then everything runs here", () => {
    sandbox.write("cluster.yml", environment(""));
    expect(run("cluster.yml")).toMatchObject({ status: 0, stderr: "" });
    expect(sandbox.read("placed/where.txt")).not.toContain(sandbox.path("place/"));
  });

  test("cannot have several workflows, and must be in order", () => {
    sandbox.write("several.yml", environment(`workflows:\n${workflow("one")}${workflow("two")}`));
    const several = run("several.yml");
    expect([several.status, several.stderr]).toEqual([
      1,
      expect.stringMatching(/several workflows[^]*one, two[^]*sluice run/),
    ]);
    sandbox.write("broken.yml", environment("").replace("type: local", "type: locl"));
    const broken = run("broken.yml");
    expect([broken.status, broken.stderr]).toEqual([1, expect.stringMatching(/broken\.yml:3:17: CONFIG_INVALID/)]);
    expect([run("where.cwl").status, run("missing.yml").status]).toEqual([2, 1]);
  });
});
