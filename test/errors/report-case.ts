import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  definePlugin,
  deserializeError,
  formatError,
  frontendPoint,
  isSluiceError,
  operationPoint,
  type Plugin,
  type SluiceError,
  type SluiceErrorList,
} from "@sluice/contracts";
import { createEngine } from "@sluice/core";
import { createExpressionEvaluator } from "../../packages/cwl/src/expression/index.ts";
import { createCwlFrontend } from "../../packages/cwl/src/frontend.ts";
import { createCwlOperations } from "../../packages/cwl/src/operation/index.ts";
import { belowFolder } from "../support/below-folder.ts";

/** Everything that a user is told about a case: warnings, and the errors of its document, its inputs or its run. */
export async function reportCase(folder: string): Promise<string[]> {
  const told: string[] = [];
  try {
    await runCase(folder, told);
  } catch (thrown) {
    if (!isSluiceError(thrown)) throw thrown;
    told.push(...listOf(thrown).map(formatError));
  }
  return told.map((text) => withoutFolder(text, folder));
}

async function runCase(folder: string, told: string[]): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "sluice-errors-"));
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rm(home, { recursive: true, force: true }));
  await using engine = await createEngine({ plugins: [impatientCwl()], home });
  const warn = (warnings: readonly SluiceError[]): void => {
    told.push(...warnings.map((warning) => `warning: ${formatError(warning)}`));
  };
  const loaded = await engine.frontend("cwl").load({
    document: join(folder, "main.cwl"),
    options: {},
    context: engine.frontendContext,
    signal: new AbortController().signal,
  });
  warn(loaded.warnings);
  const job = ["job.yml", "job.json"].map((name) => join(folder, name)).find((path) => existsSync(path));
  const read = await loaded.readInputs({
    ...(job !== undefined && { file: job }),
    texts: {},
    cwd: folder,
    signal: new AbortController().signal,
  });
  warn(read.warnings);
  const { graph, inputs, warnings } = await loaded.translate({ inputs: read.inputs });
  warn(warnings);
  const run = await engine.createRun({ graph, inputs, options: { outdir: join(home, "outputs") } });
  const { failures } = await run.execute();
  told.push(...failures.map(({ error }) => formatError(deserializeError(error))));
}

/** CWL with limits on expressions that a test can wait for. */
function impatientCwl(): Plugin {
  return definePlugin({
    name: "cwl",
    version: "0.1.0",
    engine: "^0.1",
    setup(host) {
      const evaluator = createExpressionEvaluator({ timeoutMs: 2000, memoryBytes: 16 * 1024 * 1024 });
      host.onDispose(async () => evaluator[Symbol.asyncDispose]());
      host.provide(frontendPoint, "cwl", createCwlFrontend({ evaluator: async () => evaluator }));
      for (const [name, operation] of Object.entries(createCwlOperations({ evaluator })))
        host.provide(operationPoint, name, operation);
    },
  });
}

function listOf(error: SluiceError): readonly SluiceError[] {
  return "errors" in error ? (error as SluiceErrorList).errors : [error];
}

/** What is different on every machine is taken out. */
function withoutFolder(text: string, folder: string): string {
  return belowFolder(text, folder).replaceAll(/\/[^\s,]*sluice-errors-[^\s,/]*/g, "HOME");
}
