const safe = /^[A-Za-z0-9_@%+:,./-]+$/;

/**
 * One word of POSIX shell text that stands for exactly this string. The only place where text is quoted for a shell.
 * The string must not hold a NUL character, which no argument can carry.
 */
export function quote(word: string): string {
  return safe.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A simple command for a POSIX shell: each element becomes one word. */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map(quote).join(" ");
}
