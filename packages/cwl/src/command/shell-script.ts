/** One element of a command line that a shell will read. */
export interface ShellWord {
  readonly text: string;
  /** Whether the shell must take it literally. */
  readonly quoted: boolean;
}

/** Joins words for `sh`. This is the only place where a CWL command is quoted. Source: CWL v1.2, ShellCommandRequirement. */
export function shellScript(words: readonly ShellWord[]): string {
  // Everything is quoted, also what looks harmless: `if` or `time` as a word must not be read as the shell's own.
  return words.map(({ text, quoted }) => (quoted ? `'${text.replaceAll("'", "'\\''")}'` : text)).join(" ");
}
