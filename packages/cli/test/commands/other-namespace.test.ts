import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect } from "vitest";
import { needs, testWith } from "../../../../test/support/needs.ts";
import { commandPath } from "../support/built-command.ts";
import { Sandbox, type Started } from "../support/sandbox.ts";

let sandbox: Sandbox;
let container: Started;
beforeEach(async () => {
  if (!needs.namespaces.isThere) return;
  sandbox = new Sandbox();
  sandbox.write("wait.cwl", tool);
  await leaveJob();
}, 60_000);
afterEach(async () => {
  if (!needs.namespaces.isThere) return;
  sandbox.write("go", "");
  container.child.kill("SIGKILL");
  await container.finished;
  sandbox[Symbol.dispose]();
});

const tool = `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'echo start >> "$0/waits"; until test -e "$0/go"; do sleep 0.05; done; echo done']
inputs: { folder: { type: string, inputBinding: {} } }
stdout: done.txt
outputs: { done: stdout }
`;

const sluice = [process.execPath, commandPath("sluice")] as const;
/** A container by the means of the system: processes in it have numbers of their own. Its first one gets a signal when it is to end. */
const inContainer = (signal: "INT" | "KILL", ...command: readonly string[]): string[] => [
  "unshare",
  "--pid",
  "--fork",
  "--mount-proc",
  "--uts",
  `--kill-child=${signal}`,
  "sh",
  "-c",
  'hostname elsewhere; exec "$@"',
  "sh",
  ...command,
];

/** A job in a container whose engine was killed, a minute ago as others see it. */
async function leaveJob(): Promise<void> {
  const script = '"$@" & engine=$!; until test -s waits; do sleep 0.05; done; kill -9 $engine; echo >killed; sleep 600';
  const run = [...sluice, "run", "wait.cwl", "--folder", sandbox.folder, "--run-id", "r", "--quiet"];
  container = sandbox.startCall(inContainer("KILL", "sh", "-c", script, "sh", ...run));
  while (!existsSync(sandbox.path("killed"))) await sleep(20);
  const db = new DatabaseSync(sandbox.path(".home", "runs", "r", "run.db"));
  db.exec("UPDATE lease SET heartbeat = 0");
  db.close();
}

const starts = (): number => sandbox.read("waits").split("\n").length - 1;

testWith(
  needs.namespaces,
  "a job in a container that cannot be seen from here is waited for, and said to be",
  async () => {
    const { seen, finished } = sandbox.startCall(inContainer("INT", ...sluice, "resume", "r"));
    await seen("'sluice resume r --assume-lost'");
    sandbox.write("go", "");
    const { status, stderr, stdout } = await finished;
    expect(stderr).toMatch(/waiting for the result of job \w+: its process \d+ on elsewhere, namespace pid:/);
    expect(stderr.match(/--assume-lost/g)).toHaveLength(1);
    expect([status, starts()]).toEqual([0, 1]);
    expect(JSON.parse(stdout)).toMatchObject({ done: { class: "File" } });
  },
);

testWith(
  needs.namespaces,
  "a job that nobody can see is left where it is by a cancellation, and can be said to be gone",
  async () => {
    const first = sandbox.startCall(inContainer("INT", ...sluice, "resume", "r"));
    await first.seen("--assume-lost");
    // The first process of the container is sent SIGINT.
    first.child.kill("SIGKILL");
    expect((await first.finished).stderr).toContain("cannot be ended");
    expect(sandbox.sluice("show", "r").stdout).toMatch(/^Status: +cancelled$/m);
    const second = sandbox.startCall(inContainer("INT", ...sluice, "resume", "r"));
    await second.seen("--assume-lost");
    second.child.kill("SIGKILL");
    await second.finished;
    expect(starts()).toBe(1);
    container.child.kill("SIGKILL");
    await container.finished;
    const third = sandbox.startCall(inContainer("INT", ...sluice, "resume", "r", "--assume-lost"));
    while (starts() === 1) await sleep(20);
    sandbox.write("go", "");
    expect((await third.finished).status).toBe(0);
    expect(starts()).toBe(2);
  },
);

testWith(needs.namespaces, "from outside of a container its jobs are found again", async () => {
  const { seen, finished } = sandbox.start("resume", "r");
  await seen("run started");
  sandbox.write("go", "");
  const { status, stderr } = await finished;
  expect(stderr).not.toContain("--assume-lost");
  expect([status, starts()]).toEqual([0, 1]);
});

testWith(needs.namespaces, "from outside of a container its jobs can be ended", async () => {
  expect(sandbox.sluice("cancel", "r")).toMatchObject({ status: 0 });
  const { stdout } = sandbox.call(["ps", "-A", "-o", "args="]);
  expect(stdout.split("\n").filter((line) => line.startsWith("sh -c echo start"))).toEqual([]);
});
