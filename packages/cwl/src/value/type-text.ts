import { isDirectoryValue, isFileValue, type Json, isExactNumber } from "@sluice/contracts";
import type { CwlType } from "../model/index.ts";

/** A type as people write it: `File[]`, `int?`, `string | int`. */
export function typeText(type: CwlType): string {
  if (typeof type === "string") return type;
  if ("type" in type) {
    if (type.type === "array") {
      const items = typeText(type.items);
      return /[?| ]/.test(items) ? `(${items})[]` : `${items}[]`;
    }
    if (type.type === "enum") return `one of ${type.symbols.map((symbol) => JSON.stringify(symbol)).join(", ")}`;
    if (type.type === "recursion") return "record";
    return `record {${type.fields.map((field) => field.name).join(", ")}}`;
  }
  const others = type.filter((member) => member !== "null").map((member) => typeText(member));
  const optional = others.length < type.length;
  if (optional && others.length === 1) return /[| ]/.test(others[0] ?? "") ? `(${others[0]})?` : `${others[0]}?`;
  return [...others, ...(optional ? ["null"] : [])].join(" | ");
}

/** What a value is, short enough for a message. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return "null";
  if (Array.isArray(value))
    return value.length === 0
      ? "an empty list"
      : `a list of ${value.length} (first: ${valueText((value as readonly Json[])[0])})`;
  if (isFileValue(value) || isDirectoryValue(value)) {
    const name = value["basename"] ?? value["path"] ?? value["location"];
    return `the ${value.class}${typeof name === "string" ? ` ${JSON.stringify(name)}` : ""}`;
  }
  const text = JSON.stringify(value);
  const short = text.length <= 60 ? text : `${text.slice(0, 59)}…`;
  if (isExactNumber(value)) return `the number ${value.text}`;
  return typeof value === "object" ? `the object ${short}` : `the ${typeof value} ${short}`;
}
