import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brittleWorkflow, echoTool } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("echo.cwl", echoTool);
  sandbox.write("brittle.cwl", brittleWorkflow);
  sandbox.write("wrong.cwl", echoTool.replace("inputs:", "inptus:"));
  sandbox.write("job.yml", "message: configured\n");
  sandbox.write("sluice.yml", configOf(["say"]));
  sandbox.write("several.yml", configOf(["first", "second"]));
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

function configOf(names: readonly string[]): string {
  const workflows = names.map(
    (name) => `  ${name}:\n    type: cwl\n    config: { file: echo.cwl, settings: job.yml }\n`,
  );
  return `version: v1.0\nworkflows:\n${workflows.join("")}`;
}

describe("validate", () => {
  test("goes through all files and tells of each", () => {
    const { status, stdout, stderr } = sandbox.sluice("validate", "echo.cwl", "wrong.cwl", "brittle.cwl", "sluice.yml");
    expect(stdout).toBe("echo.cwl: valid\nbrittle.cwl: valid\nsluice.yml: valid\n");
    expect(stderr).toMatch(/^wrong\.cwl:\d+:\d+: CWL_INVALID/m);
    expect(status).toBe(1);
  });

  test("finds documents whose names hold a hash mark, and processes in them", () => {
    sandbox.write("a#b.cwl", echoTool);
    sandbox.write(
      "g#h.cwl",
      JSON.stringify({
        cwlVersion: "v1.2",
        $graph: [{ class: "ExpressionTool", id: "one", inputs: [], outputs: [], expression: "$({})" }],
      }),
    );
    for (const document of ["a#b.cwl", "g#h.cwl#one"])
      expect(sandbox.sluice("validate", document)).toMatchObject({ status: 0, stdout: `${document}: valid\n` });
    expect(sandbox.sluice("validate", "g#h.cwl#two").stderr).toContain("has no process 'two'");
    expect(sandbox.sluice("validate", "c#d.cwl").stderr).toContain("FILE_NOT_FOUND");
  });
});

describe("graph", () => {
  test("is Mermaid, or DOT", () => {
    expect(sandbox.sluice("graph", "brittle.cwl").stdout).toMatch(/^(?:flowchart|graph) /m);
    expect(sandbox.sluice("graph", "brittle.cwl", "--format=dot").stdout).toContain("digraph");
  });

  test("shows also what cannot be run: abstract operations, tools in containers", () => {
    sandbox.write(
      "plan.cwl",
      `cwlVersion: v1.2
class: Workflow
inputs: { a: string }
outputs: { b: { type: string, outputSource: second/b } }
steps:
  first:
    run: { class: Operation, inputs: { a: string }, outputs: { b: string } }
    in: { a: a }
    out: [b]
  second:
    run:
      class: CommandLineTool
      requirements: { DockerRequirement: { dockerPull: "debian:12" } }
      inputs: { a: string }
      outputs: { b: string }
      baseCommand: echo
    in: { a: first/b }
    out: [b]
`,
    );
    const { status, stdout, stderr } = sandbox.sluice("graph", "plan.cwl");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/first[^]*second/);
    expect(sandbox.cwlRunner("plan.cwl", "--a", "x").status).toBe(33);
  });

  test("goes to a file", () => {
    expect(sandbox.sluice("graph", "brittle.cwl", "-o", "graph.mmd")).toMatchObject({ status: 0, stdout: "" });
    expect(sandbox.read("graph.mmd")).toContain("try");
    expect(sandbox.sluice("graph", "brittle.cwl", "-o", "no/where")).toMatchObject({ status: 1, stdout: "" });
  });
});

describe("a configuration file", () => {
  test("names the document and its inputs", () => {
    const { status, stdout } = sandbox.sluice("run", "sluice.yml", "--outdir", "one");
    expect(JSON.parse(stdout)).toMatchObject({ said: { class: "File" } });
    expect(status).toBe(0);
    expect(sandbox.read("one/said.txt")).toBe("configured\n");
    expect(sandbox.sluice("list").stdout).toMatch(/ say +completed/);
  });

  test("takes inputs from the command line as well", () => {
    expect(sandbox.sluice("run", "sluice.yml", "--outdir", "line", "--message", "typed").status).toBe(0);
    expect(sandbox.read("line/said.txt")).toBe("typed\n");
    expect(sandbox.sluice("run", "sluice.yml", "--help").stdout).toContain("What to say");
  });

  test("of several workflows runs all, each into a folder of its own, or the one that is named", () => {
    const { status, stdout } = sandbox.sluice("run", "several.yml", "--outdir", "all");
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(["first", "second"]);
    expect(status).toBe(0);
    expect([sandbox.read("all/first/said.txt"), sandbox.read("all/second/said.txt")]).toEqual([
      "configured\n",
      "configured\n",
    ]);
    expect(JSON.parse(sandbox.sluice("run", "several.yml", "second", "--outdir", "two").stdout)).toHaveProperty("said");
    const named = sandbox.sluice(
      "run",
      "several.yml",
      "--workflow",
      "second",
      "--outdir",
      "three",
      "--message",
      "typed",
    );
    expect(JSON.parse(named.stdout)).toHaveProperty("said");
    expect(sandbox.read("three/said.txt")).toBe("typed\n");
    expect(sandbox.sluice("run", "several.yml", "--workflow", "third").status).toBe(2);
    expect(sandbox.sluice("run", "echo.cwl", "--workflow", "third").status).toBe(2);
    expect(sandbox.sluice("run", "several.yml", "third")).toMatchObject({ status: 2, stdout: "" });
    expect(sandbox.sluice("run", "several.yml", "--message", "x").status).toBe(2);
  });

  test("that asks for what this build lacks is refused with the place", () => {
    sandbox.write(
      "docker.yml",
      `${configOf(["say"])}deployments:\n  box:\n    type: docker\n    config: { image: debian }\n`,
    );
    const { status, stdout, stderr } = sandbox.sluice("run", "docker.yml");
    expect(stderr).toContain("docker.yml:8:11: CONFIG_INVALID: deployments.box.type must be local; got 'docker'");
    expect([status, stdout]).toEqual([1, ""]);
  });

  test("binds steps to deployments, and places jobs where those say", () => {
    sandbox.write(
      "bound.yml",
      `${configOf(["say"])}    bindings:\n      - { step: /, target: { deployment: here } }\ndeployments:\n  here: { type: local, workdir: work }\n`,
    );
    const { status, stderr } = sandbox.sluice("run", "bound.yml", "--outdir", "bound", "--json", "--run-id", "bound");
    expect(stderr).not.toContain("INTERNAL");
    expect(status).toBe(0);
    expect(sandbox.sluice("show", "bound", "--json").stdout).toContain('"workdir"');
  });
});

test("runs in the database of a configuration file are found by it, resumed and removed", () => {
  const wait = echoTool.replace(
    "baseCommand: echo",
    `baseCommand: [sh, -c, 'test -e cure.txt || test -e "$0/cure.txt"']`,
  );
  sandbox.write("wait.cwl", wait);
  sandbox.write("wait.yml", `message: ${sandbox.folder}\n`);
  const workflow = "workflows: { w: { type: cwl, config: { file: wait.cwl, settings: wait.yml } } }";
  sandbox.write("kept.yml", `version: v1.0\n${workflow}\ndatabase: { type: sqlite, config: { home: kept } }\n`);
  const config = ["--config", "kept.yml"];
  expect(sandbox.sluice("run", "kept.yml", "--run-id", "elsewhere").status).toBe(1);
  expect(sandbox.sluice("show", "elsewhere").stderr).toContain("RUN_NOT_FOUND");
  expect(sandbox.sluice("list", ...config).stdout).toContain("elsewhere");
  expect(sandbox.sluice("show", "elsewhere", ...config).stdout).toContain(sandbox.path("kept"));
  const failed = sandbox.sluice("resume", "elsewhere", ...config);
  expect(failed.stderr).toContain(`sluice resume elsewhere --config ${sandbox.path("kept.yml")}`);
  sandbox.write("cure.txt", "");
  expect(sandbox.sluice("resume", "elsewhere", ...config).status).toBe(0);
  expect(sandbox.sluice("rm", "elsewhere", ...config).status).toBe(0);
  expect(sandbox.sluice("list", ...config).stdout).not.toContain("elsewhere");
});

test("--home counts more than a folder of a configuration, and is refused where runs are kept in another way", () => {
  const workflow = "workflows: { w: { type: cwl, config: { file: echo.cwl, settings: job.yml } } }";
  const file = (type: string): string => `version: v1.0\n${workflow}\ndatabase: { type: ${type}, config: {} }\n`;
  sandbox.write("echo.cwl", echoTool);
  sandbox.write("job.yml", "message: hello\n");
  sandbox.write("disk.yml", file("sqlite"));
  sandbox.write("memory.yml", file("memory"));
  expect(sandbox.sluice("run", "disk.yml", "--run-id", "housed", "--home", "house", "--quiet").status).toBe(0);
  expect(sandbox.sluice("list", "--home", "house").stdout).toContain("housed");
  const { status, stdout, stderr } = sandbox.sluice("run", "memory.yml", "--home", "house");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/USAGE: .*house.* database 'memory'\n +Leave out --home/);
  expect(sandbox.sluice("run", "memory.yml", "--quiet").status).toBe(0);
});

test("a plugin of a configuration that cannot be loaded makes it invalid, told at its entry", () => {
  sandbox.write("broken.mjs", 'throw new Error("out of order");');
  sandbox.write("plugged.yml", "version: v1.0\nplugins:\n  - ./broken.mjs\nworkflows: {}\n");
  const { status, stderr } = sandbox.sluice("validate", "plugged.yml");
  expect(stderr).toContain("plugged.yml:3:5: PLUGIN_FAILED: plugin ./broken.mjs: it cannot be loaded: out of order");
  expect(status).toBe(1);
});

describe("schema", () => {
  test("prints the schema of either kind of file, with what the plugins of a configuration add", () => {
    const schema = JSON.parse(sandbox.sluice("schema").stdout) as { properties: object; $defs: object };
    expect(schema.properties).toHaveProperty("plugins");
    expect(schema.$defs).toHaveProperty(["connector/local"]);
    const old = JSON.parse(sandbox.sluice("schema", "v1.0", "--streamflow").stdout) as { properties: object };
    expect(old.properties).not.toHaveProperty("plugins");
    expect(sandbox.sluice("schema", "--pretty").stdout.split("\n").length).toBeGreaterThan(100);
    expect(sandbox.sluice("schema", "v2.0")).toMatchObject({ status: 2, stdout: "" });
  });
});
