import { existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  connectorPoint,
  definePlugin,
  executorPoint,
  operationPoint,
  SluiceError,
  type ConnectorFactory,
  type JobOperation,
  type JobOperationInput,
  type Plugin,
  type Step,
  type ValueOperation,
  type WorkflowGraph,
} from "@sluice/contracts";
import { createGraphBuilder } from "@sluice/core/graph";

const sourceOf = (file: unknown): string => {
  const { location } = file as { readonly location: string };
  return location.startsWith("file:") ? fileURLToPath(location) : location;
};

/** A job that copies its input into its output; `script` goes on from there. */
export function job(script = ""): JobOperation {
  return {
    kind: "job",
    version: 1,
    requirements: async () => ({ cores: 0.1 }),
    cacheKey: async ({ inputs }) => ({ inputs }),
    moveTo: async ({ target }) => ({ target }),
    prepare: async ({ directories, inputs, attempt }: JobOperationInput) => ({
      argv: ["/bin/sh", "-c", `cat "$0" >y; ${script}`, join(directories.staging, "x"), String(attempt)],
      environment: { PATH: process.env["PATH"] ?? "" },
      directory: directories.output,
      staging: [
        { type: "input", source: sourceOf(inputs["x"]), target: join(directories.staging, "x"), writable: false },
      ],
    }),
    collect: async ({ directories, exit }) => {
      if (exit.code !== 0) throw new SluiceError("JOB_KILLED", `the script ended with ${exit.code}`);
      return { y: { class: "File", location: pathToFileURL(join(directories.output, "y")).href } };
    },
  };
}

export const copy: JobOperation = job();

/** Hands its input on. */
export const pass: ValueOperation = {
  kind: "value",
  version: 1,
  evaluate: async ({ inputs }) => ({ y: inputs["x"] ?? null }),
};

/** Has an executor do something. */
const counting: ValueOperation = {
  kind: "value",
  version: 1,
  async evaluate({ inputs, context, signal }) {
    const { implementation } = await context.extension({ point: executorPoint, name: "odd" });
    const task = { module: "file:///tasks.mjs", export: "one" };
    const handle = implementation.submit({ task, args: null, signal });
    await handle.result;
    await handle.cancel();
    await implementation[Symbol.asyncDispose]();
    return { y: inputs["x"] ?? null };
  },
};

/** Looks at its files in every way there is. */
const looking: JobOperation = {
  ...copy,
  async collect(input) {
    const { files, directories } = input;
    const path = join(directories.output, "y");
    await files.stat({ paths: [path] });
    await files.glob({ directory: directories.output, patterns: ["*"] });
    await files.read({ paths: [path], limit: 10 });
    await files.checksum({ paths: [path] });
    await files.list({ directory: directories.output });
    await files.realpath({ paths: [path] });
    await files.readlink?.({ paths: [path] });
    return copy.collect(input);
  },
};

/** Forgets its input before it is staged, once it was kept. */
function losing(home: string): JobOperation {
  return {
    ...copy,
    async prepare(input) {
      const isKept = (): boolean => globSync("runs/*/checkpoints/**/y", { cwd: home }).length > 0;
      for (let turn = 0; turn < 100 && !isKept(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      rmSync(sourceOf(input.inputs["x"]), { force: true });
      return copy.prepare(input);
    },
  };
}

/** Steps, and a connector with an option. `home`: where jobs leave marks. */
export function sampleSteps(home: string): Plugin {
  const all = {
    copy,
    pass,
    counting,
    looking,
    losing: losing(home),
    flaky: job('test "$1" != 1 || exit 101'),
    slow: job(`test -e '${home}/go' || { touch '${home}/running'; exec sleep 30; }`),
  };
  return definePlugin({
    name: "samples",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      for (const [name, each] of Object.entries(all)) host.provide(operationPoint, name, each);
      const asks: ConnectorFactory = {
        async create(input) {
          const { implementation } = await host.context.extension({ point: connectorPoint, name: "local" });
          return implementation.create({ ...input, options: {} });
        },
      };
      const schema = { type: "object", properties: { token: { type: "string" } } };
      host.provide(connectorPoint, "asks", asks, { schema });
    },
  });
}

/** Steps one after the other, each with the output of the one before. */
export function steps(...names: readonly string[]): WorkflowGraph {
  const builder = createGraphBuilder({ name: "steps", frontend: "test" });
  let last = builder.addInput("x");
  for (const [index, name] of names.entries()) {
    const y = builder.addPort(`/${index}/y`, 0);
    const kind = name === "pass" || name === "counting" || name === "odd:evaluate" ? "transform" : "execute";
    const operation = { name: name.split(":")[0] ?? "", version: 1, params: null };
    const step: Step = { kind, depth: 0, inputs: { x: { port: last } }, outputs: { y }, operation };
    builder.addStep(`/step-${index}`, step);
    last = y;
  }
  builder.setOutput("y", last);
  return builder.build();
}

/** Waits for a mark. */
export async function until(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
}
