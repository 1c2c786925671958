/** What a file of the user was like at a moment, to tell later whether it is still the same. */
export interface FileStamp {
  /** Bytes. */
  readonly size: number;
  /** When it was last written: nanoseconds since 1970, as text because numbers are not exact enough. */
  readonly modified: string;
  /** Number of the file in its file system. */
  readonly inode: string;
  /** SHA-1 in CWL's form, `sha1$…`. Where both have one it alone is compared. */
  readonly checksum?: string;
}

/** A directory, by the files in it at every depth; of one with more than {@link stampedEntries} only its own time and number are known. */
export interface DirectoryStamp {
  /** By path relative to the directory. Links are followed. */
  readonly entries?: Readonly<Record<string, FileStamp>>;
  /** The directories in it at every depth, relative and sorted, and links that lead nowhere. Absent in older journals, and without entries. */
  readonly others?: readonly string[];
  readonly modified: string;
  readonly inode: string;
}

/** Nothing is at a path where steps look for a file that may be missing, such as an index beside an input. */
export interface AbsentStamp {
  readonly absent: true;
}

/** A File or Directory among the inputs of a run. */
export type InputStamp = FileStamp | DirectoryStamp | AbsentStamp;

/** Stamps by absolute path; null: it is not looked at any more. */
export type InputStamps = Readonly<Record<string, InputStamp | null>>;

/** Most files of a directory that have stamps of their own. */
export const stampedEntries: number = 10_000;

/**
 * How inputs are compared with what they were when the run began: `stamp` by size, time and inode; `content` by checksum when the run is
 * resumed, which reads them whole; `none` not at all.
 */
export type InputChecks = "stamp" | "content" | "none";
