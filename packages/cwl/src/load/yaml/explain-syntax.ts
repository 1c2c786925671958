/** What a parser says of a fault, in the words of a person who wants to mend it. */
export interface SyntaxExplanation {
  readonly message: string;
  readonly hint?: string;
  /** A better place than the one where the parser gave up. */
  readonly offset: number;
}

/** Explains what a YAML parser found at an offset of a text. */
export function explainSyntax(text: string, offset: number, reason: string): SyntaxExplanation {
  const expression = expressionBefore(text, offset);
  if (expression !== undefined) return { ...expression, hint: "Write the whole value in quotes." };
  const opener = openerBefore(text, offset);
  if (opener !== undefined) {
    const isQuote = opener.character === '"' || opener.character === "'";
    const what = isQuote ? "quote" : "bracket";
    const closer = isQuote ? opener.character : opener.character === "[" ? "]" : "}";
    return {
      message: `the ${what} ${opener.character} is not closed`,
      hint: `Close it with ${closer}.`,
      offset: opener.offset,
    };
  }
  const character = text[offset] ?? "";
  if (/tab character/.test(reason)) return { message: "a tab cannot be used to indent", hint: "Use spaces.", offset };
  if (character === "@" || character === "`" || character === "%")
    return { message: `text cannot begin with ${character}`, hint: "Write it in quotes.", offset };
  if (character === ":" && /mapping/.test(reason) && /\S:\s/.test(lineBefore(text, offset)))
    return { message: "there is a second ': ' in this line", hint: "Write text that holds ': ' in quotes.", offset };
  if (/indentation/.test(reason))
    return {
      message: `the indentation is wrong (${reason})`,
      hint: "Entries of one mapping or list begin in the same column.",
      offset,
    };
  const found = /^expected the node content, but found '(.+)'$/.exec(reason)?.[1];
  if (found !== undefined) return { message: `a value is missing before '${found}'`, offset };
  return { message: reason, offset };
}

function lineBefore(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset);
}

/** How much of a line is looked at on each side of a fault: nobody wrote a longer one by hand. */
const maxColumns = 2000;

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1) + 1, offset - maxColumns);
}

/**
 * An expression without quotes, in the line of an offset, that YAML does not read as text: within braces or brackets
 * because of those in it, elsewhere because of a colon or a hash mark beside a space.
 */
function expressionBefore(text: string, offset: number): { message: string; offset: number } | undefined {
  const start = lineStart(text, offset);
  const [line = ""] = text.slice(start, offset + maxColumns).split("\n", 1);
  for (const found of line.matchAll(/\$[({]/g)) {
    const at = start + found.index;
    const enclosing = openAtEnd(text, start, at);
    if (at > offset || enclosing?.character === '"' || enclosing?.character === "'") continue;
    const special = (enclosing === undefined ? /:\s|\s#/ : /:\s|\s#|[[\]{},]/).exec(line.slice(found.index + 2));
    if (special === null || !beginsText(text, start, at, enclosing !== undefined)) continue;
    const what = special[0].trim() === ":" ? ": " : special[0].trim() === "#" ? " #" : special[0];
    return { message: `an expression with '${what}' in it needs quotes`, offset: at };
  }
  return undefined;
}

/** Whether a character belongs to a text without quotes: what comes before it in its value is neither quote nor bracket. */
function beginsText(text: string, start: number, at: number, isFlow: boolean): boolean {
  const before = text.slice(start, at);
  const value = /(?:^\s*|[:-]\s+)(\S*)$/.exec(before) ?? (isFlow ? /[[{,]\s*(\S*)$/.exec(before) : null);
  return value !== null && !/["'[{]/.test(value[1] ?? "");
}

interface Opener {
  readonly character: string;
  readonly offset: number;
}

/** How many lines are looked at for what was not closed. */
const maxLines = 200;

/** The quote or bracket that was opened last before an offset and is still open there, if a line tells so by itself. */
function openerBefore(text: string, offset: number): Opener | undefined {
  let end = offset;
  for (let line = 0; line < maxLines && end > 0; line++) {
    const start = lineStart(text, end);
    const open = openAtEnd(text, start, end);
    if (open) return open;
    // A comment or an empty line says nothing; a line that closes a bracket means that it is not one line's affair.
    if (/[\]}]\s*,?\s*$/.test(text.slice(start, end))) return undefined;
    end = start - 1;
  }
  return undefined;
}

/** What is still open at the end of a piece of a line. */
function openAtEnd(text: string, start: number, end: number): Opener | undefined {
  const open: Opener[] = [];
  let quote: Opener | undefined;
  for (let at = start; at < end; at++) {
    const character = text[at] ?? "";
    if (quote) {
      if (character === "\\" && quote.character === '"') at++;
      else if (character === quote.character) quote = undefined;
    } else if (character === "#" && /\s/.test(text[at - 1] ?? " ")) break;
    else if (`"'[{`.includes(character) && beginsValue(text, start, at, open.length > 0)) {
      if (character === '"' || character === "'") quote = { character, offset: at };
      else open.push({ character, offset: at });
    } else if ((character === "]" || character === "}") && open.length > 0) open.pop();
  }
  return quote ?? open.at(-1);
}

/** Quotes and brackets mean something only where a value begins. */
function beginsValue(text: string, start: number, at: number, isFlow: boolean): boolean {
  const before = text.slice(start, at);
  return /^\s*(?:-\s+)*$/.test(before) || /[:-]\s+$/.test(before) || (isFlow && /[[{,:]\s*$/.test(before));
}
