import assert from "node:assert/strict";
import { isAbsolute } from "node:path";
import { isSluiceError, type JobExit, type JobOperation, type JobRequest } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import { jobInput, operationInput, type OperationCases, type OperationHarness } from "./operation-harness.ts";

export const jobCases: OperationCases = {
  "it says what it is": ({ operation, samples }) => {
    assert.equal(operation.kind, "job");
    assert.ok(Number.isInteger(operation.version) && operation.version >= 1, `version ${operation.version}`);
    assert.ok(samples.length > 0, "the suite needs a sample");
  },

  "what it wants to have run is plain data, and can be run": async (harness) => {
    for (const request of await requests(harness, "/jobs/j1")) {
      assertPlainJson(request, "the request");
      const { argv, environment, timeout } = request;
      assert.ok(argv.length > 0 && argv.every((each) => typeof each === "string"), "there is no program to run");
      for (const [name, value] of Object.entries(environment))
        assert.ok(name !== "" && !name.includes("=") && typeof value === "string", `the variable '${name}' cannot be`);
      for (const text of [...argv, ...Object.values(environment)])
        assert.ok(!text.includes("\0"), "a text has a zero byte");
      if (timeout !== undefined) assert.ok(Number.isFinite(timeout) && timeout >= 0, `a limit of ${timeout} s`);
    }
  },

  "everything of a job is in its folder": async (harness) => {
    for (const { directory, staging, stdout, stderr, stdin } of await requests(harness, "/jobs/j1")) {
      const own = [directory, stdout, stderr, ...staging.map(({ target }) => target)];
      for (const path of own) if (path !== undefined) assertInside(path, "/jobs/j1");
      if (stdin !== undefined) assert.ok(isAbsolute(stdin), `${stdin} is not absolute`);
    }
  },

  "the same firing asks for the same": async (harness) => {
    assert.deepEqual(await requests(harness, "/jobs/j1"), await requests(harness, "/jobs/j1"));
  },

  "another folder makes another job, of the same kind": async (harness) => {
    const [here, there] = [await requests(harness, "/jobs/j1"), await requests(harness, "/scratch/other place/j2")];
    for (const [index, request] of there.entries()) {
      assert.ok(!JSON.stringify(request).includes("/jobs/j1"), "the request names the folder of another job");
      assert.equal(request.staging.length, here[index]?.staging.length);
    }
  },

  "whatever became of the job, it answers with plain data or a coded error": async (harness) => {
    const usage = { startedAt: 1_700_000_000_000, endedAt: 1_700_000_060_000 };
    const exits: readonly JobExit[] = [
      { code: 0, usage },
      { code: 1, usage: {} },
      { code: 137, signal: "SIGKILL", usage },
      { code: 143, timedOut: true, usage },
    ];
    for (const sample of harness.samples) {
      const input = jobInput(operationInput(sample, harness.context), "/jobs/j1");
      const request = frozen(await job(harness).prepare(input));
      for (const exit of exits) {
        try {
          const outputs: unknown = await job(harness).collect({ ...input, request, exit: frozen({ ...exit }) });
          assert.ok(
            typeof outputs === "object" && outputs !== null && !Array.isArray(outputs),
            "outputs are an object",
          );
          assertPlainJson(outputs, "the outputs");
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          assert.ok(isSluiceError(error) && error.code !== "INTERNAL", `it throws what has no code: ${String(error)}`);
        }
      }
    }
  },

  "what it needs is an amount, and the same each time": async (harness) => {
    for (const sample of harness.samples) {
      const ask = async () => job(harness).requirements?.(operationInput(sample, harness.context));
      const hardware = await ask();
      for (const [name, amount] of Object.entries(hardware ?? {}))
        assert.ok(Number.isFinite(amount) && amount >= 0, `${name} is ${amount}`);
      assert.deepEqual(await ask(), hardware);
    }
  },

  "what results depend on is plain data, and not the place in the run": async (harness) => {
    for (const sample of harness.samples) {
      const ask = async (more: { readonly step?: string; readonly tag?: string; readonly attempt?: number } = {}) =>
        job(harness).cacheKey?.({ ...operationInput(sample, harness.context, more), hardware: { cores: 2 } });
      const key = await ask();
      if (key === undefined) continue;
      assertPlainJson(key, "the key");
      assert.deepEqual(await ask({ step: "/other/step", tag: "0.3", attempt: 2 }), key);
    }
  },

  "where it goes is the same each time": async (harness) => {
    const target = { deployment: "d", locations: 1 };
    for (const sample of harness.samples) {
      const ask = async () => job(harness).moveTo?.({ ...operationInput(sample, harness.context), target });
      const moved = await ask();
      assert.deepEqual(await ask(), moved);
      if (moved?.deployment) assert.equal(moved.target.deployment, moved.deployment.name);
    }
  },
};

function job({ operation }: OperationHarness): JobOperation {
  if (operation.kind !== "job") return assert.fail("it is no job operation");
  return operation;
}

async function requests(harness: OperationHarness, folder: string): Promise<JobRequest[]> {
  const made: JobRequest[] = [];
  for (const sample of harness.samples)
    made.push(await job(harness).prepare(jobInput(operationInput(sample, harness.context), folder)));
  return made;
}

function assertInside(path: string, folder: string): void {
  const inside = path === folder || path.startsWith(`${folder}/`);
  assert.ok(inside && !path.split("/").includes(".."), `${path} is not in the folder of the job, ${folder}`);
}
