import type { SaladTable, SaladType } from "./salad-table.ts";

/** Whether a scalar is one of the alternatives. */
export function scalarFits(
  table: SaladTable,
  value: null | boolean | number | string,
  types: readonly SaladType[],
): boolean {
  return types.some((type) => typeof type === "string" && fits(table, value, type));
}

function fits(table: SaladTable, value: null | boolean | number | string, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "int":
      return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 0x7fff_ffff;
    case "long":
      return typeof value === "number" && Number.isInteger(value);
    case "float":
    case "double":
      return typeof value === "number";
    case "Expression":
      return typeof value === "string" && (value.includes("$(") || value.includes("${"));
    default:
      return typeof value === "string" && (table.enums[type]?.includes(value) ?? false);
  }
}
