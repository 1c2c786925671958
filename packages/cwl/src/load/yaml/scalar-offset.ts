import type { YamlScalar } from "./yaml-node.ts";

/**
 * The offset in the document of the character at an index of a scalar's text. Exact for plain and quoted text on one
 * line and for literal blocks (`|`); in text that was folded or escaped it is exact up to the first place where the two
 * differ and near enough after it.
 */
export function offsetInScalar(node: YamlScalar, index: number): number {
  const { text } = node.source;
  const first = text[node.start];
  if (first === "|" || first === ">") return offsetInBlock(node, index, first);
  const isQuoted = first === '"' || first === "'";
  const start = node.start + (isQuoted ? 1 : 0);
  return isQuoted || text.startsWith(String(node.value), node.start) ? skipQuoted(text, start, index, first) : start;
}

/** Goes `index` characters on in quoted text; an escape is one character. */
function skipQuoted(text: string, start: number, index: number, quote: string | undefined): number {
  let at = start;
  for (let passed = 0; passed < index && at < text.length; passed++) {
    const isEscape = quote === '"' && text[at] === "\\";
    const isDoubled = quote === "'" && text[at] === "'" && text[at + 1] === "'";
    at += isEscape || isDoubled ? 2 : 1;
  }
  return at;
}

/** The lines of a block stand one by one below its header, behind the same indentation. */
function offsetInBlock(node: YamlScalar, index: number, header: "|" | ">"): number {
  const { text } = node.source;
  const value = String(node.value);
  let lineStart = nextLine(text, node.start);
  const indent = indentOf(text, lineStart, value);
  if (header === ">") {
    // Where lines were joined, the words of the text lead to the place.
    const word = /\S*$/.exec(value.slice(Math.max(0, index - 1000), index))?.[0] ?? "";
    const near = value.slice(index - word.length, index + 20).split("\n")[0] ?? "";
    const found = near === "" ? -1 : text.indexOf(near, lineStart);
    return found < 0 ? lineStart + indent : found + word.length;
  }
  let from = 0;
  for (;;) {
    const end = value.indexOf("\n", from);
    if (end < 0 || index <= end) return Math.min(lineStart + indent + (index - from), text.length);
    from = end + 1;
    lineStart = nextLine(text, lineStart);
  }
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end + 1;
}

/** How far the lines of a block are moved in: what its first line with text has more of than the value. */
function indentOf(text: string, from: number, value: string): number {
  const lines = value.split("\n");
  const row = lines.findIndex((line) => line.trim() !== "");
  if (row < 0) return 0;
  let start = from;
  for (let line = 0; line < row; line++) start = nextLine(text, start);
  const written = /^ */.exec(text.slice(start, nextLine(text, start)))?.[0].length ?? 0;
  return written - (/^ */.exec(lines[row] ?? "")?.[0].length ?? 0);
}
