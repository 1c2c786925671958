import type { YamlNode } from "../yaml/index.ts";
import type { SaladTable, SaladType } from "./salad-table.ts";

/** A node as a message shows it. */
export function describeNode(node: YamlNode): string {
  if (node.kind === "sequence") return "a list";
  if (node.kind === "mapping") return "a mapping";
  if (node.value === null) return "empty";
  const text = JSON.stringify(node.exact ?? node.value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Alternatives as a message shows them: "a string, an expression or a list of strings". */
export function describeTypes(table: SaladTable, types: readonly SaladType[]): string {
  const names = [...new Set(types.map((type) => describeType(table, type)))];
  if (names.length < 2) return names[0] ?? "absent";
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

function describeType(table: SaladTable, type: SaladType): string {
  if (typeof type !== "string") return `a list (of ${describeTypes(table, type.array)})`;
  switch (type) {
    case "string":
      return "a string";
    case "boolean":
      return "true or false";
    case "int":
    case "long":
      return "an integer";
    case "float":
    case "double":
      return "a number";
    case "Expression":
      return "an expression, $(…) or ${…}";
    default: {
      const symbols = table.enums[type];
      return symbols ? `one of ${symbols.join(", ")}` : `a mapping (${type})`;
    }
  }
}
