import type { JobOperation, Operation, OperationInput, SluiceContext, ValueOperation } from "@sluice/contracts";

/** Makes the operations of the front-end, by name. */
export type LoadOperations = (context: SluiceContext) => Promise<Readonly<Record<string, Operation>>>;

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
  const operation = async ({ context }: OperationInput): Promise<JobOperation> =>
    (await load(context))[name] as JobOperation;
  return {
    kind: "job",
    version: 1,
    requirements: async (input) => (await (await operation(input)).requirements?.(input)) ?? {},
    cacheKey: async (input) => (await operation(input)).cacheKey?.(input),
    moveTo: async (input) => {
      // Most tools run without a container, and then nothing need be loaded to say so.
      const wanted = input.params as { readonly container?: unknown };
      const moved = wanted.container === undefined ? undefined : await (await operation(input)).moveTo?.(input);
      return moved ?? { target: input.target };
    },
    prepare: async (input) => (await operation(input)).prepare(input),
    collect: async (input) => (await operation(input)).collect(input),
  };
}

function lazyValue(name: string, load: LoadOperations): ValueOperation {
  return {
    kind: "value",
    version: 1,
    partial: name === "cwl.link",
    evaluate: async (input) => ((await load(input.context))[name] as ValueOperation).evaluate(input),
  };
}
