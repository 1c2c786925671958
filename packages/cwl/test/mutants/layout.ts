type Random = (below: number) => number;

const blanks = ["", " ", "  ", "    ", "      "];
const comments = [" # a comment", "# in column 0", "  # [ ' \"", "#", "\t# after a tab"];
const places = /[[\]{},:"'-]|\s+/g;

type LineChange = (lines: string[], at: number, random: Random) => void;

const lineChanges: readonly LineChange[] = [
  // Indentation.
  (lines, at, random) => void (lines[at] = pick(blanks, random) + (lines[at] ?? "").trimStart()),
  (lines, at, random) => void (lines[at] = pick(blanks, random) + (lines[at] ?? "")),
  (lines, at) => void (lines[at] = (lines[at] ?? "").replace(/^ {1,2}/, "")),
  (lines, at, random) => {
    const by = pick(blanks, random);
    for (let line = at; line < Math.min(lines.length, at + 1 + random(6)); line++)
      lines[line] = by + (lines[line] ?? "");
  },
  // Ends of lines.
  (lines, at, random) => void (lines[at] += pick([" ", "  ", "\t", " \t "], random)),
  (lines, at, random) => void (lines[at] += pick(comments, random)),
  // Lines.
  (lines, at, random) => void lines.splice(at, 0, pick(["", "  ", ...comments], random)),
  (lines, at, random) =>
    void lines.splice(at, 2, `${lines[at] ?? ""}${pick(blanks, random)}${(lines[at + 1] ?? "").trimStart()}`),
  (lines, at) => void lines.splice(at, 1),
];

const changes: readonly ((text: string, random: Random) => string)[] = [
  ...lineChanges.map((change) => (text: string, random: Random) => {
    const lines = text.split("\n");
    change(lines, random(lines.length), random);
    return lines.join("\n");
  }),
  // A line break, blanks or a comment where words meet.
  ...[0, 1, 2].map(() => (text: string, random: Random) => {
    const found = pick([...text.matchAll(places)], random);
    const at = found.index + (random(2) === 0 ? 0 : found[0].length);
    const inserted = pick(
      [`\n${pick(blanks, random)}`, pick(blanks, random), ` #${pick(comments, random)}\n`, "\n\n"],
      random,
    );
    return text.slice(0, at) + inserted + text.slice(at);
  }),
  (text, random) => {
    const found = pick([...text.matchAll(/\s+/g)], random);
    return text.slice(0, found.index) + pick(["", ...blanks, "\n"], random) + text.slice(found.index + found[0].length);
  },
];

/** Changes how a text is laid out, in one to four places; some texts get the line breaks of other systems. */
export function mutateLayout(text: string, random: Random): string {
  let mutated = text;
  for (let times = 1 + random(4); times > 0; times--) mutated = pick(changes, random)(mutated, random);
  if (random(12) === 0) mutated = mutated.replaceAll("\n", pick(["\r\n", "\r"], random));
  if (random(12) === 0) mutated = mutated.trimEnd();
  return random(20) === 0 ? `\ufeff${mutated}` : mutated;
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}
