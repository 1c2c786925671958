/**
 * Questions about the files of a location, answered in batches so that one job costs one round trip.
 * Paths are absolute paths on the location. Answers come in the order of the questions.
 */
export interface LocationFiles {
  /** Undefined for what does not exist. Symbolic links are followed unless `follow` is false. */
  stat(input: {
    readonly paths: readonly string[];
    readonly follow?: boolean;
  }): Promise<readonly (FileStat | undefined)[]>;
  /**
   * What matches each POSIX glob pattern below `directory`, as absolute paths in byte order; `*` and `?` do not match
   * a leading dot or a slash. Source: IEEE Std 1003.1, glob(3), in the POSIX locale.
   */
  glob(input: {
    readonly directory: string;
    readonly patterns: readonly string[];
  }): Promise<readonly (readonly string[])[]>;
  /** The first `limit` bytes of each file as UTF-8 text. @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`; the latter also for pipes, devices and other text */
  read(input: { readonly paths: readonly string[]; readonly limit: number }): Promise<readonly string[]>;
  /** SHA-1 of each file in CWL's form, `sha1$` and 40 hexadecimal digits. @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE` */
  checksum(input: { readonly paths: readonly string[] }): Promise<readonly string[]>;
  /**
   * The entries of a directory, in byte order; with `types` only those of these types, and then only they are held: a directory
   * may have millions. @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`
   */
  list(input: {
    readonly directory: string;
    readonly types?: readonly FileStat["type"][];
  }): Promise<readonly DirectoryEntry[]>;
  /** The real path with all links resolved; undefined for what does not exist. */
  realpath(input: { readonly paths: readonly string[] }): Promise<readonly (string | undefined)[]>;
  /** What each symbolic link says, which need not exist; undefined for what is no link. Messages do without where it cannot be asked. */
  readlink?(input: { readonly paths: readonly string[] }): Promise<readonly (string | undefined)[]>;
}

/** What there is at a path. */
export interface FileStat {
  readonly type: "file" | "directory" | "link" | "other";
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** One entry of a directory. */
export interface DirectoryEntry {
  readonly name: string;
  /** Links are not followed. */
  readonly type: FileStat["type"];
}
