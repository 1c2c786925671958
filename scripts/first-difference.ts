/** Where two texts first differ, in words: the line and both versions of it. */
export function firstDifference(before: string, after: string): string {
  const old = before.split("\n");
  const now = after.split("\n");
  const index = now.findIndex((line, i) => line !== old[i]);
  const at = index === -1 ? now.length : index;
  return `line ${at + 1}\n  - ${old[at] ?? "(end)"}\n  + ${now[at] ?? "(end)"}`;
}
