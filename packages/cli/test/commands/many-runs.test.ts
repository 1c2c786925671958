import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { brittleWorkflow, sleepTool } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("brittle.cwl", brittleWorkflow);
  sandbox.write("sleep.cwl", sleepTool);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

interface Listed {
  readonly run: string;
  readonly status: string;
}

const listed = (): Listed[] => JSON.parse(sandbox.sluice("list", "--json").stdout) as Listed[];

test("20 runs at the same time in one home, and the catalogue deleted afterwards", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `run-${index}`);
  const inputs = ["--numbers", "1", "--numbers", "3", "--cure", "none"];
  const finished = await Promise.all(
    ids.map((id) => sandbox.start("run", "--run-id", id, "--outdir", id, "brittle.cwl", ...inputs).finished),
  );
  for (const { status, stdout, stderr } of finished) {
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect((JSON.parse(stdout) as { out: unknown[] }).out.length).toBe(2);
  }
  const before = listed();
  expect(before.map(({ run }) => run).toSorted()).toEqual(ids.toSorted());
  rmSync(join(sandbox.home, "catalogue.db"));
  expect(listed()).toEqual(before);
}, 120_000);

test("a second engine on the same run is refused, naming the first", async () => {
  const first = sandbox.start("run", "--run-id", "mine", "sleep.cwl", "--seconds", "30");
  await first.seen("started");
  const second = sandbox.sluice("resume", "mine");
  expect(second.status).toBe(1);
  expect(second.stderr).toContain("RUN_LOCKED");
  expect(second.stderr).toContain(String(first.child.pid));
  first.child.kill("SIGINT");
  expect((await first.finished).status).toBe(130);
}, 60_000);
