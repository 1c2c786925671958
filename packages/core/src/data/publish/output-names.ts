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
      for (let number = numbers.get(firstKey) ?? untaken.get(first) ?? 1; ; number++) {
        const names = group.map(({ basename }) => numbered(basename, stem, number));
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

function numbered(name: string, groupStem: string, number: number): string {
  if (number === 1) return name;
  const { stem, extension } = name.startsWith(groupStem)
    ? { stem: groupStem, extension: name.slice(groupStem.length) }
    : splitName(name);
  return `${stem}_${number}${extension}`;
}
