/** A place in a source document that a person can open. */
export interface SourcePosition {
  /** Path or URI of the document, as a person would write it (relative to the working directory where that is shorter). */
  readonly file: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** Column in UTF-16 code units, counted from 1. */
  readonly column: number;
}

/** Renders a position as `file:line:column`, the form that editors and terminals turn into a link. */
export function formatPosition(position: SourcePosition): string {
  return `${position.file}:${position.line}:${position.column}`;
}
