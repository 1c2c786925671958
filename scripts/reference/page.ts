/** A page of the generated reference. */
export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** A page under docs/reference, with the remark that it is written by a script. */
export function page(name: string, title: string, from: string, lines: readonly string[]): Page {
  const remark = `<!-- Written by scripts/generate-reference.ts from ${from}. -->`;
  return { path: `docs/reference/${name}.md`, text: [`# ${title}`, "", remark, "", ...lines, ""].join("\n") };
}

/** A row of a table; bars in its cells are kept apart from those of the table. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}

/** The head of a table. */
export function head(...cells: readonly string[]): string[] {
  return [row(...cells), row(...cells.map(() => "---"))];
}

export const code = (text: string): string => `\`${text}\``;
