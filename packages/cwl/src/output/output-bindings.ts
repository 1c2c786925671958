import type { CommandOutputBinding, CwlType, FileAnnotations, RecordField } from "../model/index.ts";
import { membersOf } from "../value/fits-type.ts";

/** An output parameter, or a record field in one, that is found by a binding of its own. */
export interface BoundOutput {
  /** Name of the output, with record fields: `stats.table`. */
  readonly name: string;
  readonly type: CwlType;
  readonly binding: CommandOutputBinding;
}

/** An output and how it is put together: by its binding, of its fields, or not at all. */
export type OutputShape =
  | { readonly bound: BoundOutput }
  | { readonly fields: Readonly<Record<string, OutputShape>> }
  | { readonly nothing: true };

/** How an output of a tool is found. Fields of a record count only where the record itself has no binding. */
export function outputShape(output: OutputLike, name: string): OutputShape {
  if (output.outputBinding !== undefined) {
    const { loadContents, loadListing, ...binding } = output.outputBinding;
    const contents = loadContents ?? output.loadContents;
    const listing = loadListing ?? output.loadListing;
    return {
      bound: {
        name,
        type: output.type,
        binding: {
          ...binding,
          ...(contents !== undefined && { loadContents: contents }),
          ...(listing !== undefined && { loadListing: listing }),
        },
      },
    };
  }
  for (const member of membersOf(output.type)) {
    if (typeof member === "object" && member.type === "record" && member.fields.some(isFound)) {
      return {
        fields: Object.fromEntries(
          member.fields.map((field) => [field.name, outputShape(field, `${name}.${field.name}`)]),
        ),
      };
    }
  }
  return { nothing: true };
}

interface OutputLike extends FileAnnotations {
  readonly type: CwlType;
  readonly outputBinding?: CommandOutputBinding;
}

function isFound(field: RecordField): boolean {
  return !("nothing" in outputShape(field, field.name));
}

/** All bindings of a shape. */
export function boundOutputs(shape: OutputShape): readonly BoundOutput[] {
  if ("bound" in shape) return [shape.bound];
  return "fields" in shape ? Object.values(shape.fields).flatMap(boundOutputs) : [];
}
