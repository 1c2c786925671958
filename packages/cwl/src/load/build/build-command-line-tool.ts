import type {
  CommandLineBinding,
  CommandLineTool,
  CommandOutputParameter,
  CwlType,
  InputParameter,
} from "../../model/index.ts";
import { placed, placeOf, placeOfValue } from "../document/place.ts";
import type { Raw, RawRecord } from "../salad/raw.ts";
import { buildCommandLineBinding, buildOutputBinding, listOf, recordOf, textOf, textsOf } from "./build-annotations.ts";
import type { BuildContext } from "./build-context.ts";
import { buildInput, buildParameter, namedRecords } from "./build-parameters.ts";

export type ToolParts = Omit<
  CommandLineTool,
  "id" | "cwlVersion" | "label" | "doc" | "requirements" | "hints" | "namespaces" | "schemas"
>;
type Streams = { stdin?: string; stdout?: string; stderr?: string };

/** The parts of a CommandLineTool; the `stdin`, `stdout` and `stderr` types become what they stand for. */
export function buildCommandLineTool(context: BuildContext, raw: RawRecord): ToolParts {
  const streams: Streams = {};
  for (const name of ["stdin", "stdout", "stderr"] as const) {
    const value = textOf(raw[name]);
    if (value !== undefined) streams[name] = value;
  }
  const inputs = namedRecords(context, raw["inputs"], "the input").map(([id, record]) =>
    toolInput(context, streams, id, record),
  );
  const outputs = namedRecords(context, raw["outputs"], "the output").map(([id, record]) =>
    toolOutput(context, raw, streams, id, record),
  );
  return {
    class: "CommandLineTool",
    inputs,
    outputs,
    baseCommand: textsOf(raw["baseCommand"]),
    arguments: listOf(raw["arguments"]).map(toolArgument),
    ...streams,
    successCodes: codes(raw["successCodes"]),
    temporaryFailCodes: codes(raw["temporaryFailCodes"]),
    permanentFailCodes: codes(raw["permanentFailCodes"]),
  };
}

function codes(raw: Raw): number[] {
  return listOf(raw).filter((code) => typeof code === "number");
}

function toolArgument(raw: Raw): string | CommandLineBinding {
  const record = recordOf(raw);
  return record ? buildCommandLineBinding(record) : (textOf(raw) ?? "");
}

function toolInput(context: BuildContext, streams: Streams, id: string, raw: RawRecord): InputParameter {
  const input = buildInput(context, id, raw);
  if (!isStream(input.type, "stdin")) return input;
  if (streams.stdin !== undefined)
    context.faults.add(
      "CWL_INVALID",
      "the type stdin cannot be combined with the field 'stdin' or used twice",
      placeOf(raw),
    );
  if (input.inputBinding)
    context.faults.add(
      "CWL_INVALID",
      "an input of type stdin cannot have an inputBinding",
      placeOf(input.inputBinding),
    );
  streams.stdin = /^[A-Za-z_][A-Za-z0-9_]*$/.test(id)
    ? `$(inputs.${id}.path)`
    : `$(inputs[${JSON.stringify(id)}].path)`;
  return placed({ ...input, type: "File" }, placeOf(raw));
}

function toolOutput(
  context: BuildContext,
  tool: RawRecord,
  streams: Streams,
  id: string,
  raw: RawRecord,
): CommandOutputParameter {
  const output: CommandOutputParameter = {
    ...buildParameter(context, id, raw),
    ...buildOutputBinding(raw["outputBinding"]),
  };
  const stream = isStream(output.type, "stdout") ? "stdout" : isStream(output.type, "stderr") ? "stderr" : undefined;
  if (stream === undefined) return placed(output, placeOf(raw));
  if (output.outputBinding)
    context.faults.add(
      "CWL_INVALID",
      `an output of type ${stream} cannot have an outputBinding`,
      placeOf(output.outputBinding),
    );
  // The name says which output asked for it, and is the same on every load.
  streams[stream] ??= `${id.replace(/[^A-Za-z0-9._-]/g, "_")}.${stream}`;
  // An expression in the name of the stream is one text with two uses: both are written in one place.
  const written = tool[stream] === undefined ? undefined : placeOfValue(tool, stream);
  const outputBinding = placed({ glob: streams[stream] }, written);
  return placed({ ...output, type: "File", outputBinding }, placeOf(raw));
}

/** The stream types are no members of the model's types; they are replaced right here. */
function isStream(type: CwlType, name: "stdin" | "stdout" | "stderr"): boolean {
  return (type as string) === name;
}
