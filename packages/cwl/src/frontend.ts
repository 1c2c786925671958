import type { Frontend, FrontendContext } from "@sluice/contracts";
import type { ExpressionEvaluator } from "./expression/index.ts";
import { exactFormats, type FormatChecker } from "./value/check-format.ts";
import { hasVersion, namesTool } from "./frontend/detect.ts";

/** What the front-end calls while it reads inputs. */
export interface CwlFrontendOptions {
  /** Made when it is first needed. */
  readonly evaluator: () => Promise<ExpressionEvaluator>;
  /** Decides about `format`. Default: IRIs are compared as they are. */
  readonly formats?: (fetch: FrontendContext["fetch"]) => FormatChecker;
}

/** The front-end for CWL v1.0, v1.1 and v1.2. The loader and the translation are loaded with the first document. */
export function createCwlFrontend({ evaluator, formats = () => exactFormats }: CwlFrontendOptions): Frontend {
  return {
    extensions: [".cwl"],
    detect: ({ text }) => hasVersion(text) || namesTool(text),
    async load({ document, options, context, signal }) {
      const { loadWorkflow } = await import("./frontend/load-workflow.ts");
      return loadWorkflow({
        document,
        options,
        evaluator,
        formats: formats((wanted) => context.fetch(wanted)),
        fetchFile: (wanted) => context.fetch(wanted),
        signal,
      });
    },
    async processes({ document, options, context, signal }) {
      const { createFetchText, namesOfProcesses } = await import("./load/index.ts");
      const fetchText = createFetchText((wanted) => context.fetch(wanted), options.limits?.documentBytes);
      return namesOfProcesses({ path: document, rules: options, fetchText, signal });
    },
  };
}
