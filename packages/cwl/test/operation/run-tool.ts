import type {
  Hardware,
  JobDirectories,
  JobExit,
  JobOperation,
  JobOperationInput,
  Json,
  JsonObject,
  JobRequest,
  LocationFiles,
  Operation,
  StagingEntry,
  ValueOperation,
} from "@sluice/contracts";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { localFiles } from "../../src/value/local-files.ts";

/** The files of this machine, as a connector would answer for them. */
export const testFiles: LocationFiles = {
  ...localFiles,
  glob: async ({ directory, patterns }) =>
    patterns.map((pattern) =>
      globSync(pattern, { cwd: directory })
        .toSorted()
        .map((name) => join(directory, name)),
    ),
  checksum: async ({ paths }) =>
    paths.map((path) => `sha1$${createHash("sha1").update(readFileSync(path)).digest("hex")}`),
  readlink: async ({ paths }) => paths.map((path) => readlinkSync(path)),
  realpath: async ({ paths }) =>
    paths.map((path) => {
      try {
        return realpathSync(path);
      } catch {
        return undefined;
      }
    }),
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder, real path, until the tests of the file are over. */
export function freshFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-cwl-")));
  folders.push(folder);
  return folder;
}

export function operationInput(params: unknown, inputs: JsonObject): Parameters<ValueOperation["evaluate"]>[0] {
  const unused = undefined as never;
  return {
    params: params as Json,
    inputs,
    step: "/test",
    tag: "0",
    attempt: 1,
    context: unused,
    logger: unused,
    reporter: unused,
    signal: new AbortController().signal,
  };
}

export function jobInput(
  params: unknown,
  inputs: JsonObject,
  hardware: Hardware = { cores: 1, memory: 256, tmpdirSize: 1024, outdirSize: 1024 },
): JobOperationInput {
  const job = freshFolder();
  const directories: JobDirectories = {
    job,
    output: join(job, "out"),
    temporary: join(job, "tmp"),
    staging: join(job, "in"),
  };
  for (const folder of [directories.output, directories.temporary, directories.staging])
    mkdirSync(folder, { recursive: true });
  return { ...operationInput(params, inputs), directories, hardware, files: testFiles };
}

function place(entry: StagingEntry): void {
  mkdirSync(dirname(entry.target), { recursive: true });
  if (entry.type === "directory") mkdirSync(entry.target, { recursive: true });
  else if (entry.type === "literal") writeFileSync(entry.target, entry.contents);
  else if (entry.writable) cpSync(entry.source, entry.target, { recursive: true, dereference: true });
  else symlinkSync(entry.source, entry.target);
}

export function runJob(request: JobRequest, job: string): JobExit {
  for (const entry of request.staging) place(entry);
  const [program = "", ...args] = request.argv;
  const ended = spawnSync(program, args, {
    ...(request.timeout !== undefined && { timeout: request.timeout * 1000 }),
    cwd: request.directory,
    env: { ...request.environment },
    ...(request.stdin !== undefined && { input: readFileSync(request.stdin) }),
  });
  if (ended.error !== undefined) throw ended.error;
  writeFileSync(request.stdout ?? join(job, "stdout"), ended.stdout);
  writeFileSync(request.stderr ?? join(job, "stderr"), ended.stderr);
  return { code: ended.status ?? 255, usage: {} };
}

export function asJob(operation: Operation | undefined): JobOperation {
  if (operation?.kind !== "job") throw new Error("not a job operation");
  return operation;
}

export function asValueOperation(operation: Operation | undefined): ValueOperation {
  if (operation?.kind !== "value") throw new Error("not a value operation");
  return operation;
}

/** Prepares, runs and collects one job. */
export async function runTool(
  operation: JobOperation,
  params: unknown,
  inputs: JsonObject = {},
): Promise<{ request: JobRequest; outputs: JsonObject; input: JobOperationInput }> {
  const input = jobInput(params, inputs);
  const request = await operation.prepare(input);
  const exit = runJob(request, input.directories.job);
  return { request, outputs: await operation.collect({ ...input, exit, request }), input };
}
