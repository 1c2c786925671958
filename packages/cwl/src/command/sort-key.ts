/** Where an element stands on the command line: positions, indices and names. Source: CWL v1.2, Input binding. */
export type SortKey = readonly (number | string)[];

/** Numbers before strings, numbers by value, strings by their UTF-8 bytes, a shorter key before what it begins. */
export function compareKeys(left: SortKey, right: SortKey): number {
  for (const [index, a] of left.entries()) {
    const b = right[index];
    if (b === undefined) return 1;
    if (a === b) continue;
    if (typeof a === "number") return typeof b === "number" ? a - b : -1;
    if (typeof b === "number") return 1;
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return left.length - right.length;
}
