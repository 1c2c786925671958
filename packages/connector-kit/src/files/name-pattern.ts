type Part =
  | { readonly type: "character"; readonly value: string }
  | { readonly type: "one" }
  | { readonly type: "many" }
  | { readonly type: "set"; readonly negated: boolean; readonly has: (character: string) => boolean };

/** A pattern for one name, between two slashes. */
export interface NamePattern {
  /** The one name that matches, when there is no wildcard. */
  readonly literal?: string;
  readonly matches: (name: string) => boolean;
}

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /\d/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * Compiles the pattern of one name: `*`, `?`, brackets with ranges and classes, `\` before anything.
 * A leading dot is matched by a dot only. `?` and brackets match one character, also where that has several bytes.
 * Source: IEEE Std 1003.1, XCU 2.13 Pattern Matching Notation.
 */
export function compileNamePattern(pattern: string): NamePattern {
  const parts = parse(Array.from(pattern));
  const [first] = parts;
  const dotted = first?.type === "character" && first.value === ".";
  const literal = parts.every((part) => part.type === "character")
    ? parts.map((part) => part.value).join("")
    : undefined;
  return {
    ...(literal !== undefined && { literal }),
    matches: (name) => (dotted || !name.startsWith(".")) && match(parts, Array.from(name)),
  };
}

function parse(pattern: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? "";
    if (character === "*") {
      if (parts.at(-1)?.type !== "many") parts.push({ type: "many" });
    } else if (character === "?") {
      parts.push({ type: "one" });
    } else if (character === "\\" && index + 1 < pattern.length) {
      parts.push({ type: "character", value: pattern[++index] ?? "" });
    } else if (character === "[") {
      const set = parseSet(pattern, index + 1);
      // A bracket that is never closed stands for itself.
      parts.push(set?.part ?? { type: "character", value: "[" });
      index = set?.end ?? index;
    } else {
      parts.push({ type: "character", value: character });
    }
  }
  return parts;
}

function parseSet(
  pattern: readonly string[],
  start: number,
): { readonly part: Part; readonly end: number } | undefined {
  const tests: ((character: string) => boolean)[] = [];
  let index = start;
  const negated = pattern[index] === "!" || pattern[index] === "^";
  if (negated) index++;
  const first = index;
  for (; index < pattern.length; index++) {
    if (pattern[index] === "]" && index > first) {
      return { part: { type: "set", negated, has: (character) => tests.some((test) => test(character)) }, end: index };
    }
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(index, index + 12).join(""));
    const known = named && classes[named[1] ?? ""];
    if (named && known) {
      tests.push((character) => character.length === 1 && known.test(character));
      index += named[0].length - 1;
      continue;
    }
    if (pattern[index] === "\\" && index + 1 < pattern.length) index++;
    const low = pattern[index] ?? "";
    if (pattern[index + 1] === "-" && index + 2 < pattern.length && pattern[index + 2] !== "]") {
      index += 2;
      if (pattern[index] === "\\" && index + 1 < pattern.length) index++;
      const [from, to] = [point(low), point(pattern[index] ?? "")];
      tests.push((character) => point(character) >= from && point(character) <= to);
    } else {
      tests.push((character) => character === low);
    }
  }
  return undefined;
}

function point(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Goes back to the latest star only, so that no pattern takes longer than the product of both lengths. */
function match(parts: readonly Part[], name: readonly string[]): boolean {
  let [part, at] = [0, 0];
  let star: { readonly part: number; at: number } | undefined;
  while (at < name.length) {
    const current = parts[part];
    if (current?.type === "many") {
      star = { part: ++part, at };
    } else if (current !== undefined && accepts(current, name[at] ?? "")) {
      part++;
      at++;
    } else if (star !== undefined) {
      part = star.part;
      at = ++star.at;
    } else {
      return false;
    }
  }
  while (parts[part]?.type === "many") part++;
  return part === parts.length;
}

function accepts(part: Part, character: string): boolean {
  switch (part.type) {
    case "one":
      return true;
    case "character":
      return part.value === character;
    case "set":
      return part.has(character) !== part.negated;
    case "many":
      return false;
  }
}
