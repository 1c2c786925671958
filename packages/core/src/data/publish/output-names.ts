/** The names in one folder of outputs. */
export interface OutputNames {
  /**
   * Names for a file and those that belong to it. Where one is taken by something else, all get the same number, so
   * that they still fit each other: `a.bam`, `a.bam.bai` → `a_2.bam`, `a_2.bam.bai`.
   */
  claim(group: readonly { readonly basename: string; readonly key: string }[]): string[];
}

/** Makes an empty set. Keys say what is the same thing: asked for twice, it gets the same name. */
export function createOutputNames(): OutputNames {
  const holders = new Map<string, string>();
  /** Where to begin: by key the number it has, by name the first number that was not given away. */
  const numbers = new Map<string, number>();
  const untaken = new Map<string, number>();
  const free = (name: string, key: string): boolean => (holders.get(name) ?? key) === key;
  return {
    claim: (group) => {
      const { basename: first = "", key: firstKey = "" } = group[0] ?? {};
      const { stem } = splitName(first);
      const basenames = group.map(({ basename }) => basename);
      for (let number = numbers.get(firstKey) ?? untaken.get(first) ?? 1; ; number++) {
        const names = numbered(basenames, stem, number);
        if (!names.every((name, index) => free(name, group[index]?.key ?? ""))) continue;
        names.forEach((name, index) => holders.set(name, group[index]?.key ?? ""));
        numbers.set(firstKey, number);
        untaken.set(first, number + 1);
        return names;
      }
    },
  };
}

/** Splits a name before its last dot, unless that is its first character. */
export function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? { stem: name.slice(0, dot), extension: name.slice(dot) } : { stem: name, extension: "" };
}

/** Most bytes of a name in a folder. */
const mostBytes = 255;

/** A name that fits: its beginning is cut, between two characters; where the end alone is too long, so is that. */
function shortened(start: string, end: string): string {
  const whole = start + end;
  if (Buffer.byteLength(whole) <= mostBytes) return whole;
  const ending = cut(end, mostBytes - 1);
  return cut(start, mostBytes - Buffer.byteLength(ending)) + ending;
}

function cut(text: string, bytes: number): string {
  let [kept, left] = ["", bytes];
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

/** The names of a group with a number before what follows their common stem, which is cut alike in all of them. */
function numbered(names: readonly string[], groupStem: string, number: number): string[] {
  if (number === 1) return [...names];
  const parts = names.map((name) =>
    name.startsWith(groupStem) ? { stem: groupStem, extension: name.slice(groupStem.length) } : splitName(name),
  );
  const ends = parts.map(({ extension }) => `_${number}${extension}`);
  const room = mostBytes - Math.max(...ends.map((end) => Buffer.byteLength(end)));
  return parts.map(({ stem }, index) =>
    shortened(stem === groupStem ? cut(stem, Math.max(room, 1)) : stem, ends[index] ?? ""),
  );
}
