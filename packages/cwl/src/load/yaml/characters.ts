export const char = {
  end: 0,
  tab: 9,
  lineFeed: 10,
  return: 13,
  space: 32,
  quote: 34,
  hash: 35,
  percent: 37,
  and: 38,
  apostrophe: 39,
  star: 42,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  more: 62,
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
  exclamation: 33,
} as const;

export function isBreak(code: number): boolean {
  return code === char.lineFeed || code === char.return;
}

export function isBlank(code: number): boolean {
  return code === char.space || code === char.tab;
}

/** A blank, a line break, or the end of the text. */
export function isGap(code: number): boolean {
  return code <= char.space && (isBlank(code) || isBreak(code) || code === char.end);
}

/** Brackets, braces and commas: what text within brackets cannot have without quotes. */
export function isFlowIndicator(code: number): boolean {
  return (
    code === char.comma ||
    code === char.openBracket ||
    code === char.closeBracket ||
    code === char.openBrace ||
    code === char.closeBrace
  );
}

/** The offset after the line break at an offset. */
export function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === char.return && text.charCodeAt(at + 1) === char.lineFeed ? at + 2 : at + 1;
}

/** Whether a line begins with `---` or `...`, which end a document wherever they stand. */
export function isDocumentMarker(text: string, lineStart: number): boolean {
  const code = text.charCodeAt(lineStart);
  return (
    (code === char.minus || code === char.dot) &&
    text.charCodeAt(lineStart + 1) === code &&
    text.charCodeAt(lineStart + 2) === code &&
    isGap(text.charCodeAt(lineStart + 3))
  );
}
