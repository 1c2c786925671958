import type { JobOperation, Operation, ValueOperation } from "@sluice/contracts";

/** Makes the operations of the front-end, by name. */
export type LoadOperations = () => Promise<Readonly<Record<string, Operation>>>;

/** What is known of the operations before their code is loaded. */
const kinds = {
  "cwl.command-line-tool": "job",
  "cwl.expression-tool": "value",
  "cwl.link": "value",
  "cwl.step-inputs": "value",
  "cwl.when": "value",
} as const;

/** The operations of CWL, whose code is loaded when the first of them runs. All are of version 1. */
export function lazyOperations(load: LoadOperations): ReadonlyMap<string, Operation> {
  return new Map(
    Object.entries(kinds).map(([name, kind]) => [name, kind === "job" ? lazyJob(name, load) : lazyValue(name, load)]),
  );
}

function lazyJob(name: string, load: LoadOperations): JobOperation {
  const operation = async (): Promise<JobOperation> => (await load())[name] as JobOperation;
  return {
    kind: "job",
    version: 1,
    requirements: async (input) => (await (await operation()).requirements?.(input)) ?? {},
    cacheKey: async (input) => (await operation()).cacheKey?.(input),
    prepare: async (input) => (await operation()).prepare(input),
    collect: async (input) => (await operation()).collect(input),
  };
}

function lazyValue(name: string, load: LoadOperations): ValueOperation {
  return {
    kind: "value",
    version: 1,
    evaluate: async (input) => ((await load())[name] as ValueOperation).evaluate(input),
  };
}
