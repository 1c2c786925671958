import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect } from "vitest";
import { promisesOf } from "../support/promises.ts";
import { Scene } from "./scene.ts";

const { keep, skip, all } = promisesOf("docs/guides/fault-tolerance.md", ["Resume"]);
let scene: Scene;
beforeEach(() => void (scene = new Scene()));
afterEach(() => scene[Symbol.dispose]());

const said = () => scene.read("out/said.txt");
/** What a fresh folder for a job tells of it: the names of the job folders of a run. */
const jobFolders = (run: string) =>
  scene
    .call(["ls", scene.path(".home", "runs", run, "jobs")])
    .stdout.trim()
    .split("\n");
const open = (run: string) => new DatabaseSync(scene.path(".home", "runs", run, "run.db"));

keep(
  "`sluice resume RUN` goes on with a run that failed, was cancelled or interrupted, or whose engine died:",
  async () => {
    scene.failed("failed");
    scene.write("cure", "");
    scene.resumed("failed");
    const interrupted = await scene.waiting("interrupted");
    interrupted.child.kill("SIGINT");
    await interrupted.finished;
    const cancelled = await scene.waiting("cancelled");
    scene.sluice("cancel", "cancelled");
    await cancelled.finished;
    await scene.orphaned("dead");
    scene.write("go", "");
    for (const run of ["interrupted", "cancelled", "dead"]) {
      scene.resumed(run);
      expect([run, scene.status(run), said()]).toEqual([run, "completed", "half\nwhole\n"]);
    }
  },
);

keep(
  ["Steps that completed are not run again.", "Their outputs are in the journal, their files in the run's folder."],
  () => {
    scene.failed("r");
    scene.write("cure", "");
    const { stdout } = scene.resumed("r");
    expect(scene.starts()).toEqual(["first", "second", "second"]);
    expect(JSON.parse(stdout)).toMatchObject({ first: { size: 4 }, second: { size: 4 } });
    expect(jobFolders("r")).toHaveLength(3);
    using db = open("r");
    const row = db.prepare("SELECT data FROM events WHERE type = 'step_completed' AND data LIKE '%\"/first\"%'").get();
    expect(String(row?.["data"])).toContain("first.txt");
  },
);

keep(
  [
    "Jobs that still run are found again, also those that ended meanwhile.",
    "Nothing starts a second time while the first may still be there.",
  ],
  async () => {
    await scene.orphaned("runs");
    const resumed = scene.start("resume", "runs");
    await resumed.seen("run started");
    scene.write("go", "");
    expect(await resumed.finished).toMatchObject({ status: 0 });
    rmSync(scene.path("go"));
    await scene.orphaned("ended");
    scene.write("go", "");
    while (scene.isBusy()) await new Promise((resolve) => setTimeout(resolve, 20));
    scene.resumed("ended");
    expect([said(), scene.starts()]).toEqual(["half\nwhole\n", ["start", "start"]]);
  },
);

keep(["Jobs that were lost while no engine ran are done again.", "That needs no permission to retry."], async () => {
  await scene.orphaned("r");
  scene.call(["pkill", "-9", "-f", `${scene.folder} `]);
  scene.write("go", "");
  scene.resumed("r");
  expect([said(), scene.starts().length]).toEqual(["half\nwhole\n", 2]);
});

keep(
  "So are jobs that were asked to end, or ended by a signal, meanwhile, as when the machine goes down: whatever they answered to that is not believed.",
  async () => {
    for (const mode of ["obey", "exits"]) {
      await scene.orphaned(mode, "--mode", mode);
      // All processes are asked to end, the shell that waits for the job included.
      const processes = scene.call(["ps", "-A", "-o", "pgid=,args="]).stdout.split("\n");
      const groups = new Set(
        processes.flatMap((line) => (line.includes(`${scene.folder} `) ? [line.trim().split(" ")[0]] : [])),
      );
      for (const group of groups) process.kill(-Number(group), "SIGTERM");
      while (scene.isBusy()) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    scene.write("go", "");
    for (const mode of ["obey", "exits"]) {
      scene.resumed(mode);
      expect([mode, said()]).toEqual([mode, "half\nwhole\n"]);
    }
    expect(scene.starts()).toHaveLength(4);
  },
);

skip(
  "packages/cli/test/commands/other-namespace.test.ts, with containers made by unshare",
  "A job whose process cannot be seen from where you resume, as in another container, or on another machine with the same home, is neither believed to be gone nor started again:",
  "Sluice names it and the host, and waits for its result.",
  "Where you know that it is gone, `--assume-lost` does it again.",
  "From the machine itself, jobs in its containers are seen; after a restart of it they are lost.",
  "A cancellation ends what can be reached.",
  "A job that cannot be seen is left as it is, with a warning, and taken up by the next `resume`.",
);

keep(
  [
    "What Sluice told to stop is done again, too, in a folder of its own.",
    "It is never taken for a result, also when it ends with exit code 0, and none of its files becomes an output.",
  ],
  async () => {
    const { child, finished } = await scene.waiting("r", "--mode", "exits");
    child.kill("SIGINT");
    await finished;
    const before = jobFolders("r");
    scene.write("go", "");
    const { stdout } = scene.resumed("r", "--outdir", "elsewhere");
    expect(scene.read("elsewhere/said.txt")).toBe("half\nwhole\n");
    expect(JSON.parse(stdout)).toMatchObject({ said: { size: 11 } });
    expect(jobFolders("r")).toHaveLength(before.length + 1);
  },
);

keep(["Steps that failed for good are tried once more.", "With `--keep-failed` they are not."], () => {
  scene.failed("r");
  scene.write("cure", "");
  expect(scene.sluice("resume", "r", "--keep-failed").status).toBe(1);
  expect(scene.starts()).toEqual(["first", "second"]);
  scene.resumed("r");
  expect(scene.starts()).toEqual(["first", "second", "second"]);
});

keep(
  "A completed run prints its outputs once more and does nothing else, unless `--outdir` says that they are to be placed again.",
  () => {
    scene.write("cure", "");
    const run = scene.sluice("run", "two.cwl", "--folder", scene.folder, "--run-id", "r", "--outdir", "out");
    rmSync(scene.path("out/first.txt"));
    expect(scene.resumed("r").stdout).toBe(run.stdout);
    expect(scene.call(["ls", "out"]).stdout).toBe("second.txt\n");
    scene.resumed("r", "--outdir", "again");
    expect([scene.read("again/first.txt"), scene.starts()]).toEqual(["one\n", ["first", "second"]]);
  },
);
skip(
  "Outputs that have no place, below",
  "Outputs that could not be placed are placed, in the same folder or with `--outdir` in another one: see outputs that have no place.",
);
skip(
  "test/crash/hooks.test.ts",
  "Plugins first hear what the engine had committed and not told its hooks, the end of a completed run included.",
);

keep(
  [
    "The environment (deployments, bindings, managers, options) is that of the start; the journal has it.",
    "`--on-error` and `--retries` may change.",
  ],
  () => {
    const configuration = (retries: number): string => `version: v1.0
failureManager: { config: { max_retries: ${retries}, retry_delay: 0.01 } }
workflows: { w: { type: cwl, config: { file: two.cwl } } }
`;
    scene.write("sluice.yml", configuration(0));
    const killed = scene.read("two.cwl").replace("exit 3", () => "kill -9 $$");
    scene.write("two.cwl", killed);
    expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder, "--run-id", "r").status).toBe(1);
    scene.write("sluice.yml", configuration(5));
    expect(scene.sluice("resume", "r").status).toBe(1);
    expect(scene.starts()).toEqual(["first", "second", "second"]);
    expect(scene.sluice("resume", "r", "--retries", "4", "--on-error", "continue").status).toBe(1);
    expect(scene.starts().length).toBeGreaterThan(4);
  },
);

keep("Inputs must be as they were at the start: see inputs that change.", () => {
  scene.write("data.txt", "old\n");
  scene.failed("r", "--data", "data.txt");
  scene.write("data.txt", "new one\n");
  expect(scene.sluice("resume", "r")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("INPUT_CHANGED") as string,
  });
});

keep(
  [
    "Documents, the job file and the configuration file count as they were at the start.",
    "One line says which were edited since.",
  ],
  () => {
    scene.write("job.yml", JSON.stringify({ folder: scene.folder }));
    scene.write(
      "sluice.yml",
      "version: v1.0\nworkflows: { w: { type: cwl, config: { file: two.cwl, settings: job.yml } } }\n",
    );
    expect(scene.sluice("run", "sluice.yml", "--run-id", "r", "--outdir", "out").status).toBe(1);
    scene.write("two.cwl", scene.read("two.cwl").replace("cat ", "echo edited; cat "));
    scene.write("job.yml", JSON.stringify({ folder: "/nowhere" }));
    scene.write("sluice.yml", "version: v1.0\n");
    scene.write("cure", "");
    const { stderr } = scene.resumed("r");
    const lines = stderr.split("\n").filter((line) => line.includes("two.cwl"));
    expect(lines).toHaveLength(1);
    for (const name of ["job.yml", "sluice.yml"]) expect(lines[0]).toContain(name);
    expect(scene.read("out/second.txt")).toBe("one\n");
  },
);

keep(
  "Plugins must be those of the start, or `--allow-upgrade` says that others will do: see the lock of a run.",
  () => {
    const plugin = (version: string): string =>
      `export default { name: "mine", version: "${version}", engine: "*", setup() {} };`;
    scene.write("mine.mjs", plugin("1.0.0"));
    scene.failed("r", "--plugin", "./mine.mjs");
    scene.write("mine.mjs", plugin("2.0.0"));
    scene.write("cure", "");
    expect(scene.sluice("resume", "r")).toMatchObject({ status: 1, stderr: expect.stringContaining("mine") as string });
    scene.resumed("r", "--allow-upgrade");
  },
);

keep(
  "When the engine dies, jobs on the local machine go on: each has a wrapper that writes its end into the job's folder.",
  async () => {
    await scene.orphaned("r");
    scene.write("go", "");
    const [job = ""] = jobFolders("r");
    const exit = scene.path(".home", "runs", "r", "jobs", job, "exit.json");
    while (scene.call(["test", "-s", exit]).status !== 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(JSON.parse(scene.call(["cat", exit]).stdout)).toMatchObject({ code: 0 });
  },
);
skip("the block below it", "Here the engine is killed while a job waits for a file:");
skip(
  "packages/cli/test/commands/creation.test.ts, which kills engines while they make a run",
  "A run that was killed while it was made has no first entry: it never began.",
  "`sluice list` and `show` say so, `resume` and `cancel` refuse it, `sluice run --run-id` takes the id again, and `sluice rm` and `gc` remove it.",
);

keep(
  [
    "Only one engine drives a run.",
    "Another one is told `RUN_LOCKED`; a holder that is gone is replaced: at once if it was a process of this machine and container, after a minute without a heartbeat else.",
  ],
  async () => {
    const { finished } = await scene.waiting("r");
    const second = scene.sluice("resume", "r");
    expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining("RUN_LOCKED") as string });
    scene.write("go", "");
    expect(await finished).toMatchObject({ status: 0 });
    rmSync(scene.path("go"));
    await scene.orphaned("gone");
    const holder = "UPDATE lease SET host = 'elsewhere', boot_id = 'another', heartbeat = ";
    using db = open("gone");
    db.exec(`${holder}${Date.now()}`);
    expect(scene.sluice("resume", "gone").stderr).toContain("RUN_LOCKED");
    db.exec(`${holder}${Date.now() - 61_000}`);
    scene.write("go", "");
    expect(scene.sluice("resume", "gone").stderr).not.toContain("RUN_LOCKED");
  },
);
skip("packages/core/test/persist", "An engine that lost its run to another one writes nothing more.");

all();
