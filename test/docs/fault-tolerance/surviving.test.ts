import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect } from "vitest";
import { promisesOf } from "../support/promises.ts";
import { Scene } from "./scene.ts";

const { keep, skip, all } = promisesOf("docs/guides/fault-tolerance.md", ["What survives what"]);
let scene: Scene;
beforeEach(() => void (scene = new Scene()));
afterEach(() => scene[Symbol.dispose]());

/** The run goes on: what is asked of the first step is not asked again. */
function goesOn(run: string, ...options: readonly string[]): void {
  scene.write("cure", "");
  scene.resumed(run, ...options);
  expect(scene.starts()).toEqual(["first", "second", "second"]);
}

skip("the heads of the table", "what happens | journal | finished steps | running jobs | to go on");

keep("the engine is killed | whole | kept | go on, are found again | `sluice resume`", async () => {
  await scene.orphaned("r");
  scene.write("go", "");
  scene.resumed("r");
  expect(scene.starts()).toEqual(["start"]);
});
skip(
  "packages/cli/test/commands/creation.test.ts",
  "the engine is killed while it makes the run | whole, or none | there are none | there are none | `sluice resume`, or `sluice run` with the same id",
);
keep(
  "the terminal closes (SIGHUP) | whole | kept | stopped, as by Ctrl-C | `sluice resume`; start long runs in `tmux` or with `setsid`",
  async () => {
    const { child, finished } = await scene.waiting("r");
    child.kill("SIGHUP");
    expect((await finished).status).toBe(130);
    expect(scene.isBusy()).toBe(false);
    scene.write("go", "");
    scene.resumed("r");
  },
);
skip(
  "test/crash/interruptions.test.ts, where machines go down",
  "the machine restarts | whole; after a power failure the last moments may be missing | kept | lost, done again | `sluice resume`",
);
skip(
  "the suites of connectors",
  "the network to a location breaks | whole | kept | as their connector can: looked for, or lost | nothing, or `--retries`",
);
skip(
  "packages/core/test/persist/disk-full.test.ts and packages/cli/test/commands/exhaustion.test.ts",
  "the disk is full | whole | kept | the engine waits | make space",
  "no processes, open files or memory are left | whole | kept | go on; others wait | nothing, or raise the limit and `sluice resume`",
);
skip(
  "Outputs that have no place",
  "outputs cannot be placed, or not be printed | whole | kept | there are none any more | `sluice resume --outdir`, `sluice show --outputs`",
);
skip(
  "packages/core/test/engine/checkpoints.test.ts",
  "a location disappears with its files | whole | their files only with checkpoints | lost | `--retries`, checkpoints",
);

keep(
  "documents, the job file or the configuration file are changed | whole | kept | go on | nothing: the run has copies, and `resume` says so",
  () => {
    scene.failed("r");
    scene.write("two.cwl", "changed");
    scene.write("cure", "");
    expect(scene.resumed("r").stderr).toContain("two.cwl");
    expect(scene.starts()).toEqual(["first", "second", "second"]);
  },
);
keep("documents or the job file are deleted | whole | kept | go on | nothing: the run has copies", () => {
  scene.failed("r");
  rmSync(scene.path("two.cwl"));
  goesOn("r");
});
keep("the configuration file is deleted | whole | kept | go on | nothing, unless it held a secret itself", () => {
  scene.write("sluice.yml", "version: v1.0\nworkflows: { w: { type: cwl, config: { file: two.cwl } } }\n");
  expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder, "--run-id", "r").status).toBe(1);
  rmSync(scene.path("sluice.yml"));
  goesOn("r");
});
keep(
  "input files are changed | whole | kept | those that have them go on | `--accept-changes`, or a new run with `--cache`",
  () => {
    scene.write("data.txt", "old\n");
    scene.failed("r", "--data", "data.txt");
    scene.write("data.txt", "newer\n");
    expect(scene.sluice("resume", "r").stderr).toContain("--accept-changes");
    goesOn("r", "--accept-changes");
  },
);
keep(
  "input files are deleted | whole | kept | those that have them go on | bring them back, then `--accept-changes`; with `--check-inputs content` they need only be the same",
  () => {
    scene.write("data.txt", "old\n");
    scene.failed("stamped", "--data", "data.txt");
    rmSync(scene.path("data.txt"));
    expect(scene.sluice("resume", "stamped").status).toBe(1);
    scene.write("data.txt", "old\n");
    goesOn("stamped", "--accept-changes");
    rmSync(scene.path("cure"));
    rmSync(scene.path("starts"));
    scene.failed("content", "--data", "data.txt", "--check-inputs", "content");
    rmSync(scene.path("data.txt"));
    expect(scene.sluice("resume", "content").status).toBe(1);
    scene.write("data.txt", "old\n");
    goesOn("content");
  },
);
skip(
  "Resume, and packages/core/test/persist/golden, which has journals of every version",
  "a plugin is updated | whole | kept | go on, if it still understands their handles | `--allow-upgrade`",
  "Sluice is updated | whole | kept | go on | `sluice resume`",
);
keep(
  "a file of a finished step is changed in the run's folder | whole | refused where it is used or placed, with its step (`OUTPUT_CHANGED`) | go on | bring it back, or start anew",
  () => {
    scene.failed("r");
    const jobs = scene.path(".home", "runs", "r", "jobs");
    const [first = ""] = readdirSync(jobs).filter((name) => name.startsWith("first"));
    writeFileSync(`${jobs}/${first}/out/first.txt`, "something else\n");
    scene.write("cure", "");
    const { status, stderr } = scene.sluice("resume", "r");
    expect([status, stderr]).toEqual([1, expect.stringMatching(/OUTPUT_CHANGED: .*first/)]);
  },
);
keep(
  "the run's folder is deleted | gone | gone, but for published outputs | go on unseen | start anew, with `--cache` if there was one",
  async () => {
    await scene.orphaned("r");
    rmSync(scene.path(".home", "runs", "r"), { recursive: true });
    expect(scene.sluice("resume", "r").status).toBe(1);
    expect(scene.isBusy()).toBe(true);
    scene.write("go", "");
    const again = ["run", "gate.cwl", "--folder", scene.folder, "--run-id", "r", "--outdir", "out"];
    expect(scene.sluice(...again).status).toBe(0);
  },
);

keep(["Outputs that were placed in `--outdir` are yours:", "`sluice rm` and `sluice gc` never touch them."], () => {
  scene.write("go", "");
  const gate = ["run", "gate.cwl", "--folder", scene.folder, "--run-id", "r", "--outdir", "out"];
  expect(scene.sluice(...gate).status).toBe(0);
  expect(scene.sluice("gc").status).toBe(0);
  expect(scene.sluice("rm", "r").status).toBe(0);
  expect(scene.read("out/said.txt")).toBe("half\nwhole\n");
});
keep(
  "`sluice gc` removes job folders of completed runs only, and keeps what jobs wrote to standard output and standard error; a run that can be resumed keeps everything.",
  () => {
    scene.failed("failed");
    scene.write("cure", "");
    const run = ["run", "two.cwl", "--folder", scene.folder, "--run-id", "completed", "--outdir", "out"];
    expect(scene.sluice(...run).status).toBe(0);
    const files = (of: string) => scene.call(["find", scene.path(".home", "runs", of, "jobs"), "-type", "f"]).stdout;
    const before = files("failed");
    expect(scene.sluice("gc").status).toBe(0);
    expect(files("failed")).toBe(before);
    expect(files("completed")).not.toContain("/out/second.txt");
    expect(scene.sluice("logs", "completed", "/second").status).toBe(0);
    rmSync(scene.path("starts"));
    scene.resumed("failed");
    expect(scene.starts()).toEqual(["second"]);
  },
);
keep(
  [
    "Both also remove job folders in the `workdir` of a deployment, and say what they could not reach.",
    "A run that is made again under the name of an earlier one shares nothing with it.",
  ],
  () => {
    scene.write(
      "sluice.yml",
      `version: v1.0
deployments: { here: { type: local, workdir: ${JSON.stringify(scene.path("work"))}, config: {} } }
workflows:
  w: { type: cwl, config: { file: echo.cwl }, bindings: [{ step: /, target: { deployment: here } }] }
`,
    );
    scene.write(
      "echo.cwl",
      "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: echo\ninputs: { word: { type: string, inputBinding: {} } }\nstdout: said.txt\noutputs: { said: stdout }\n",
    );
    for (const [word, remove] of [
      ["one", ["rm", "r"]],
      ["two", ["gc"]],
    ] as const) {
      const run = ["run", "sluice.yml", "--word", word, "--run-id", "r", "--outdir", "out"];
      expect(scene.sluice(...run).status).toBe(0);
      expect(scene.read("out/said.txt")).toBe(`${word}\n`);
      expect(scene.call(["find", scene.path("work"), "-name", "said.txt"]).stdout).not.toBe("");
      expect(scene.sluice(...remove).status).toBe(0);
      expect(
        existsSync(scene.path("work")) ? scene.call(["find", scene.path("work"), "-name", "said.txt"]).stdout : "",
      ).toBe("");
    }
  },
);

all();
