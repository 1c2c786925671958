/** A source of numbers that is the same for the same seed on every machine (mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Values that are likely to stand where nobody thought of them. */
const oddValues = [
  ..."null ~ true 0 -1 3000000000 1e400 .nan 0x1F 0o17 [] {} [[]] {a: b} '' \"\" | > & * ! !!int !!map @ ` % ? - # ,".split(
    " ",
  ),
  ..."__proto__ constructor toString class id $import $include $graph $(inputs.x) ${return} $( ${ $(inputs[) \\$( #main #".split(
    " ",
  ),
  ..."File File[] File[]? Any stdin Directory string? string[][] ../.. /dev/null file:///none http://none/x main one/o".split(
    " ",
  ),
  "&a [*a]",
  "{$import: none.cwl}",
  "{$include: fixtures}",
  "{class: File}",
  "{class: File, location: 'file://%'}",
  "{class: Workflow, inputs: [], outputs: [], steps: []}",
  `${"[".repeat(150)}${"]".repeat(150)}`,
  `$(${"(".repeat(2000)}`,
  `"${"x".repeat(5000)}"`,
  "\t",
  "\u0000",
  "\u2028",
  "😀",
  "\ud800",
];
const words = /[A-Za-z_$][\w$.:/-]*/g;

type Random = (below: number) => number;
type Mutation = (text: string, random: Random, other: string) => string;

const lineMutations: readonly ((lines: string[], at: number, random: Random, other: readonly string[]) => void)[] = [
  (lines, at) => void lines.splice(at, 1),
  (lines, at) => void lines.splice(at, 0, lines[at] ?? ""),
  (lines, at, random) => void lines.splice(random(lines.length), 0, ...lines.splice(at, 1 + random(4))),
  (lines, at, random) => void (lines[at] = `${" ".repeat(1 + random(3))}${lines[at]}`),
  (lines, at) => void (lines[at] = (lines[at] ?? "").replace(/^ {1,2}/, "")),
  (lines, at, random) => void (lines[at] = (lines[at] ?? "").replace(/:.*/, `: ${pick(oddValues, random)}`)),
  (lines, at, random, other) => void lines.splice(at, 0, ...other.slice(random(other.length)).slice(0, 1 + random(5))),
  (lines, at) => void lines.splice(at),
];

const mutations: readonly Mutation[] = [
  ...lineMutations.map((change): Mutation => (text, random, other) => {
    const lines = text.split("\n");
    change(lines, random(lines.length), random, other.split("\n"));
    return lines.join("\n");
  }),
  (text, random) => {
    const at = random(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random(3));
  },
  (text, random) => {
    const at = random(text.length);
    return text.slice(0, at) + pick([...":-[]{}'\"|>&*!#,?%@ \n$()".split(""), ...oddValues], random) + text.slice(at);
  },
  // One word becomes another of the same document, or an odd value.
  (text, random) => {
    const found = [...text.matchAll(words)];
    const from = pick(found, random);
    const to = random(2) === 0 ? pick(found, random)?.[0] : pick(oddValues, random);
    return from ? text.slice(0, from.index) + (to ?? "") + text.slice(from.index + from[0].length) : text;
  },
];

/** Changes a text in one to three places. */
export function mutate(text: string, other: string, random: Random): string {
  let mutated = text;
  for (let times = 1 + random(3); times > 0; times--)
    mutated = pick(mutations, random)?.(mutated, random, other) ?? mutated;
  return mutated;
}

function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[random(items.length)];
}
