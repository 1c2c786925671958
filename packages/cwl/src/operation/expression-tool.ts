import { SluiceError, type Json, type ValueOperation } from "@sluice/contracts";
import { refuseUnsupported } from "../command/unsupported-requirement.ts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { checkMadeFiles } from "../value/check-made-files.ts";
import type { FormatChecker } from "../value/check-format.ts";
import { completeNames } from "../value/complete-files.ts";
import type { ExpressionSession } from "../value/expression-round.ts";
import { holdsFiles, visitFiles } from "../value/file-draft.ts";
import { isRealLocation, pathOfLocation } from "../value/file-uri.ts";
import { undeclared } from "../output/check-outputs.ts";
import { isPlainObject } from "../value/fits-type.ts";
import { defaultListing, scopeOf } from "../value/find-requirement.ts";
import { localFiles } from "../value/local-files.ts";
import { refuseLocalFiles } from "../value/refuse-local-files.ts";
import { prepareInputs } from "../value/prepare-inputs.ts";
import { valueText } from "../value/type-text.ts";
import type { ExpressionToolParams } from "./params.ts";

/** There is no job, so nothing is reserved; expressions that look still find numbers. */
const runtime = { cores: 1, ram: 256, outdirSize: 1024, tmpdirSize: 1024 };

/** Evaluates an ExpressionTool. Parameters: {@link ExpressionToolParams}. */
export function expressionToolOperation(evaluator: ExpressionEvaluator, formats: FormatChecker): ValueOperation {
  return {
    kind: "value",
    version: 1,
    async evaluate(input) {
      const { process: tool, ...effective } = input.params as unknown as ExpressionToolParams;
      refuseUnsupported(effective.requirements, tool.label ?? "the ExpressionTool");
      const scope = scopeOf(effective, tool.cwlVersion);
      const session: Omit<ExpressionSession, "inputs"> = { evaluator, scope, runtime, signal: input.signal };
      const inputs = await prepareInputs({
        parameters: tool.inputs,
        values: input.inputs,
        files: localFiles,
        session,
        cwlVersion: tool.cwlVersion,
        defaultListing: defaultListing(effective, tool.cwlVersion, tool),
        formats,
        schemas: tool.schemas ?? [],
        nested: effective.nested === true,
      });
      showPaths(inputs);
      const evaluations = [{ expression: tool.expression, where: "expression" }];
      const [result = null] = await evaluator.evaluateAll({
        scope,
        inputs,
        runtime,
        evaluations,
        signal: input.signal,
      });
      if (!isPlainObject(result)) {
        throw new SluiceError(
          "CWL_OUTPUT_INVALID",
          `the expression of an ExpressionTool must yield an object that names the outputs, but it is ${valueText(result)}`,
          { hint: "Write ${ return { NAME: VALUE }; } with the names of the outputs." },
        );
      }
      if (holdsFiles(result)) {
        if (effective.remote === true) refuseLocalFiles(result, inputs, "the expression of an ExpressionTool");
        for (const { id } of tool.outputs)
          checkMadeFiles(result[id] ?? null, { side: "output", parameter: id, code: "CWL_OUTPUT_INVALID" });
        visitFiles(result, (draft) => completeNames(draft));
      }
      // Whatever their types. Source: CWL v1.2, Concepts, Generic execution process.
      const outputs = Object.fromEntries(tool.outputs.map(({ id }) => [id, result[id] ?? null]));
      return effective.nested === true ? outputs : { ...outputs, ...undeclared(tool.outputs, result) };
    },
  };
}

/** Files are where they are: there is no job to stage them for. */
function showPaths(inputs: Json): void {
  if (!holdsFiles(inputs)) return;
  visitFiles(inputs, (draft) => {
    if (isRealLocation(draft.location) && draft.location.startsWith("file:"))
      draft.path = pathOfLocation(draft.location);
  });
}
