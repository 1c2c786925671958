import type { SourcePosition } from "@sluice/contracts";
import { needsEvaluation } from "../expression/index.ts";
import { placeInText, placeOfItem } from "../load/document/place-in-text.ts";
import { placeOfKey, placeOfValue, positionOfPlace } from "../load/document/place.ts";
import type { CommandLineTool, ExpressionTool, Parameter, WorkflowStep } from "../model/index.ts";
import type { PlacesOf } from "../translate/index.ts";
import { expressionsOf, stepInputTexts, whenTexts, type ModelText } from "../value/model-expressions.ts";
import type { SourcePlaces, Spot } from "../value/source-places.ts";

type Tool = CommandLineTool | ExpressionTool;

/** The places of what is translated. */
export function createPlaces(): PlacesOf {
  const known = new Map<Tool, SourcePlaces | undefined>();
  return {
    tool(tool) {
      if (!known.has(tool)) known.set(tool, toolPlaces(tool));
      return known.get(tool);
    },
    step: stepPlaces,
  };
}

/** Where the parts of a tool stand; undefined for one that was not read from a document. */
function toolPlaces(tool: Tool): SourcePlaces | undefined {
  const key = tool.class === "ExpressionTool" ? "expression" : "baseCommand";
  return collect(positionOfKey(tool, key), expressionsOf(tool), tool.inputs, tool.outputs);
}

/** Where what a step evaluates itself stands: its condition, or the `valueFrom` of its inputs. */
function stepPlaces(step: WorkflowStep, part: "when" | "in"): SourcePlaces | undefined {
  const texts = part === "when" ? whenTexts(step) : stepInputTexts(step.in);
  return collect(positionOfKey(step, part), texts, step.in, []);
}

function collect(
  process: SourcePosition | undefined,
  texts: Iterable<ModelText>,
  inputs: readonly { readonly id: string }[],
  outputs: readonly Parameter[],
): SourcePlaces | undefined {
  if (!process) return undefined;
  const { file, line, column } = process;
  const spot = (position: SourcePosition | undefined): Spot =>
    position
      ? { line: position.line, column: position.column, ...(position.file !== file && { file: position.file }) }
      : { line, column };
  const named = (list: readonly { readonly id: string }[]): Record<string, Spot> =>
    Object.fromEntries(list.map((each) => [each.id, spot(positionOfKey(each, ""))]));
  return {
    file,
    process: { line, column },
    expressions: [...texts].filter(({ text }) => needsEvaluation(text)).map((text) => textSpot(text, spot)),
    inputs: named(inputs),
    outputs: named(outputs),
  };
}

function positionOfKey(target: object, key: string): SourcePosition | undefined {
  const place = placeOfKey(target, key);
  return place && positionOfPlace(place);
}

/** The first expression of a text, or the first line of one that is written line by line. */
function textSpot({ text, holder, key, index }: ModelText, spot: (position: SourcePosition | undefined) => Spot): Spot {
  const place = placeOfItem(placeOfValue(holder, key), index);
  const node = place?.node;
  const isByLine = node?.kind === "scalar" && (node.included !== undefined || node.source.text[node.start] === "|");
  const at = placeInText(place, isByLine ? 0 : text.search(/\$[({]/));
  const found = spot(at && positionOfPlace(at));
  return isByLine ? { ...found, indent: found.column } : found;
}
