import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Sandbox, type Finished } from "../support/sandbox.ts";

/** Every job that really runs adds a line to a file that the tool is told of by a path, which is no File. */
const tool = (more = ""): string => `cwlVersion: v1.2
class: CommandLineTool
${more}
baseCommand: [sh, -c, 'echo ran >> "$1"; cat "$0"; echo more > extra.txt; mkdir -p deep/er; echo inner > deep/er/in.txt']
inputs:
  file: { type: File, inputBinding: { position: 1 } }
  counter: { type: string, inputBinding: { position: 2 } }
  note: { type: string?, label: Nothing reads it }
stdout: copied.txt
outputs:
  copied: { type: stdout }
  extra: { type: File, outputBinding: { glob: extra.txt } }
  deep: { type: Directory, outputBinding: { glob: deep } }
`;

const workflow = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {} }
inputs: { files: "File[]", counter: string }
outputs:
  out: { type: "File[]", outputSource: second/copied }
steps:
  first: { run: tool.cwl, scatter: file, in: { file: files, counter: counter }, out: [copied] }
  second: { run: tool.cwl, scatter: file, in: { file: first/copied, counter: counter }, out: [copied] }
`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write("tool.cwl", tool());
  sandbox.write("flow.cwl", workflow);
  sandbox.write("a.txt", "first\n");
  sandbox.write("b.txt", "second\n");
});
afterEach(() => sandbox[Symbol.dispose]());

/** How many jobs have run. */
const jobs = (): number => (existsSync(sandbox.path("counter")) ? sandbox.read("counter").split("\n").length - 1 : 0);
const runTool = (file = "a.txt", ...more: string[]): Finished =>
  sandbox.sluice(
    "run",
    "tool.cwl",
    "--cache",
    "cache",
    ...more,
    "--file",
    file,
    "--counter",
    sandbox.path("counter"),
    "--outdir",
    "out",
  );
const counting = (): string[] => ["--counter", sandbox.path("counter"), "--outdir", "out"];
const runFlow = (): Finished =>
  sandbox.sluice("run", "flow.cwl", "--cache", "cache", "--files", "a.txt", "--files", "b.txt", ...counting());
const cached = (name: string): string => {
  const [path = ""] = globSync(`cache/results-v1/??/*/files/*/${name}`, { cwd: sandbox.folder });
  return sandbox.path(path);
};

describe("a second run", () => {
  test("runs nothing and gives the same outputs, in files of its own", () => {
    const first = runFlow();
    expect(first).toMatchObject({ status: 0 });
    expect(jobs()).toBe(4);
    rmSync(sandbox.path("out"), { recursive: true });
    const second = runFlow();
    expect(jobs()).toBe(4);
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toContain("/second[1] re-used from the cache");
    expect(second.stderr).toMatch(/Completed 0 jobs \(4 more re-used from the cache\)/);
    expect(sandbox.read("out/copied.txt")).toBe("first\n");
    expect(sandbox.sluice("show", "latest").stdout).toMatch(/^\/first +2 +2 +0 +0 /m);
    // What a user does with outputs is nothing to the cache.
    appendFileSync(sandbox.path("out/copied.txt"), "changed by hand\n");
    runFlow();
    expect([jobs(), sandbox.read("out/copied.txt")]).toEqual([4, "first\n"]);
  });

  test("brings directories and marks what it did in the journal", () => {
    runTool();
    rmSync(sandbox.path("out"), { recursive: true });
    const { stdout } = runTool("a.txt", "--json");
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; data?: { answeredBy?: string } });
    expect(events.filter(({ type }) => type.startsWith("job_"))).toEqual([]);
    expect(events.find(({ type }) => type === "step_completed")?.data?.answeredBy).toBe("cache");
    expect(sandbox.read("out/deep/er/in.txt")).toBe("inner\n");
    expect([jobs(), sandbox.read("out/extra.txt")]).toEqual([1, "more\n"]);
  });

  test("finds the results though documents and inputs were moved, labels were written and times changed", () => {
    runTool();
    sandbox.write(
      "elsewhere/tool.cwl",
      tool("label: Copies\ndoc: At length\nhints: { ToolTimeLimit: { timelimit: 100 } }"),
    );
    cpSync(sandbox.path("a.txt"), sandbox.path("elsewhere/a.txt"));
    const inputs = ["--file", "elsewhere/a.txt", "--counter", sandbox.path("counter"), "--outdir", "out"];
    expect(sandbox.cwlRunner("--cachedir", "cache", "elsewhere/tool.cwl", ...inputs)).toMatchObject({ status: 0 });
    expect(jobs()).toBe(1);
  });

  test("of a run that failed and was resumed finds what it made", () => {
    const brittle = tool()
      .replace("cat", 'test -e "$2" || exit 1; cat')
      .replace("inputs:", "inputs:\n  go: { type: string, inputBinding: { position: 3 } }");
    sandbox.write("brittle.cwl", brittle);
    const inputs = ["--file", "a.txt", "--counter", sandbox.path("counter"), "--go", sandbox.path("go")];
    const call = ["run", "brittle.cwl", "--cache", "cache", ...inputs, "--outdir", "out"];
    expect(sandbox.sluice(...call).status).toBe(1);
    expect(sandbox.sluice("cache", "list", "--cache", "cache", "--json").stdout).toBe("[]\n");
    sandbox.write("go", "");
    expect(sandbox.sluice("resume", "latest").status).toBe(0);
    expect(jobs()).toBe(2);
    expect(sandbox.sluice(...call).status).toBe(0);
    expect(jobs()).toBe(2);
  });
});

describe("the work is done again", () => {
  const changes: Record<string, () => Finished> = {
    "for another content": () => {
      writeFileSync(sandbox.path("a.txt"), "fiRst\n");
      return runTool();
    },
    "for another base name": () => {
      cpSync(sandbox.path("a.txt"), sandbox.path("c.txt"));
      return runTool("c.txt");
    },
    "for another value": () => runTool("a.txt", "--note", "x"),
    "for another tool": () => {
      sandbox.write("tool.cwl", tool().replace("echo more", "echo less"));
      return runTool();
    },
    "for another environment": () => {
      sandbox.write("tool.cwl", tool("requirements: { EnvVarRequirement: { envDef: { A: b } } }"));
      return runTool();
    },
    "for other resources": () => {
      sandbox.write("tool.cwl", tool("requirements: { ResourceRequirement: { ramMin: 300 } }"));
      return runTool();
    },
    "with --no-cache": () => runTool("a.txt", "--no-cache"),
    "when a file of the result was changed": () => {
      const path = cached("extra.txt");
      expect(statSync(path).mode & 0o222).toBe(0);
      chmodSync(path, 0o644);
      writeFileSync(path, "mOre\n");
      return runTool();
    },
    "when a file of the result was cut": () => {
      chmodSync(cached("copied.txt"), 0o644);
      writeFileSync(cached("copied.txt"), "");
      return runTool();
    },
    "when a file of the result is gone": () => {
      rmSync(cached("deep/er/in.txt"), { force: true });
      return runTool();
    },
    "when the description of the result is broken": () => {
      const [path = ""] = globSync("cache/results-v1/??/*/entry.json", { cwd: sandbox.folder });
      writeFileSync(sandbox.path(path), "{");
      return runTool();
    },
  };
  test.each(Object.keys(changes))("%s", (name) => {
    expect(runTool().status).toBe(0);
    const { status, stdout } = changes[name]?.() ?? runTool();
    expect([status, jobs()]).toEqual([0, 2]);
    expect(JSON.parse(stdout)).toMatchObject({ copied: { size: 6 } });
    // A broken result was replaced by a good one.
    if (name !== "with --no-cache") expect(sandbox.read("out/extra.txt")).toMatch(/^(?:more|less)\n$/);
    if (name.startsWith("when")) {
      runTool();
      expect(jobs()).toBe(2);
    }
  });

  test.each([
    "requirements: { WorkReuse: { enableReuse: false } }",
    "hints: { WorkReuse: { enableReuse: false } }",
    "requirements: { InlineJavascriptRequirement: {}, WorkReuse: { enableReuse: '$(inputs.file.size > 100)' } }",
    "requirements: { InplaceUpdateRequirement: { inplaceUpdate: true } }",
  ])("where the tool says %s", (said) => {
    sandbox.write("tool.cwl", tool(said));
    runTool();
    expect(runTool().status).toBe(0);
    expect(jobs()).toBe(2);
    expect(existsSync(sandbox.path("cache/results-v1"))).toBe(false);
  });

  test("but not where an expression allows re-use", () => {
    sandbox.write(
      "tool.cwl",
      tool(
        "requirements: { WorkReuse: { enableReuse: '$(inputs.file.size < 100)' }, InlineJavascriptRequirement: {} }",
      ),
    );
    runTool();
    runTool();
    expect(jobs()).toBe(1);
  });
});

test("equal elements of a scatter are run once", () => {
  const same = Array.from({ length: 6 }, () => ["--files", "a.txt"]).flat();
  const call = [
    "run",
    "flow.cwl",
    "--cache",
    "cache",
    ...same,
    "--counter",
    sandbox.path("counter"),
    "--outdir",
    "out",
  ];
  const { status, stdout } = sandbox.sluice(...call);
  expect(status).toBe(0);
  expect((JSON.parse(stdout) as { out: { size: number }[] }).out.map(({ size }) => size)).toEqual([6, 6, 6, 6, 6, 6]);
  expect(jobs()).toBe(2);
});

test("ten processes store and read the same results at once", { timeout: 120_000 }, async () => {
  const outputs = await Promise.all(
    Array.from({ length: 10 }, (_, index) => {
      const inputs = ["--file", "a.txt", "--counter", sandbox.path("counter"), "--outdir", `out-${index}`];
      return sandbox.start("run", "tool.cwl", "--cache", "cache", "--quiet", ...inputs).finished;
    }),
  );
  for (const [index, { status, stderr }] of outputs.entries()) {
    expect([status, stderr]).toEqual([0, ""]);
    expect(sandbox.read(`out-${index}/deep/er/in.txt`)).toBe("inner\n");
  }
  expect(JSON.parse(sandbox.sluice("cache", "list", "--cache", "cache", "--json").stdout)).toHaveLength(1);
  const before = jobs();
  runTool();
  expect(jobs()).toBe(before);
  expect(globSync("cache/results-v1/work/*", { cwd: sandbox.folder })).toEqual([]);
});

test("a process that is killed while it stores leaves nothing that another could take for a result", async () => {
  const slow =
    'mkdir deep; i=0; while [ $i -lt 3000 ]; do echo $i > deep/$i; i=$((i+1)); done; echo ran >> "$1"; cat "$0"; echo > extra.txt';
  sandbox.write("tool.cwl", tool().replace(/baseCommand: .*/, `baseCommand: [sh, -c, '${slow}']`));
  const inputs = ["--file", "a.txt", "--counter", sandbox.path("counter"), "--outdir", "killed", "--quiet"];
  const storing = (): readonly string[] => globSync("cache/results-v1/work/*/files/*", { cwd: sandbox.folder });
  const { child, finished } = sandbox.start("run", "tool.cwl", "--cache", "cache", ...inputs);
  while (storing().length === 0 && child.exitCode === null) await setTimeout(1);
  child.kill("SIGKILL");
  await finished;
  expect(child.signalCode).toBe("SIGKILL");
  expect(storing()).not.toEqual([]);
  expect(JSON.parse(sandbox.sluice("cache", "list", "--cache", "cache", "--json").stdout)).toEqual([]);
  const again = runTool();
  expect([again.status, jobs()]).toEqual([0, 2]);
  expect((JSON.parse(again.stdout) as { deep: { listing: unknown[] } }).deep.listing).toHaveLength(3000);
  runTool();
  expect(jobs()).toBe(2);
});

test("a job that fails is run again each time, and nothing is kept of it", () => {
  sandbox.write("tool.cwl", tool().replace("mkdir -p deep/er;", "exit 1;"));
  for (const count of [1, 2]) {
    expect(runTool().status).not.toBe(0);
    expect(jobs()).toBe(count);
  }
  expect(existsSync(sandbox.path("cache/results-v1"))).toBe(false);
});

describe("sluice cache", () => {
  test("lists and clears", () => {
    runFlow();
    const { stdout, stderr } = sandbox.sluice("cache", "list", "--cache", "cache");
    expect(stdout).toMatch(
      /^KEY +RESULT OF +CREATED +LAST USED +SIZE\n(?:[0-9a-f]{12} +\/(?:first|second)\[[01]\] .*B\n){4}$/,
    );
    expect(stderr).toMatch(/^4 results, \d+ B\n$/);
    const [entry = ""] = globSync("cache/results-v1/??/*/entry.json", { cwd: sandbox.folder });
    const old = new Date(Date.now() - 31 * 86_400_000);
    const kept = JSON.parse(readFileSync(sandbox.path(entry), "utf8")) as object;
    writeFileSync(sandbox.path(entry), JSON.stringify({ ...kept, createdAt: old.getTime() }));
    utimesSync(sandbox.path(entry), old, old);
    expect(sandbox.sluice("cache", "clear", "--cache", "cache", "--older-than", "30d").stderr).toMatch(
      /^Removed 1 result, /,
    );
    expect(sandbox.sluice("cache", "clear", "--cache", "cache").stderr).toMatch(/^Removed 3 results, /);
    expect(sandbox.sluice("cache", "list", "--cache", "cache")).toMatchObject({ status: 0, stdout: "" });
    expect(sandbox.sluice("cache", "clear", "--cache", "cache").stderr).toBe("There is nothing to remove.\n");
    runFlow();
    expect(jobs()).toBe(8);
  });

  test.each([
    [["cache", "list"], "USAGE: sluice cache needs --cache DIR"],
    [["cache", "lst", "--cache", "x"], "Did you mean 'sluice cache list'?"],
    [["cache"], "USAGE: sluice cache needs to be told 'list' or 'clear'"],
    [["cache", "clear", "--cache", "x", "--older-than", "soon"], "takes an age"],
  ])("refuses %j", (argv, message) => {
    const { status, stderr } = sandbox.sluice(...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("has help", () => {
    expect(sandbox.sluice("cache", "--help")).toMatchObject({ status: 0, stderr: "" });
    expect(sandbox.sluice("help", "run").stdout).toContain("--no-cache");
  });
});

test("a cache that is no folder is refused before anything runs", () => {
  expect(runTool("a.txt", "--cache", "a.txt")).toMatchObject({ status: 1, stdout: "" });
  expect(jobs()).toBe(0);
});

test("the result of a job says nothing of the run that it was made in", () => {
  runTool();
  const [path = ""] = globSync("cache/results-v1/??/*/entry.json", { cwd: sandbox.folder });
  expect(readFileSync(sandbox.path(path), "utf8")).not.toContain(sandbox.home);
});
