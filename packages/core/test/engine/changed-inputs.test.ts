import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  definePlugin,
  operationPoint,
  SluiceError,
  startPort,
  type JobOperation,
  type JsonObject,
  type StagingEntry,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine, type Engine, type ResumeRunInput } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";

let folder: string;
let engine: Engine;
/** What the inputs of jobs said of their sizes. */
let seen: unknown[];
/** Whether the job in question fails. */
let fails: boolean;
let inPlace: boolean;

const operation: JobOperation = {
  kind: "job",
  version: 1,
  prepare: ({ directories, inputs }) => {
    const { location, size } = inputs["file"] as JsonObject;
    seen.push(size);
    const entry = {
      type: "input",
      source: location as string,
      target: join(directories.staging, "x"),
      writable: false,
    };
    return Promise.resolve({
      argv: inPlace ? ["sh", "-c", 'echo more >> "$0"', join(directories.staging, "x")] : ["true"],
      environment: { PATH: process.env["PATH"] ?? "" },
      directory: directories.output,
      staging: [{ ...entry, ...(inPlace && { inPlace: true }) } as StagingEntry],
    });
  },
  collect: () => (fails ? Promise.reject(new SluiceError("JOB_FAILED", "as told")) : Promise.resolve({ out: "done" })),
};
const plugin = definePlugin({
  name: "test",
  version: "1.0.0",
  engine: "*",
  setup: (host) => host.provide(operationPoint, "job", operation),
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-changed-"));
  mkdirSync(join(folder, "data"));
  engine = await createEngine({ home: join(folder, "home"), plugins: [plugin] });
  seen = [];
  fails = true;
  inPlace = false;
});
afterEach(async () => {
  await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const write = (text: string): void => writeFileSync(join(folder, "data/a.txt"), text);
const file = (): JsonObject => ({
  class: "File",
  location: pathToFileURL(join(folder, "data/a.txt")).href,
  size: 3,
});

/** A run of one job, whose input is given to the run or is a constant of the graph. */
async function failedRun(constant = false): Promise<void> {
  const builder = createGraphBuilder({ name: "one", frontend: "test" });
  const [input, out] = [builder.addInput("file"), builder.addPort("/out", 0)];
  const inputs = { file: constant ? { value: file() } : { port: input } };
  const ref = { name: "job", version: 1, params: null };
  builder.addStep("/job", { kind: "execute", depth: 0, inputs, after: [startPort], outputs: { out }, operation: ref });
  builder.setOutput("out", out);
  const run = await engine.createRun({
    graph: builder.build(),
    inputs: { file: constant ? null : file() },
    runId: "r",
  });
  expect((await run.execute()).status).toBe("failed");
  fails = false;
}

async function resume(input: Omit<ResumeRunInput, "run"> = {}): Promise<string> {
  const run = await engine.resumeRun({ run: "r", ...input });
  return (await run.execute()).status;
}

test.each([[false], [true]])(
  "a program is told of an input that changed, and may accept it (a constant: %s)",
  async (constant) => {
    write("old");
    await failedRun(constant);
    write("newer");
    await expect(resume()).rejects.toMatchObject({
      code: "INPUT_CHANGED",
      message: expect.stringContaining(`${join(folder, "data/a.txt")} had 3 bytes and has 5 bytes now`) as string,
    });
    expect(await resume({ acceptChanges: true })).toBe("completed");
    expect(seen).toEqual([3, 5]);
  },
);

test("a run that is not to look does not", async () => {
  write("old");
  await failedRun();
  write("newer");
  expect(await resume({ options: { checkInputs: "none" } })).toBe("completed");
});

test("what a job changes in place is no change", async () => {
  write("old");
  inPlace = true;
  await failedRun();
  expect(await resume()).toBe("completed");
});

test("what was accepted is remembered by a run that fails again", async () => {
  write("old");
  await failedRun();
  write("newer");
  fails = true;
  expect(await resume({ acceptChanges: true })).toBe("failed");
  fails = false;
  expect(await resume()).toBe("completed");
  expect(seen).toEqual([3, 5, 5]);
});
