import {
  copyJson,
  SluiceError,
  type JobOperationInput,
  type LocationFiles,
  type Operation,
  type OperationInput,
  type SluiceContext,
} from "@sluice/contracts";
import { fakeLogger } from "../fakes/fake-logger.ts";
import { fakeReporter } from "../fakes/fake-reporter.ts";
import { frozen } from "../suite/frozen.ts";
import type { Cases } from "../suite/run-suite.ts";
import type { OperationSample } from "./operation-contract.ts";

/** What the tests of operations work with. */
export interface OperationHarness {
  readonly operation: Operation;
  readonly samples: readonly OperationSample[];
  readonly context: SluiceContext;
}

export type OperationCases = Cases<OperationHarness>;

/** The question about a firing; whoever changes it is found out. */
export function operationInput(
  { params, inputs }: OperationSample,
  context: SluiceContext,
  more: Partial<OperationInput> = {},
): OperationInput {
  const data = frozen(copyJson({ params, inputs }));
  const { signal } = new AbortController();
  const around = { context, logger: fakeLogger(), reporter: fakeReporter(), signal };
  return { ...data, step: "/sample", tag: "0", attempt: 1, ...around, ...more };
}

/** The same about a job whose folder is this. */
export function jobInput(input: OperationInput, job: string): JobOperationInput {
  return {
    ...input,
    directories: { job, output: `${job}/out`, temporary: `${job}/tmp`, staging: `${job}/in` },
    hardware: { cores: 2, memory: 1024, tmpdirSize: 1024, outdirSize: 1024 },
    files: noFiles,
  };
}

const missing = (path = ""): never => {
  throw new SluiceError("FILE_NOT_FOUND", `there is no ${path}`);
};

/** A location where nothing exists yet. */
const noFiles: LocationFiles = {
  stat: async ({ paths }) => paths.map(() => undefined),
  glob: async ({ patterns }) => patterns.map(() => []),
  read: async ({ paths }) => (paths.length > 0 ? missing(paths[0]) : []),
  checksum: async ({ paths }) => (paths.length > 0 ? missing(paths[0]) : []),
  list: async ({ directory }) => missing(directory),
  realpath: async ({ paths }) => paths.map(() => undefined),
};
