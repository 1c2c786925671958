import { SyntaxFault } from "./syntax-fault.ts";

/** A fault in the words of a person who wants to mend it: an expression without quotes is to blame for what comes behind it. */
export function explainSyntax(text: string, fault: SyntaxFault): SyntaxFault {
  const expression = expressionBefore(text, fault.offset);
  return expression
    ? new SyntaxFault(expression.message, expression.offset, "Write the whole value in quotes.")
    : fault;
}

/** How much of a line is looked at on each side of a fault: nobody wrote a longer one by hand. */
const maxColumns = 2000;

/**
 * An expression without quotes, in the line of an offset, that YAML does not read as text: within braces or brackets
 * because of those in it, elsewhere because of a colon or a hash mark beside a space.
 */
function expressionBefore(text: string, offset: number): { message: string; offset: number } | undefined {
  const start = Math.max(text.lastIndexOf("\n", offset - 1) + 1, offset - maxColumns);
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
