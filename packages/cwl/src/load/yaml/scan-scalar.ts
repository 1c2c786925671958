import { afterBreak, char, isBlank, isBreak, isDocumentMarker, isFlowIndicator, isGap } from "./characters.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { TokenKind, type Token } from "./token.ts";

/** A scalar as it was found in a text that ends with a null character. */
export interface ScannedScalar extends Token {
  /** Where to go on: after a scalar without quotes, the blanks and lines behind it are read as well. */
  readonly next: number;
  /** Start of the line of `next`. */
  readonly lineStart: number;
  /** Whether the lines of the scalar are over: what comes next begins a line. */
  readonly isLineOver: boolean;
}

/** A scalar without quotes. Its lines go on while they are indented by `indent`, within brackets whatever their indentation. */
export function scanPlain(
  text: string,
  start: number,
  lineStart: number,
  indent: number,
  isFlow: boolean,
): ScannedScalar {
  let value = "";
  let end = start;
  let line = lineStart;
  let breaks = 0;
  for (let at = start; ;) {
    const from = at;
    for (let code = text.charCodeAt(at); !isGap(code); code = text.charCodeAt(at)) {
      if (code === char.colon) {
        const next = text.charCodeAt(at + 1);
        if (isGap(next) || (isFlow && isFlowIndicator(next))) break;
      } else if (isFlow && isFlowIndicator(code)) break;
      at++;
    }
    if (at > from) {
      if (end > start) value += breaks === 0 ? text.slice(end, from) : folded(breaks);
      value += text.slice(from, at);
      end = at;
      breaks = 0;
      for (let code = text.charCodeAt(at); isBlank(code) || isBreak(code); code = text.charCodeAt(at)) {
        if (isBreak(code)) {
          line = at = afterBreak(text, at);
          breaks++;
          if (isDocumentMarker(text, at)) break;
        } else if (code === char.tab && breaks > 0 && at - line < indent)
          throw new SyntaxFault("a tab cannot be used to indent", line, "Use spaces.");
        else at++;
      }
    }
    const goesOn = at > end && at > from && text.charCodeAt(at) !== char.hash && (isFlow || at - line >= indent);
    if (!goesOn || (at === line && isDocumentMarker(text, at)))
      return { kind: TokenKind.plain, start, text: value, end, next: at, lineStart: line, isLineOver: breaks > 0 };
  }
}

/** One line break becomes a space; of several, all but the first are kept. */
function folded(breaks: number): string {
  return breaks === 1 ? " " : "\n".repeat(breaks - 1);
}

/** A scalar in quotes. The indentation of its lines says nothing. */
export function scanQuoted(text: string, start: number, lineStart: number): ScannedScalar {
  const quote = text.charCodeAt(start);
  const isDouble = quote === char.quote;
  const escape: number | undefined = isDouble ? char.backslash : undefined;
  let value = "";
  let line = lineStart;
  for (let at = start + 1; ;) {
    const from = at;
    let code = text.charCodeAt(at);
    while (!isGap(code) && code !== quote && code !== escape) code = text.charCodeAt(++at);
    value += text.slice(from, at);
    if (code === quote) {
      if (isDouble || text.charCodeAt(at + 1) !== quote)
        return {
          kind: TokenKind.quoted,
          start,
          text: value,
          end: at + 1,
          next: at + 1,
          lineStart: line,
          isLineOver: false,
        };
      value += "'";
      at += 2;
      continue;
    }
    const isJoined = code === escape && isBreak(text.charCodeAt(at + 1));
    if (code === escape && !isJoined) {
      const { character, end } = scanEscape(text, at);
      value += character;
      at = end;
      continue;
    }
    if (isJoined) at++;
    const blanks = at;
    let breaks = 0;
    for (code = text.charCodeAt(at); isBlank(code) || isBreak(code); code = text.charCodeAt(at)) {
      if (isBlank(code)) at++;
      else {
        line = at = afterBreak(text, at);
        breaks++;
        if (isDocumentMarker(text, at)) throw notClosed(text, start);
      }
    }
    if (code === char.end) throw notClosed(text, start);
    if (breaks === 0) value += text.slice(blanks, at);
    else value += isJoined ? "\n".repeat(breaks - 1) : folded(breaks);
  }
}

function notClosed(text: string, start: number): SyntaxFault {
  const quote = text[start] ?? "";
  return new SyntaxFault(`the quote ${quote} is not closed`, start, `Close it with ${quote}.`);
}

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/** How many digits of a character's number follow. */
const digitsAfter: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(text: string, at: number): { readonly character: string; readonly end: number } {
  const letter = text[at + 1] ?? "";
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (simple !== undefined) return { character: simple, end: at + 2 };
  const count = Object.hasOwn(digitsAfter, letter) ? (digitsAfter[letter] ?? 0) : 0;
  if (count === 0)
    throw new SyntaxFault(
      `\\${letter} has no meaning in double quotes`,
      at,
      "Write \\\\ for a backslash, or single quotes.",
    );
  const digits = text.slice(at + 2, at + 2 + count);
  const code = Number.parseInt(digits, 16);
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < count || code > 0x10ffff)
    throw new SyntaxFault(`\\${letter} needs ${count} hexadecimal digits of a character`, at);
  return { character: String.fromCodePoint(code), end: at + 2 + count };
}

/** A block (`|` or `>`) in a collection whose entries are indented by `parentIndent`. */
export function scanBlock(text: string, start: number, parentIndent: number): ScannedScalar {
  const header = /[|>](?:([+-])([1-9])?|([1-9])([+-])?)?[ \t]*(?:#[^\r\n\0]*)?(?=[\r\n\0])/y;
  header.lastIndex = start;
  const found = header.exec(text);
  if (!found)
    throw new SyntaxFault(
      "after | or > there can be + or -, a digit from 1 to 9, and a comment",
      start,
      "Text begins in the next line.",
    );
  const chomping = found[1] ?? found[4];
  const given = Number(found[2] ?? found[3] ?? 0);
  const isFolded = text.charCodeAt(start) === char.more;
  let at = start + found[0].length;
  if (isBreak(text.charCodeAt(at))) at = afterBreak(text, at);
  let line = at;
  let breaks = 0;
  let indent = given === 0 ? 0 : Math.max(parentIndent, 0) + given;

  /** Passes empty lines; without an indentation so far, the widest of them and of the first line with text is it. */
  const skipEmptyLines = (): void => {
    let widest = 0;
    breaks = 0;
    const width = indent === 0 ? text.length : indent;
    for (;;) {
      const textStart = line + width;
      while (text.charCodeAt(at) === char.space && at < textStart) at++;
      widest = Math.max(widest, at - line);
      const code = text.charCodeAt(at);
      if (code === char.tab && at < textStart)
        throw new SyntaxFault("a tab cannot be used to indent", at, "Use spaces.");
      if (!isBreak(code)) break;
      line = at = afterBreak(text, at);
      breaks++;
    }
    if (indent === 0) indent = Math.max(widest, parentIndent + 1, 1);
  };

  skipEmptyLines();
  let value = "";
  let end = at;
  let pending = "";
  let wasMoreIndented = false;
  while (at - line === indent && text.charCodeAt(at) !== char.end) {
    const isMoreIndented = isBlank(text.charCodeAt(at));
    if (isFolded && pending !== "" && !wasMoreIndented && !isMoreIndented) value += breaks === 0 ? " " : "";
    else value += pending;
    value += "\n".repeat(breaks);
    wasMoreIndented = isMoreIndented;
    const from = at;
    for (let code = text.charCodeAt(at); !isBreak(code) && code !== char.end; code = text.charCodeAt(at)) at++;
    value += text.slice(from, at);
    end = at;
    pending = "";
    if (isBreak(text.charCodeAt(at))) {
      line = at = afterBreak(text, at);
      pending = "\n";
    }
    skipEmptyLines();
  }
  if (chomping !== "-") value += pending;
  if (chomping === "+") value += "\n".repeat(breaks);
  return { kind: TokenKind.block, start, text: value, end, next: at, lineStart: line, isLineOver: true };
}
