import {
  definePlugin,
  formatError,
  frontendPoint,
  manifestDetails,
  operationPoint,
  type ExtensionDetails,
  type FrontendContext,
  type Operation,
  type Plugin,
} from "@sluice/contracts";
import { cwlDockerTranslatorPoint } from "@sluice/contracts/cwl";
import { noneTranslatorFactory } from "./container/none-translator.ts";
import type { ExpressionEvaluator } from "./expression/index.ts";
import { createCwlFrontend } from "./frontend.ts";
import { lazyFormats } from "./lazy-formats.ts";
import { lazyOperations } from "./lazy-operations.ts";
import { cwlManifest } from "./manifest.ts";
import type { FormatChecker } from "./value/check-format.ts";

/** Reads and runs CWL v1.0, v1.1 and v1.2: the front-end `cwl` and the operations that its graphs refer to. */
export const cwlPlugin: Plugin = definePlugin({
  name: "cwl",
  version: "0.1.0",
  engine: cwlManifest.engine,
  purpose: cwlManifest.purpose,
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
    // A program that hands the plugin over has no manifest beside it.
    const detailsOf = (point: string, name: string): ExtensionDetails => manifestDetails(cwlManifest, point, name);
    host.provide(frontendPoint, "cwl", createCwlFrontend({ evaluator, formats }), detailsOf("frontend", "cwl"));
    const { id } = cwlDockerTranslatorPoint;
    host.provide(cwlDockerTranslatorPoint, "none", noneTranslatorFactory, detailsOf(id, "none"));
    for (const [name, operation] of operations)
      host.provide(operationPoint, name, operation, detailsOf("operation", name));
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
