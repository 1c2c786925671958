import { wrongIndentation, type Scanner } from "./scanner.ts";
import type { SourceText } from "./source-text.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { isBetweenDocuments, TokenKind } from "./token.ts";

/** What is wrong where a value should begin. */
export function missingValue(source: SourceText, scanner: Scanner): SyntaxFault {
  const token = scanner.peek();
  const opened = scanner.innermostBracket;
  if (isBetweenDocuments(token) && opened !== undefined) return notClosed(source, opened);
  const found = source.text[token.start] ?? "";
  if (opened === undefined && (found === "]" || found === "}"))
    return new SyntaxFault(`there is no bracket that this ${found} closes`, token.start);
  return new SyntaxFault(`a value is missing before '${found}'`, token.start);
}

/** What is wrong where the next entry of a block should begin, or its end. */
export function unexpectedInBlock(source: SourceText, scanner: Scanner, collection: string): SyntaxFault {
  const token = scanner.peek();
  const found = source.text[token.start] ?? "";
  if (found === "]" || found === "}") return missingValue(source, scanner);
  return behindQuote(source, scanner) ?? wrongIndentation(token.start, collection);
}

/** What is wrong where a comma or the closing bracket should stand. */
export function unexpectedInBrackets(source: SourceText, scanner: Scanner, opened: number): SyntaxFault {
  const token = scanner.peek();
  const behind = behindQuote(source, scanner);
  if (behind) return behind;
  const { text } = source;
  const last = scanner.last ?? token;
  // Two lines were read as one text: that of the colon belongs to what is around the brackets.
  const isOutside = token.kind === TokenKind.value && hasBreak(text, last.start, last.end);
  if (isOutside || isBetweenDocuments(token)) return notClosed(source, opened);
  if (token.kind === TokenKind.value && hasBreak(text, last.end, token.start))
    return new SyntaxFault("a key and its ':' must stand in one line", token.start);
  const bracket = text[opened] ?? "";
  const { line, column } = source.positionAt(opened);
  return new SyntaxFault(
    `a comma or ${closingOf(bracket)} is missing before '${text[token.start]}'`,
    token.start,
    `The bracket ${bracket} is at line ${line}, column ${column}.`,
  );
}

/** Text in the line of a closing quote. When that quote was meant to open a text, an earlier one is not closed. */
function behindQuote(source: SourceText, scanner: Scanner): SyntaxFault | undefined {
  const { text } = source;
  const { last } = scanner;
  const token = scanner.peek();
  if (last?.kind !== TokenKind.quoted || hasBreak(text, last.end, token.start)) return undefined;
  const quote = text[last.start] ?? "";
  if (hasBreak(text, last.start, last.end))
    return new SyntaxFault(`the quote ${quote} is not closed`, last.start, `Close it with ${quote}.`);
  const inner = quote === '"' ? '\\"' : "''";
  return new SyntaxFault(
    "there is text behind the closing quote",
    token.start,
    `Write ${inner} for a quote within quotes.`,
  );
}

function notClosed(source: SourceText, opened: number): SyntaxFault {
  const bracket = source.text[opened] ?? "";
  return new SyntaxFault(`the bracket ${bracket} is not closed`, opened, `Close it with ${closingOf(bracket)}.`);
}

function hasBreak(text: string, from: number, to: number): boolean {
  return /[\r\n]/.test(text.slice(from, to));
}

function closingOf(bracket: string): string {
  return bracket === "[" ? "]" : "}";
}
