import type { JsonObject, OperationInput } from "@sluice/contracts";
import type { FormatChecker } from "../value/check-format.ts";
import type { ExpressionSession } from "../value/expression-round.ts";
import { defaultListing } from "../value/find-requirement.ts";
import { localFiles } from "../value/local-files.ts";
import { prepareInputs } from "../value/prepare-inputs.ts";
import type { CommandLineToolParams } from "./params.ts";

/** The inputs of a tool as expressions see them before its job has a place: with defaults and secondary files, where they lie now. */
export function inputsBeforeJob(
  input: OperationInput,
  session: Omit<ExpressionSession, "inputs">,
  formats: FormatChecker,
): Promise<JsonObject> {
  const { process: tool, ...effective } = input.params as unknown as CommandLineToolParams;
  return prepareInputs({
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
}
