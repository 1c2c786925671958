import type { CwlType, InputParameter } from "../model/index.ts";
import type { ComputedInput } from "../operation/params.ts";

/** What the input of a workflow asks to have done with its files; undefined when that is nothing. */
export function filesWanted(input: InputParameter): ComputedInput | undefined {
  const { id, type, loadListing, secondaryFiles } = input;
  // v1.0 wrote loadContents into the binding.
  const loadContents = input.loadContents === true || input.inputBinding?.loadContents === true;
  const inFields = hasSecondaryFiles(type);
  if (!loadContents && loadListing === undefined && secondaryFiles === undefined && !inFields) return undefined;
  return {
    id,
    source: [],
    sourceIsList: false,
    ...(loadContents && { loadContents }),
    ...(loadListing !== undefined && { loadListing }),
    ...(secondaryFiles !== undefined && { secondaryFiles }),
    ...(inFields && { type }),
  };
}

/** Whether a field of a record anywhere in a type declares secondary files. */
function hasSecondaryFiles(type: CwlType): boolean {
  if (typeof type === "string") return false;
  if (!("type" in type)) return type.some(hasSecondaryFiles);
  if (type.type === "array") return hasSecondaryFiles(type.items);
  return (
    type.type === "record" &&
    type.fields.some((field) => field.secondaryFiles !== undefined || hasSecondaryFiles(field.type))
  );
}
