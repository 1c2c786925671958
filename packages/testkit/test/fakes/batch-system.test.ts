import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { fakeBatchSystem, temporaryFolder, type FakeBatchSystem } from "../../src/fakes/index.ts";
import { batchStore } from "../../src/fakes/batch-system/batch-store.ts";
import { runCommand } from "./run-command.ts";

const call = (batch: FakeBatchSystem, name: string, words: readonly string[], stdin?: string) =>
  runCommand(join(batch.bin, name), words, stdin);

async function submit(batch: FakeBatchSystem, folder: string, script: string, ...words: string[]): Promise<string> {
  const { out, err, status } = await call(
    batch,
    "sbatch",
    ["--parsable", "-D", folder, "-o", "out-%j", ...words],
    `#!/bin/sh\n${script}\n`,
  );
  expect({ err, status }).toEqual({ err: "", status: 0 });
  return out.trim();
}

/** Waits until a job is in one of these states. */
async function reaches(batch: FakeBatchSystem, id: string, ...states: string[]): Promise<void> {
  for (;;) {
    const job = (await batch.jobs()).find((each) => each.id === id);
    if (job && states.includes(job.state)) return;
    await sleep(10);
  }
}
const account = async (batch: FakeBatchSystem, id: string): Promise<string> =>
  (await call(batch, "sacct", ["-n", "-P", "-X", "-j", id, "-o", "JobID,State,ExitCode"])).out.trim();

test("a job runs, and its end is in the accounts", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem();
  const first = await submit(
    batch,
    folder.path,
    "pwd; echo $SLURM_JOB_ID $SLURM_JOB_NAME; echo problem >&2; exit 3",
    "-J",
    "mine",
    "-e",
    "err",
  );
  await reaches(batch, first, "FAILED");
  expect(await readFile(folder.at(`out-${first}`), "utf8")).toBe(`${folder.path}\n${first} mine\n`);
  expect(await readFile(folder.at("err"), "utf8")).toBe("problem\n");
  expect(await account(batch, first)).toBe(`${first}|FAILED|3:0`);
  const second = await submit(batch, folder.path, "kill -KILL $$");
  await reaches(batch, second, "FAILED", "COMPLETED");
  expect(await account(batch, second)).toBe(`${second}|FAILED|0:9`);
  expect(Number(second)).toBeGreaterThan(Number(first));
});

test("what the script says counts, and what the command line says more", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem();
  const script = '#SBATCH --job-name="of the script"\n#SBATCH -c 4 --comment=here\n:';
  const id = await submit(batch, folder.path, script, "--comment", "there");
  await reaches(batch, id, "COMPLETED");
  const [job] = await batch.jobs();
  expect(job).toMatchObject({ name: "of the script", comment: "there", resources: { "cpus-per-task": "4" } });
});

test("jobs wait for their turn, and are listed while they do", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem({ slots: 1 });
  const ids = [await submit(batch, folder.path, "sleep 60"), await submit(batch, folder.path, ":")];
  await reaches(batch, ids[0] ?? "", "RUNNING");
  const queue = async () => (await call(batch, "squeue", ["-h", "-o", "%i|%T|%t"])).out.trim().split("\n");
  expect(await queue()).toEqual([`${ids[0]}|RUNNING|R`, `${ids[1]}|PENDING|PD`]);
  expect((await call(batch, "scancel", [ids[0] ?? ""])).status).toBe(0);
  await reaches(batch, ids[1] ?? "", "COMPLETED");
  expect(await account(batch, ids[0] ?? "")).toMatch(/\|CANCELLED by 0\|0:15$/);
  expect((await call(batch, "squeue", ["-h"])).out).toBe("");
});

test("nothing starts while it is held", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem();
  await batch.hold();
  const id = await submit(batch, folder.path, ":");
  await sleep(300);
  expect((await batch.jobs())[0]?.state).toBe("PENDING");
  await batch.release();
  await reaches(batch, id, "COMPLETED");
});

test("time limits end jobs, also those that do not listen", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem({ minute: 100 });
  const id = await submit(batch, folder.path, "trap '' TERM; while :; do sleep 0.05; done", "-t", "00:02:00");
  await reaches(batch, id, "TIMEOUT");
  expect(await account(batch, id)).toBe(`${id}|TIMEOUT|0:9`);
});

test("accounts are late, nodes fail, and old jobs are forgotten", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem({ accountingDelay: 5000 });
  const id = await submit(batch, folder.path, ":");
  await reaches(batch, id, "COMPLETED");
  expect(await account(batch, id)).toBe(`${id}|RUNNING|0:0`);
  await expect.poll(() => account(batch, id), { timeout: 30_000 }).toBe(`${id}|COMPLETED|0:0`);
  const lost = await submit(batch, folder.path, "sleep 60");
  await reaches(batch, lost, "RUNNING");
  await batch.failNode(lost);
  expect((await batch.jobs()).find((job) => job.id === lost)?.state).toBe("NODE_FAIL");
  await batch.forget(lost);
  expect((await call(batch, "squeue", ["-j", lost])).err).toContain("Invalid job id");
  expect(await account(batch, lost)).toBe("");
  expect(await submit(batch, folder.path, ":")).not.toBe(lost);
});

test("jobs have the environment that they are given", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem();
  const id = await submit(batch, folder.path, 'echo "$A|$HOME|$LOGNAME"', "--export=NONE,A=b c");
  await reaches(batch, id, "COMPLETED", "FAILED");
  expect(await readFile(folder.at(`out-${id}`), "utf8")).toBe("b c||\n");
});

test("failures happen when they are asked for", async () => {
  await using batch = await fakeBatchSystem();
  await batch.fail({ command: "squeue", message: "Unable to contact slurm controller" });
  expect(await call(batch, "squeue", [])).toMatchObject({ status: 1, err: "Unable to contact slurm controller\n" });
  expect((await call(batch, "squeue", ["-h"])).status).toBe(0);
  expect((await call(batch, "sbatch", [], "no script")).err).toContain("does not look like a batch script");
  expect((await call(batch, "scancel", ["99"])).err).toContain("Invalid job id");
  expect((await batch.calls()).map(([name]) => name)).toEqual(["squeue", "squeue", "sbatch", "scancel"]);
});

test("what is over is listed when it is asked for", async () => {
  await using folder = await temporaryFolder();
  await using batch = await fakeBatchSystem({ slots: 1 });
  const over = await submit(batch, folder.path, "exit 3");
  await reaches(batch, over, "FAILED");
  const running = await submit(batch, folder.path, "sleep 60");
  await reaches(batch, running, "RUNNING");
  const listed = async (...words: string[]): Promise<string[]> =>
    (await call(batch, "squeue", ["-h", "-o", "%i %t", ...words])).out.trim().split("\n");
  expect(await listed()).toEqual([`${running} R`]);
  expect(await listed("-t", "all")).toEqual([`${over} F`, `${running} R`]);
  expect(await listed("--states=F,CD")).toEqual([`${over} F`]);
});

test.each(["--dependency=afterok:1", "--hold", "--array=1-3"])(
  "%s would make a difference, and is refused",
  async (word) => {
    await using batch = await fakeBatchSystem();
    const { status, err } = await call(batch, "sbatch", [word, "--wrap", "true"]);
    expect([status, err]).toEqual([1, expect.stringContaining("unknown option")]);
  },
);

test("an order to end is read whole or not yet, and the first one counts", async () => {
  await using folder = await temporaryFolder();
  const store = batchStore(folder.path);
  // Long, so that there is time to read half of it.
  const end = { state: "CANCELLED", wait: 1, note: "x".repeat(2_000_000) } as const;
  for (let round = 0; round < 10; round++) {
    const id = await store.next();
    const reads = Array.from({ length: 6 }, () => store.requestedEnd(id));
    const writes = [store.requestEnd(id, end), store.requestEnd(id, end)];
    for (const read of [...reads, ...Array.from({ length: 6 }, () => store.requestedEnd(id))])
      expect([undefined, end]).toContainEqual(await read);
    await Promise.all(writes);
    await store.requestEnd(id, { state: "NODE_FAIL", wait: 0 });
    expect(await store.requestedEnd(id)).toEqual(end);
  }
});
