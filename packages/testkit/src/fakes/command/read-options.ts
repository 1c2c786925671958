/** What a command line says. */
export interface ReadOptions {
  /** Values by the long name of the option, in order; flags have an empty text. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly has: (name: string) => boolean;
  readonly last: (name: string) => string | undefined;
  readonly all: (name: string) => readonly string[];
  /** From the first word that is no option. */
  readonly rest: readonly string[];
}

/** The options of a command: long names, each with `value` or `flag`, and the long names of letters. */
export interface OptionTable {
  readonly values: readonly string[];
  readonly flags: readonly string[];
  readonly letters: Readonly<Record<string, string>>;
}

/**
 * Reads options as commands of Unix have them: `--name value`, `--name=value`, `-n value`, `-nvalue`, and flags in one
 * word. @throws Error for an unknown one
 */
export function readOptions(words: readonly string[], table: OptionTable): ReadOptions {
  const values = new Map<string, string[]>();
  const add = (name: string, value: string): void => void values.set(name, [...(values.get(name) ?? []), value]);
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      at += 1;
      break;
    }
    if (!word.startsWith("-") || word === "-") break;
    if (word.startsWith("--")) {
      const [name = "", ...value] = word.slice(2).split("=");
      if (table.flags.includes(name)) add(name, value.join("="));
      else if (!table.values.includes(name)) throw new Error(`unknown option --${name}`);
      else add(name, value.length > 0 ? value.join("=") : (words[++at] ?? ""));
      continue;
    }
    for (let letter = 1; letter < word.length; letter++) {
      const name = table.letters[word[letter] ?? ""];
      if (name === undefined) throw new Error(`unknown option -${word[letter]}`);
      if (table.flags.includes(name)) {
        add(name, "");
        continue;
      }
      const glued = word.slice(letter + 1).replace(/^=/, "");
      add(name, glued !== "" ? glued : (words[++at] ?? ""));
      break;
    }
  }
  return {
    values,
    has: (name) => values.has(name),
    last: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
    rest: words.slice(at),
  };
}
