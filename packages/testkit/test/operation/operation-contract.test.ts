import type { JobOperation, JobRequest, JsonObject, Operation, ValueOperation } from "@sluice/contracts";
import { operationContract, type OperationSample } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const number = ({ inputs }: { readonly inputs: JsonObject }): number => Number(inputs["n"] ?? 0);
const value = (evaluate: ValueOperation["evaluate"]): Operation => ({ kind: "value", version: 1, evaluate });
let calls = 0;

const samples: readonly OperationSample[] = [
  { params: {}, inputs: { n: 2 }, outputs: { n: 4 } },
  { params: {}, inputs: { n: 5 }, outputs: { n: 10 } },
];

describeSuite<Operation>({
  name: "value operation",
  contract: (test, operation, wrapped) =>
    operationContract({ test, wrapped, kind: "value", factory: () => ({ operation, samples }) }),
  good: value(async (input) => ({ n: 2 * number(input) })),
  broken: {
    "computes something else": {
      fake: value(async (input) => ({ n: 3 * number(input) })),
      caughtBy: "value: outputs are those of the samples",
    },
    "answers with what JSON cannot carry": {
      fake: value(async () => ({ n: new Date() as unknown as string })),
      caughtBy: "value: outputs are plain data by name",
    },
    "answers differently each time": {
      fake: value(async () => ({ n: calls++ })),
      caughtBy: "value: the same firing has the same outputs",
    },
    "changes its inputs": {
      fake: value(async ({ inputs }) => Object.assign(inputs, { n: 2 * number({ inputs }) })),
      caughtBy: "value: outputs are plain data by name",
    },
    "looks at the tag": {
      fake: value(async ({ tag }) => ({ tag })),
      caughtBy: "value: step, tag and attempt are for messages only",
    },
    "throws what has no code": {
      fake: value(async ({ inputs }) => {
        if (inputs["n"] === undefined) throw new TypeError("n is not defined");
        return { n: 2 * number({ inputs }) };
      }),
      caughtBy: "value: inputs that it does not expect are a coded error, or none",
    },
    "has no version": {
      fake: { ...value(async (input) => ({ n: 2 * number(input) })), version: 0 },
      caughtBy: "value: it says what it is",
    },
  },
});

const good: JobOperation = {
  kind: "job",
  version: 1,
  requirements: async () => ({ cores: 2 }),
  cacheKey: async ({ inputs }) => ({ inputs }),
  prepare: async ({ directories, inputs }) => ({
    argv: ["echo", `${number({ inputs })}`],
    environment: { HOME: directories.output },
    directory: directories.output,
    staging: [{ type: "literal", contents: "x", target: `${directories.staging}/x` }],
  }),
  collect: async () => ({}),
};
const prepared = (change: (request: JobRequest) => Partial<JobRequest>): Operation => ({
  ...good,
  prepare: async (input) => {
    const request = await good.prepare(input);
    return { ...request, ...change(request) };
  },
});

describeSuite<Operation>({
  name: "job operation",
  contract: (test, operation, wrapped) =>
    operationContract({ test, wrapped, kind: "job", factory: () => ({ operation, samples }) }),
  good,
  broken: {
    "has nothing to run": {
      fake: prepared(() => ({ argv: [] })),
      caughtBy: "job: what it wants to have run is plain data, and can be run",
    },
    "has a variable that cannot be": {
      fake: prepared(() => ({ environment: { "A=B": "1" } })),
      caughtBy: "job: what it wants to have run is plain data, and can be run",
    },
    "places things outside of its folder": {
      fake: prepared(() => ({ staging: [{ type: "directory", target: "/etc/sample" }] })),
      caughtBy: "job: everything of a job is in its folder",
    },
    "climbs out of its folder": {
      fake: prepared(({ directory }) => ({ directory: `${directory}/../../other` })),
      caughtBy: "job: everything of a job is in its folder",
    },
    "asks for something new each time": {
      fake: prepared(() => ({ argv: ["echo", String(calls++)] })),
      caughtBy: "job: the same firing asks for the same",
    },
    "remembers the folder of another job": {
      fake: (() => {
        let first: string | undefined;
        const prepare: JobOperation["prepare"] = (input) => {
          first ??= input.directories.job;
          return good.prepare({ ...input, directories: { ...input.directories, output: `${first}/out` } });
        };
        return { ...good, prepare };
      })(),
      caughtBy: "job: another folder makes another job, of the same kind",
    },
    "needs less than nothing": {
      fake: { ...good, requirements: async () => ({ memory: -1 }) },
      caughtBy: "job: what it needs is an amount, and the same each time",
    },
    "stumbles over jobs that a signal ended": {
      fake: {
        ...good,
        collect: async ({ exit: { usage } }) => ({ seconds: (usage.endedAt as number) - (usage.startedAt as number) }),
      },
      caughtBy: "job: whatever became of the job, it answers with plain data or a coded error",
    },
    "reads its outputs without asking whether they are there": {
      fake: {
        ...good,
        collect: async ({ files, directories }) => {
          const [found] = await files.stat({ paths: [directories.output] });
          return { size: (found as { readonly size: number }).size };
        },
      },
      caughtBy: "job: whatever became of the job, it answers with plain data or a coded error",
    },
    "takes the tag into its key": {
      fake: { ...good, cacheKey: async ({ tag }) => tag },
      caughtBy: "job: what results depend on is plain data, and not the place in the run",
    },
    "goes where its deployment is not": {
      fake: {
        ...good,
        moveTo: async ({ target }) => ({
          target,
          deployment: { name: "other", type: "sample", config: {}, external: false, lazy: true },
        }),
      },
      caughtBy: "job: where it goes is the same each time",
    },
  },
});
