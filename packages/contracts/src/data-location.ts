/** One copy of some data: where it is and how far it can be trusted. */
export interface DataLocation {
  /** Absolute path on the location. */
  readonly path: string;
  /** Deployment and location that hold it. */
  readonly deployment: string;
  readonly location: string;
  /** `primary` is where it was made or given, `copy` a transfer of it, `link` a name for another copy on the same location. */
  readonly kind: "primary" | "copy" | "link";
  /** Checksum in CWL's form, `sha1$…`, when it is known. */
  readonly checksum?: string;
  /** Size in bytes, when it is known. */
  readonly size?: number;
}
