/** The one script that the entries of an `expressionLib` make: a later entry may end what an earlier one began. */
export function libraryScript(expressionLib: readonly string[]): string {
  return expressionLib.join("\n");
}

/** The entry in which a line of the script stands, and which line of that entry it is. */
export function entryAtLine(
  expressionLib: readonly string[],
  line: number,
): { readonly entry: number; readonly line: number } {
  let before = 0;
  for (const [entry, code] of expressionLib.entries()) {
    const lines = code.split("\n").length;
    if (line <= before + lines) return { entry, line: line - before };
    before += lines;
  }
  return { entry: 0, line };
}
