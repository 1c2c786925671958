import type { CwlType, UnionType } from "../model/index.ts";

/** A type in the short form that people write: `File[]?`, `int | string`, `record pair`. */
export function showType(type: CwlType): string {
  if (typeof type === "string") return type;
  if (isUnion(type)) return showUnion(type);
  if (type.type === "array") {
    const items = showType(type.items);
    return /[ ?|]/.test(items) ? `(${items})[]` : `${items}[]`;
  }
  if (type.type === "enum") return type.name === undefined ? `enum of ${type.symbols.join(", ")}` : `enum ${type.name}`;
  if (type.type === "recursion") return "record";
  return type.name === undefined
    ? `record of ${type.fields.map((field) => field.name).join(", ")}`
    : `record ${type.name}`;
}

function showUnion(type: UnionType): string {
  const rest = type.filter((member) => member !== "null").map(showType);
  const [only] = rest;
  if (rest.length === type.length) return rest.join(" | ");
  return rest.length === 1 && only !== undefined && !only.includes(" ") ? `${only}?` : [...rest, "null"].join(" | ");
}

export function isUnion(type: CwlType): type is UnionType {
  return Array.isArray(type);
}

/** The alternatives of a type. */
export function membersOf(type: CwlType): UnionType {
  return isUnion(type) ? type : [type];
}

/** Whether null is a value of the type. */
export function isNullable(type: CwlType): boolean {
  return membersOf(type).includes("null");
}
