import { isDirectoryValue, isFileValue, type Json, type JsonObject, isExactNumber } from "@sluice/contracts";
import type { CwlType, RecordType, UnionType } from "../model/index.ts";
import { fieldsOf } from "./record-fields.ts";

/** One member of a union: any type that is not itself a union. */
export type MemberType = Exclude<CwlType, UnionType>;

export function isUnion(type: CwlType): type is UnionType {
  return typeof type === "object" && !("type" in type);
}

/** The members of a type; a type that is not a union is its own only member. */
export function membersOf(type: CwlType): readonly MemberType[] {
  return isUnion(type) ? type : [type];
}

/** Whether null is allowed. `Any` means any value but null. Source: CWL v1.2, Any. */
export function isOptional(type: CwlType): boolean {
  return membersOf(type).includes("null");
}

/** Whether a value is of a type. Fields that a record does not name are allowed. */
export function fitsType(value: Json | undefined, type: CwlType): boolean {
  return isUnion(type) ? type.some((member) => fitsMember(value, member)) : fitsMember(value, type);
}

/** The member of a type that a value is of; a record that names all fields of the value goes before one that does not. */
export function memberFor(value: Json, type: CwlType): MemberType | undefined {
  if (!isUnion(type)) return type;
  const fitting = type.filter((member) => fitsMember(value, member));
  return fitting.find((member) => !isRecord(member) || namesAllFields(value, member)) ?? fitting[0];
}

function fitsMember(value: Json | undefined, type: MemberType): boolean {
  if (value === undefined || value === null) return type === "null";
  if (typeof type === "object") {
    if (type.type === "array")
      return Array.isArray(value) && (value as readonly Json[]).every((item) => fitsType(item, type.items));
    if (type.type === "enum") return typeof value === "string" && type.symbols.includes(value);
    if (type.type === "recursion") return isPlainObject(value);
    return isPlainObject(value) && fieldsOf(type).every((field) => fitsType(value[field.name], field.type));
  }
  switch (type) {
    case "Any":
      return true;
    case "null":
      return false;
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return typeof value === "string";
    case "int":
      return isInt(value);
    case "long":
      return isLong(value);
    case "float":
    case "double":
      return typeof value === "number" || isExactNumber(value);
    case "File":
      return isFileValue(value);
    case "Directory":
      return isDirectoryValue(value);
    default:
      return false;
  }
}

/** Whether a value is an integer of 32 bits. */
export function isInt(value: Json): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}

/** Whether a value is an integer of 64 bits. */
export function isLong(value: Json): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
  if (!isExactNumber(value) || value.text.endsWith(".0")) return false;
  const exact = BigInt(value.text);
  return BigInt.asIntN(64, exact) === exact;
}

export function isPlainObject(value: Json): value is JsonObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !isExactNumber(value) &&
    !isFileValue(value) &&
    !isDirectoryValue(value)
  );
}

function isRecord(type: MemberType): type is RecordType {
  return typeof type === "object" && type.type === "record";
}

function namesAllFields(value: Json, type: RecordType): boolean {
  return Object.keys(value as JsonObject).every((key) => type.fields.some((field) => field.name === key));
}
