/**
 * Whether a version lies in a range of the forms that plugins use: `*`, `1`, `1.2`, `1.2.3`, `^1.2`, `~1.2`, `>=1.2`,
 * joined by spaces (all of them) or `||` (any). An alternative in which nothing stands is none. A pre-release of a version counts as that version: an engine under
 * development must be able to load the plugins made for it.
 */
export function satisfies(version: string, range: string): boolean {
  const actual = parse(version);
  return range.split("||").some((all) => {
    const comparators = all.replaceAll(/([<>=^~])\s+/g, "$1").match(/\S+/g) ?? [];
    return comparators.length > 0 && comparators.every((one) => matches(actual, one));
  });
}

function matches(actual: readonly number[], comparator: string): boolean {
  const match = /^(\^|~|>=|<=|>|<|=)?v?(\d+(?:\.\d+){0,2}|\*)(?:[-+].*)?$/.exec(comparator);
  if (!match) return false;
  const [, operator = "", text = "*"] = match;
  if (text === "*") return true;
  const given = text.split(".").map(Number);
  const wanted = parse(text);
  const order = compare(actual, wanted);
  switch (operator) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case "<":
      return order < 0;
    case "~":
      return order >= 0 && samePrefix(actual, wanted, Math.min(given.length, 2));
    case "^":
      // Below 1.0.0 the first number that is not zero is the one that breaks.
      return order >= 0 && samePrefix(actual, wanted, caretPrefix(wanted, given.length));
    default:
      return samePrefix(actual, wanted, given.length);
  }
}

function caretPrefix(wanted: readonly number[], given: number): number {
  const firstNonZero = wanted.findIndex((part) => part !== 0);
  return firstNonZero === -1 ? given : Math.min(firstNonZero + 1, given);
}

function parse(version: string): number[] {
  const parts = version.split(/[-+]/)[0]?.split(".").map(Number) ?? [];
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function samePrefix(a: readonly number[], b: readonly number[], length: number): boolean {
  for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
