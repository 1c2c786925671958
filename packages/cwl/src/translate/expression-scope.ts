import type { Json } from "@sluice/contracts";
import type { CwlVersion } from "../model/index.ts";
import { findRequirement, type EffectiveRequirements } from "./effective-requirements.ts";
import { sharedLibrary } from "./shared-library.ts";
import type { Translation } from "./translation.ts";

/** How the expressions of a workflow's steps are evaluated, as a parameter of operations. */
export function expressionScope(
  translation: Translation,
  effective: EffectiveRequirements,
  cwlVersion: CwlVersion,
): Json {
  const javascript = findRequirement(effective, "InlineJavascriptRequirement");
  const { expressionTimeout: timeoutMs } = translation;
  return {
    javascript: javascript !== undefined,
    expressionLib: sharedLibrary(translation, javascript?.expressionLib ?? []),
    cwlVersion,
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}
