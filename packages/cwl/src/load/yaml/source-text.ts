import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition } from "@sluice/contracts";

/** The text of one document and where its lines start. */
export class SourceText {
  /** Absolute URI of the document. */
  readonly uri: string;
  readonly text: string;
  /** Whether what is named in it may be a file of this machine. */
  readonly mayNameFiles: boolean;
  #lineStarts: number[] | undefined;
  #file: string | undefined;

  constructor(uri: string, text: string, mayNameFiles = true) {
    this.uri = uri;
    this.text = text;
    this.mayNameFiles = mayNameFiles;
  }

  /** The place of an offset, in the form that people and editors use. */
  positionAt(offset: number): SourcePosition {
    this.#lineStarts ??= lineStartsOf(this.text);
    this.#file ??= displayName(this.uri);
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** A path for files, relative to the working directory where that is shorter; other URIs as they are. */
export function displayName(uri: string): string {
  if (!uri.startsWith("file:")) return uri;
  const path = pathOfUri(uri);
  if (path === undefined) return uri;
  const short = relative(process.cwd(), path);
  return short !== "" && short.length < path.length ? short : path;
}

/** The path of a `file:` URI; undefined for one that names no file of this machine, or none at all. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
