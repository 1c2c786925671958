import {
  definePlugin,
  formatError,
  frontendPoint,
  operationPoint,
  type FrontendContext,
  type Operation,
  type Plugin,
} from "@sluice/contracts";
import type { ExpressionEvaluator } from "./expression/index.ts";
import { createCwlFrontend } from "./frontend.ts";
import { lazyFormats } from "./lazy-formats.ts";
import { lazyOperations } from "./lazy-operations.ts";
import type { FormatChecker } from "./value/check-format.ts";

/** Reads and runs CWL v1.0, v1.1 and v1.2: the front-end `cwl` and the operations that its graphs refer to. */
export const cwlPlugin: Plugin = definePlugin({
  name: "cwl",
  version: "0.1.0",
  engine: "^0.1",
  purpose: "Reads and runs CWL v1.0, v1.1 and v1.2.",
  setup(host) {
    let made: Promise<ExpressionEvaluator> | undefined;
    const evaluator = (): Promise<ExpressionEvaluator> => (made ??= makeEvaluator());
    host.onDispose(async () => {
      await (await made)?.[Symbol.asyncDispose]();
    });

    let checker: FormatChecker | undefined;
    const formats = (fetch: FrontendContext["fetch"]): FormatChecker =>
      (checker ??= lazyFormats(fetch, (warning) => host.logger.warn(formatError(warning))));
    let loaded: Promise<Record<string, Operation>> | undefined;
    const operations = lazyOperations((context) => {
      const fetch: FrontendContext["fetch"] = (wanted) => context.dataManager.fetch(wanted);
      return (loaded ??= makeOperations(evaluator, formats(fetch)));
    });
    host.provide(frontendPoint, "cwl", createCwlFrontend({ evaluator, formats }), {
      purpose: "Reads workflows and tools of the Common Workflow Language.",
    });
    for (const [name, operation] of operations) host.provide(operationPoint, name, operation);
  },
});

async function makeEvaluator(): Promise<ExpressionEvaluator> {
  const { createExpressionEvaluator } = await import("./expression/index.ts");
  return createExpressionEvaluator();
}

async function makeOperations(
  evaluator: () => Promise<ExpressionEvaluator>,
  formats: FormatChecker,
): Promise<Record<string, Operation>> {
  const [{ createCwlOperations }, made] = await Promise.all([import("./operation/index.ts"), evaluator()]);
  return createCwlOperations({ evaluator: made, formats });
}
