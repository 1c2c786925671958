import type { JsonSchema } from "@sluice/contracts";
import { optionRows, takesAnyOption } from "../plugins/option-rows.ts";
import { formatTable } from "./table.ts";

/** The options that a schema describes, as a table; a word when there are none. */
export function optionTable(schema: JsonSchema | undefined): string {
  const rows = schema === undefined ? [] : optionRows(schema);
  if (rows.length === 0) {
    const takesAny = schema !== undefined && takesAnyOption(schema);
    return takesAny ? "It takes any options; its schema describes none.\n" : "It takes no options.\n";
  }
  return formatTable(
    ["OPTION", "TYPE", "NEEDED", "DEFAULT", "DESCRIPTION"],
    rows.map((row) => [
      row.name,
      row.secret ? `${row.type} (secret)` : row.type,
      row.required ? "yes" : "no",
      row.default === undefined ? "" : JSON.stringify(row.default),
      row.description,
    ]),
  );
}
