import fc from "fast-check";

const plain = ["a", "f", "d", "x", "canary", "canary/file", "canary/new", "home/new", "results/new"];
const odd = [
  ["", ".", "..", "/", "//", "a/", "/a", "a//b", "./a", "a/..", "a/.", "...", "..a", "a/../../x", "d/../../../x"],
  ["\\", "..\\x", "-rf", "--", "-", "~", "~root", "$HOME", "$(touch x)", "`touch x`", "*", "?", "[a]", "[", "{a,b}"],
  ["a\nb", "\n", "\r", "\t", "\u001b[31m", "\u0007", "\u0000", "a\u0000b", "../\u0000", "\ud800", "a\udfffb", "\ufffd"],
  ["e\u0301", "\u00e9", "\u202e", "%2e%2e%2fx", "a%2fb", "%", "#x", "?x", "a b", " ", "'", '"', "''", "a;b", "&"],
  ["a".repeat(255), "a".repeat(256), "é".repeat(127), "é".repeat(128), "../".repeat(40), "a/".repeat(3000)],
  ["cwl.output.json", ".sluice-part", "in", "out", "tmp", "stdout", "exit.json", "__proto__", "constructor", "A"],
  ["/dev/null", "/proc/self/cwd/x", "file:///etc/hostname", "_:x", "http://127.0.0.1:1/x", "con", "nul.txt"],
].flat();

/** Names and paths that somebody may try. `folder`: what absolute ones lead to. */
export function hostileNames(folder: string): fc.Arbitrary<string> {
  const up = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(...plain))
    .map(([depth, name]) => "../".repeat(depth) + name);
  return fc.oneof(
    { weight: 4, arbitrary: up },
    { weight: 4, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: fc.constantFrom(...plain) },
    { weight: 2, arbitrary: fc.constantFrom(...plain).map((name) => `${folder}/${name}`) },
    { weight: 1, arbitrary: up.map((name) => `d/${name}`) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: fc.constantFrom("/", ".", "..", "a", "\\", "\u0000", "\ud83d", "x"), maxLength: 8 }),
    },
  );
}
