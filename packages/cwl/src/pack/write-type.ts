import type { Json, JsonObject } from "@sluice/contracts";
import type { CwlType, Process, RecordField, RecordType } from "../model/index.ts";
import { compact } from "./compact.ts";
import type { NameableType, TypeDefinitions } from "./type-definitions.ts";
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
 * A type written out. One with a name stands in a SchemaDefRequirement and is referred to, as is a record that contains itself: all
 * that it says of bindings is kept there, for whoever uses it in the inputs of a tool.
 */
export function writeType(type: CwlType, place: TypePlace): Json {
  return writeWithin(type, place, []);
}

/** A record around a type, and what names it. */
interface Around {
  readonly record: RecordType;
  readonly key: string;
}

/** `around` are the records around the type, innermost first. */
function writeWithin(type: CwlType, place: TypePlace, around: readonly Around[]): Json {
  if (typeof type === "string") return type;
  if (isUnion(type)) return type.map((member) => writeWithin(member, place, around));
  const { definitions } = place;
  if (type.type === "recursion") {
    const outer = around[type.up];
    return outer === undefined ? "Any" : definitions.refer(outer.record, outer.key);
  }
  // How outputs are found can be said in the outputs of a tool only.
  const isBound = place.binding === "outputBinding" && bindsOutputs(type);
  const isShared = type.name !== undefined && !isBound;
  const inner: TypePlace = isShared ? { ...place, binding: "inputBinding" } : place;
  const outside = isClosed(type, 0) ? "" : (around[0]?.key ?? "");
  const key = JSON.stringify([isShared ? "" : (place.binding ?? ""), type, outside]);
  return definitions.define(type, key, writeSchema(type, inner, key, around), isShared);
}

/** Whether a type refers to nothing around it; `depth` is the number of records on the way to it. */
function isClosed(type: CwlType, depth: number): boolean {
  if (typeof type === "string") return true;
  if (isUnion(type)) return type.every((member) => isClosed(member, depth));
  if (type.type === "recursion") return type.up < depth;
  if (type.type === "array") return isClosed(type.items, depth);
  return type.type === "enum" || type.fields.every((field) => isClosed(field.type, depth + 1));
}

function writeSchema(type: NameableType, place: TypePlace, key: string, around: readonly Around[]): JsonObject {
  const inputBinding = place.binding === "inputBinding" ? type.inputBinding : undefined;
  if (type.type === "array")
    return compact({ type: "array", items: writeWithin(type.items, place, around), inputBinding });
  if (type.type === "enum") return compact({ type: "enum", symbols: type.symbols, inputBinding });
  const within = [{ record: type, key }, ...around];
  return compact({
    type: "record",
    fields: type.fields.map((field) => writeField(field, place, within)),
    inputBinding,
  });
}

function bindsOutputs(type: CwlType): boolean {
  if (typeof type === "string") return false;
  if (isUnion(type)) return type.some(bindsOutputs);
  if (type.type === "array") return bindsOutputs(type.items);
  if (type.type !== "record") return false;
  return type.fields.some((field) => field.outputBinding !== undefined || bindsOutputs(field.type));
}

function isUnion(type: CwlType): type is Extract<CwlType, readonly unknown[]> {
  return Array.isArray(type);
}

function writeField(field: RecordField, place: TypePlace, around: readonly Around[]): Json {
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
