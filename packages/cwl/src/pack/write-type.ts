import type { Json } from "@sluice/contracts";
import type { CwlType, Process, RecordField } from "../model/index.ts";
import { compact } from "./compact.ts";
import { writeAnnotations } from "./write-annotations.ts";

/** Where a type is written: a type that is shared may say more than its place allows. */
export interface TypePlace {
  /** Before v1.1. */
  readonly isOld: boolean;
  /** Only inputs of tools have `inputBinding`, only their outputs `outputBinding`. */
  readonly binding: "inputBinding" | "outputBinding" | undefined;
}

/** The place of the inputs or outputs of a process. */
export function typePlace(process: Process, side: "input" | "output"): TypePlace {
  const binding = side === "input" ? "inputBinding" : "outputBinding";
  return {
    isOld: process.cwlVersion === "v1.0",
    binding: process.class === "CommandLineTool" ? binding : undefined,
  };
}

/** A type written out. Names are left out: what they stood for is in their place, wherever they were used. */
export function writeType(type: CwlType, place: TypePlace): Json {
  if (typeof type === "string") return type;
  if (isUnion(type)) return type.map((member) => writeType(member, place));
  const inputBinding = place.binding === "inputBinding" ? type.inputBinding : undefined;
  if (type.type === "array") return compact({ type: "array", items: writeType(type.items, place), inputBinding });
  if (type.type === "enum") return compact({ type: "enum", symbols: type.symbols, inputBinding });
  return compact({ type: "record", fields: type.fields.map((field) => writeField(field, place)), inputBinding });
}

function isUnion(type: CwlType): type is Extract<CwlType, readonly unknown[]> {
  return Array.isArray(type);
}

function writeField(field: RecordField, place: TypePlace): Json {
  return compact({
    name: field.name,
    type: writeType(field.type, place),
    label: field.label,
    doc: field.doc,
    ...writeAnnotations(field, place.isOld),
    loadContents: place.isOld ? undefined : field.loadContents,
    ...(place.binding !== undefined && { [place.binding]: field[place.binding] }),
  });
}
