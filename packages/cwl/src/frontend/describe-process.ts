import type { InputDescription, OutputDescription } from "@sluice/contracts";
import { isNullable, membersOf, showType } from "../check/index.ts";
import type { CwlType, InputParameter, Process } from "../model/index.ts";

/** The inputs of a process, as help texts show them. */
export function describeInputs(process: Process): InputDescription[] {
  return process.inputs.map((input) => ({
    name: input.id,
    type: showType(input.type),
    ...docOf(input),
    required: !isNullable(input.type) && input.default === undefined,
    ...(input.default !== undefined && { default: input.default }),
    flag: isFlag(input),
    list: listsOf(input.type).length > 0,
  }));
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

function isFlag({ type }: InputParameter): boolean {
  const members = membersOf(type).filter((member) => member !== "null");
  return members.length > 0 && members.every((member) => member === "boolean");
}
