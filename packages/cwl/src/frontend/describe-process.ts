import type { InputDescription, OutputDescription } from "@sluice/contracts";
import { isNullable, membersOf, showType } from "../check/index.ts";
import type { CwlType, InputParameter, Process, RecordType } from "../model/index.ts";

/** The inputs of a process, as help texts show them. */
export function describeInputs(process: Process): InputDescription[] {
  return process.inputs.map((input) => describe(input.id, input));
}

function describe(name: string, parameter: Described): InputDescription {
  const { type, default: preset } = parameter;
  const fields = recordIn(type)?.fields.map((field) => describe(field.name, field));
  return {
    name,
    type: showType(type),
    ...docOf(parameter),
    required: !isNullable(type) && preset === undefined,
    ...(preset !== undefined && { default: preset }),
    flag: isFlag(type),
    list: listsOf(type).length > 0,
    ...(fields && { fields }),
  };
}

type Described = Pick<InputParameter, "type" | "doc" | "label" | "default">;

/** The record that a type allows, if it is one only. */
export function recordIn(type: CwlType): RecordType | undefined {
  const records = membersOf(type).flatMap((member) =>
    typeof member === "object" && member.type === "record" ? [member] : [],
  );
  return records.length === 1 ? records[0] : undefined;
}

/** The outputs of a process, as help texts show them. */
export function describeOutputs(process: Process): OutputDescription[] {
  return process.outputs.map((output) => ({ name: output.id, type: showType(output.type), ...docOf(output) }));
}

/** What a process or parameter is for. */
export function docOf({ doc, label }: { readonly doc?: string; readonly label?: string }): { readonly doc?: string } {
  const text = doc ?? label;
  return text === undefined ? {} : { doc: text };
}

/** The types of the elements of the lists that a type allows. */
export function listsOf(type: CwlType): CwlType[] {
  return membersOf(type).flatMap((member) =>
    typeof member === "object" && member.type === "array" ? [member.items] : [],
  );
}

function isFlag(type: CwlType): boolean {
  const members = membersOf(type).filter((member) => member !== "null");
  return members.length > 0 && members.every((member) => member === "boolean");
}
