/** A place inside a text, both counted from 1; columns in UTF-16 code units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** The place of an index in a text. */
export function positionAt(text: string, index: number): TextPosition {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: index - lineStart + 1 };
}

/** The index of a place in a text; a place outside is moved to the nearest one inside. */
export function indexAt(text: string, position: TextPosition): number {
  let start = 0;
  for (let line = 1; line < position.line; line += 1) {
    const next = text.indexOf("\n", start);
    if (next === -1) return text.length;
    start = next + 1;
  }
  const newline = text.indexOf("\n", start);
  const end = newline === -1 ? text.length : newline;
  return Math.min(end, Math.max(start, start + position.column - 1));
}

/** Turns a column that an engine counted in UTF-8 bytes into UTF-16 code units. */
export function columnFromBytes(lineText: string, byteColumn: number): number {
  let bytes = 0;
  let column = 1;
  for (const character of lineText) {
    if (bytes >= byteColumn - 1) break;
    bytes += Buffer.byteLength(character);
    column += character.length;
  }
  return column;
}
