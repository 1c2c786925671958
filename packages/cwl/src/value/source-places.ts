import type { SourcePosition } from "@sluice/contracts";

/** Where the parts of a process stand in its documents, kept with an operation for its messages. Stored in journals. */
export interface SourcePlaces {
  /** The document of all spots that name no other. */
  readonly file: string;
  /** What to point at when nothing better is known. */
  readonly process: Spot;
  /** Of the texts that hold expressions, in the order in which they are found. */
  readonly expressions: readonly Spot[];
  readonly inputs: Readonly<Record<string, Spot>>;
  readonly outputs: Readonly<Record<string, Spot>>;
}

/** A place, with the lengths of the lines before a fault if the text is written line by line. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly file?: string;
  /** Present if further lines of the text are further lines of the document: the column in which they begin. */
  readonly indent?: number;
}

/** The position that a spot stands for. */
export function positionOfSpot(places: SourcePlaces, { line, column, file }: Spot): SourcePosition {
  return { file: file ?? places.file, line, column };
}

/** The places of something that has no parts. */
export function placesAt({ file, line, column }: SourcePosition): SourcePlaces {
  return { file, process: { line, column }, expressions: [], inputs: {}, outputs: {} };
}
