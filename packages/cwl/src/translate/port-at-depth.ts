import type { Json, SourcePosition, StepInput } from "@sluice/contracts";
import type { LinkMerge, PickValue } from "../model/index.ts";
import { placesAt } from "../value/source-places.ts";
import type { Scope, Translation, Values } from "./translation.ts";
import { waitFor } from "./wait-for.ts";

interface LinkStep {
  /** Names of the inputs in the order of the document. */
  readonly sources: readonly string[];
  readonly inputs: Values;
  readonly sourceIsList: boolean;
  readonly linkMerge?: LinkMerge | undefined;
  readonly pickValue?: PickValue | undefined;
  readonly default?: Json | undefined;
  /** Where the link stands in its document. */
  readonly position?: SourcePosition | undefined;
}

/** Adds a `cwl.link` step, whose output has the depth of the scope. */
export function portAtDepth(
  translation: Translation,
  scope: Scope,
  path: string,
  link: LinkStep,
): { readonly port: string } {
  const { builder } = translation;
  const step = builder.freePath(path);
  const output = builder.addPort(`${step}/value`, scope.depth);
  builder.addStep(step, {
    kind: "transform",
    depth: scope.depth,
    inputs: link.inputs,
    ...waitFor(translation, scope, link.inputs),
    outputs: { value: output },
    operation: {
      name: "cwl.link",
      version: 1,
      params: {
        sources: link.sources,
        sourceIsList: link.sourceIsList,
        ...(link.linkMerge && { linkMerge: link.linkMerge }),
        ...(link.pickValue && { pickValue: link.pickValue }),
        ...(link.default !== undefined && { default: link.default }),
        hasDefault: link.default !== undefined,
        ...(link.position && { places: placesAt(link.position) as unknown as Json }),
      },
    },
  });
  return { port: output };
}

/**
 * A value as a port of the scope's depth. Outputs of workflows can be constants, or ports from further out; a gather
 * and the end of a run need a port that gets one token for each tag.
 */
export function settle(translation: Translation, scope: Scope, path: string, value: StepInput): string {
  if ("port" in value && translation.builder.depthOf(value.port) === scope.depth) return value.port;
  const link = { sources: ["source"], inputs: { source: value }, sourceIsList: false };
  return portAtDepth(translation, scope, path, link).port;
}
