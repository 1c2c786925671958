import type { Json } from "@sluice/contracts";
import type { CwlType, Process, RecordField, RecordType } from "../model/index.ts";
import { compact } from "./compact.ts";
import type { TypeDefinitions } from "./type-definitions.ts";
import { writeAnnotations } from "./write-annotations.ts";

/** Where a type is written: a type that is shared may say more than its place allows. */
export interface TypePlace {
  /** Before v1.1. */
  readonly isOld: boolean;
  /** Only inputs of tools have `inputBinding`, only their outputs `outputBinding`. */
  readonly binding: "inputBinding" | "outputBinding" | undefined;
  readonly definitions: TypeDefinitions;
}

/** The place of the inputs or outputs of a process. */
export function typePlace(process: Process, side: "input" | "output", definitions: TypeDefinitions): TypePlace {
  const binding = side === "input" ? "inputBinding" : "outputBinding";
  return {
    isOld: process.cwlVersion === "v1.0",
    binding: process.class === "CommandLineTool" ? binding : undefined,
    definitions,
  };
}

/**
 * A type written out. Names are left out: what they stood for is in their place, wherever they were used. Only a record that
 * contains itself needs one.
 */
export function writeType(type: CwlType, place: TypePlace): Json {
  return writeWithin(type, place, []);
}

/** `around` are the records around the type, innermost first. */
function writeWithin(type: CwlType, place: TypePlace, around: readonly RecordType[]): Json {
  if (typeof type === "string") return type;
  if (isUnion(type)) return type.map((member) => writeWithin(member, place, around));
  if (type.type === "recursion") {
    const record = around[type.up];
    return record === undefined ? "Any" : place.definitions.nameOf(record, place.binding);
  }
  const inputBinding = place.binding === "inputBinding" ? type.inputBinding : undefined;
  if (type.type === "array")
    return compact({ type: "array", items: writeWithin(type.items, place, around), inputBinding });
  if (type.type === "enum") return compact({ type: "enum", symbols: type.symbols, inputBinding });
  const fields = type.fields.map((field) => writeField(field, place, [type, ...around]));
  return place.definitions.define(type, place.binding, compact({ type: "record", fields, inputBinding }));
}

function isUnion(type: CwlType): type is Extract<CwlType, readonly unknown[]> {
  return Array.isArray(type);
}

function writeField(field: RecordField, place: TypePlace, around: readonly RecordType[]): Json {
  return compact({
    name: field.name,
    type: writeWithin(field.type, place, around),
    label: field.label,
    doc: field.doc,
    ...writeAnnotations(field, place.isOld),
    loadContents: place.isOld ? undefined : field.loadContents,
    ...(place.binding !== undefined && { [place.binding]: field[place.binding] }),
  });
}
