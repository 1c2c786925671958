import type { Json } from "@sluice/contracts";
import type { CwlType, FileAnnotations } from "../model/index.ts";
import { asDraft, type FileDraft } from "./file-draft.ts";
import { isPlainObject, memberFor } from "./fits-type.ts";
import { fieldsOf } from "./record-fields.ts";

/** A File or Directory of a value, with what its parameter or record field says about it. */
export interface AnnotatedFile {
  readonly draft: FileDraft;
  readonly annotations: FileAnnotations;
  /** Name of the parameter, with record fields: `reads.index`. */
  readonly name: string;
}

/** The Files and Directories that annotations apply to: those of the type itself, of its lists, and of record fields. */
export function annotatedFiles(
  value: Json,
  type: CwlType,
  annotations: FileAnnotations,
  name: string,
): readonly AnnotatedFile[] {
  if (typeof value !== "object" || value === null) return [];
  const draft = asDraft(value);
  if (draft !== undefined) return [{ draft, annotations, name }];
  const member = memberFor(value, type);
  if (Array.isArray(value)) {
    const items = typeof member === "object" && member.type === "array" ? member.items : "Any";
    return (value as readonly Json[]).flatMap((item) => annotatedFiles(item, items, annotations, name));
  }
  if (!isPlainObject(value) || typeof member !== "object" || member.type !== "record") return [];
  return fieldsOf(member).flatMap((field) =>
    annotatedFiles(value[field.name] ?? null, field.type, field, `${name}.${field.name}`),
  );
}
