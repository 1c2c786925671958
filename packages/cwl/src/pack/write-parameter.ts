import type { Json, JsonObject } from "@sluice/contracts";
import type { CommandOutputParameter, InputParameter, Parameter, Process } from "../model/index.ts";
import { compact } from "./compact.ts";
import type { TypeDefinitions } from "./type-definitions.ts";
import { writeAnnotations } from "./write-annotations.ts";
import { typePlace, writeType, type TypePlace } from "./write-type.ts";

/** An input as a document has it. */
export function writeInput(input: InputParameter, process: Process, definitions: TypeDefinitions): JsonObject {
  // Before v1.1 contents are asked for in the binding, which only tools keep.
  const place = typePlace(process, "input", definitions);
  const { isOld } = place;
  const { loadContents } = input;
  const binding =
    isOld && loadContents !== undefined && process.class !== "CommandLineTool" ? { loadContents } : input.inputBinding;
  return compact({
    ...writeCommon(input, place),
    loadContents: isOld ? undefined : loadContents,
    inputBinding: binding,
    default: input.default,
  });
}

/** An output as a document has it. */
export function writeOutput(
  output: Parameter & Pick<CommandOutputParameter, "outputBinding">,
  process: Process,
  definitions: TypeDefinitions,
): JsonObject {
  const { format, ...common } = writeCommon(output, typePlace(process, "output", definitions));
  return compact({
    ...common,
    // An output has one format.
    format: Array.isArray(format) ? (format as readonly Json[])[0] : format,
    outputBinding: output.outputBinding,
  });
}

function writeCommon(parameter: Parameter, place: TypePlace): JsonObject {
  return compact({
    id: parameter.id,
    type: writeType(parameter.type, place),
    label: parameter.label,
    doc: parameter.doc,
    ...writeAnnotations(parameter, place.isOld),
  });
}
