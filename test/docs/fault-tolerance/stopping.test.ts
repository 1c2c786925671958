import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect } from "vitest";
import { promisesOf } from "../support/promises.ts";
import { Scene } from "./scene.ts";

const { keep, skip, all } = promisesOf("docs/guides/fault-tolerance.md", ["Stopping on purpose"]);
let scene: Scene;
beforeEach(() => void (scene = new Scene()));
afterEach(() => scene[Symbol.dispose]());

skip("the heads of the table", "| what happens | afterwards");

keep(
  "Ctrl-C, SIGTERM, SIGHUP | jobs are asked to end, and killed after 5 seconds, also those that are being submitted; nothing else starts; the run is `cancelled`, exit status 130 | `sluice resume`",
  async () => {
    for (const [signal, mode] of [
      ["SIGINT", "obey"],
      ["SIGTERM", "exits"],
      ["SIGHUP", "ignores"],
    ] as const) {
      const { child, finished } = await scene.waiting(signal, "--mode", mode);
      child.kill(signal);
      const { status, stdout } = await finished;
      expect([signal, status, stdout, scene.status(signal), scene.isBusy()]).toEqual([
        signal,
        130,
        "",
        "cancelled",
        false,
      ]);
    }
    scene.write("go", "");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      scene.resumed(signal);
      expect(scene.read("out/said.txt")).toBe("half\nwhole\n");
    }
    expect(scene.starts()).toHaveLength(6);
  },
);

skip(
  "a disk that is full for one engine only: 'a cancellation that cannot be committed kills what runs all the same' in core/test/engine/interruption.test.ts",
  "any of them while nothing can be written, as on a full disk | jobs are killed at the end of the 5 seconds, and the command ends with `DISK_FULL`, exit status 1 | make space, `sluice resume`",
);

keep("any of them twice | jobs are killed at once | `sluice resume`", async () => {
  const { child, seen, finished } = await scene.waiting("twice", "--mode", "ignores");
  child.kill("SIGTERM");
  await seen("SIGTERM: stopping jobs");
  child.kill("SIGHUP");
  expect((await finished).status).toBe(130);
  expect(scene.isBusy()).toBe(false);
  scene.write("go", "");
  scene.resumed("twice");
  expect(scene.read("out/said.txt")).toBe("half\nwhole\n");
});

keep(
  "`sluice cancel RUN` | the same as Ctrl-C; also when the engine is dead and only jobs are left | `sluice resume`",
  async () => {
    const { finished } = await scene.waiting("alive", "--mode", "exits");
    expect(scene.sluice("cancel", "alive")).toMatchObject({ status: 0 });
    expect(await finished).toMatchObject({ status: 130, stdout: "" });
    await scene.orphaned("dead", "--mode", "exits");
    expect(scene.sluice("cancel", "dead")).toMatchObject({ status: 0 });
    expect([scene.isBusy(), scene.status("alive"), scene.status("dead")]).toEqual([false, "cancelled", "cancelled"]);
    scene.write("go", "");
    for (const run of ["alive", "dead"]) {
      scene.resumed(run);
      expect(scene.read("out/said.txt")).toBe("half\nwhole\n");
    }
  },
);

keep("`kill -9` of the engine | jobs go on | `sluice resume` finds them", async () => {
  await scene.orphaned("r");
  expect(scene.isBusy()).toBe(true);
  scene.write("go", "");
  scene.resumed("r");
  expect([scene.starts(), scene.read("out/said.txt")]).toEqual([["start"], "half\nwhole\n"]);
});

keep(
  "`kill -9` of the engine while it stops jobs | some may go on | `sluice resume` ends them first, and does them again",
  async () => {
    const { child, seen, finished } = await scene.waiting("r", "--mode", "ignores");
    child.kill("SIGINT");
    await seen("stopping: interrupted by SIGINT");
    child.kill("SIGKILL");
    await finished;
    expect(scene.isBusy()).toBe(true);
    const resumed = scene.start("resume", "r");
    await scene.untilStarts(2);
    scene.write("go", "");
    expect(await resumed.finished).toMatchObject({ status: 0 });
    expect([scene.starts().length, scene.read("out/said.txt")]).toEqual([2, "half\nwhole\n"]);
  },
);

/** Leaves two processes in the background, one of them in a session of its own, and tells their numbers. */
const leaver = `cwlVersion: v1.2
class: CommandLineTool
baseCommand:
  - sh
  - -c
  - |
    stay='echo $$ >> "$0/pids.$1"; while :; do sleep 0.05; done'
    sh -c "$stay" "$0" 1 & setsid sh -c "$stay" "$0" 2 &
    until test -s "$0/pids.1" -a -s "$0/pids.2"; do sleep 0.05; done
    test "$1" = leave || sleep 60
inputs:
  folder: { type: string, inputBinding: { position: 1 } }
  mode: { type: string, inputBinding: { position: 2 } }
outputs: {}
`;
const leave = (mode: string) => ["run", "leaver.cwl", "--folder", scene.folder, "--mode", mode];
const left = (which: 1 | 2): number => Number(readFileSync(scene.path(`pids.${which}`), "utf8"));
const untilGone = async (pid: number): Promise<void> => {
  while (
    scene
      .call(["ps", "-o", "stat=", "-p", String(pid)])
      .stdout.replace(/^Z.*/, "")
      .trim() !== ""
  )
    await sleep(20);
};

keep(
  "What a job started in the background is stopped with it, also what left its session (`setsid`), where the system has `/proc`.",
  async () => {
    scene.write("leaver.cwl", leaver);
    const { child, finished } = scene.start(...leave("wait"));
    while (![1, 2].every((which) => existsSync(scene.path(`pids.${which}`)))) await sleep(20);
    await sleep(100);
    child.kill("SIGTERM");
    expect((await finished).status).toBe(130);
    await untilGone(left(1));
    await untilGone(left(2));
  },
);

keep(
  [
    "A job that ends well is over when its command is: what it left in the background holds nothing up, and ends with the engine at the latest.",
    "Only what began a session of its own goes on, as it does with other runners.",
  ],
  async () => {
    scene.write("leaver.cwl", leaver);
    expect(scene.sluice(...leave("leave"))).toMatchObject({ status: 0 });
    await untilGone(left(1));
    // It throws where there is no such process.
    process.kill(left(2), "SIGKILL");
  },
);

all();
