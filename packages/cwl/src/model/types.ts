/**
 * CWL types after loading: short forms (`string?`, `File[]`) are expanded, names that
 * SchemaDefRequirement defines are replaced by what they name, `stdin`, `stdout`
 * and `stderr` are replaced by `File` (see {@link CommandLineTool}).
 *
 * Source: CWL v1.2 Command Line Tool Description, section 5.1 (CommandInputParameter) and CWLType.
 */
export type CwlType = PrimitiveType | ArrayType | EnumType | RecordType | RecursionType | UnionType;

export type PrimitiveType =
  | "null"
  | "boolean"
  | "int"
  | "long"
  | "float"
  | "double"
  | "string"
  | "File"
  | "Directory"
  | "Any";

/** Any one of the members; never nested, never empty; a single member is written as itself. */
export type UnionType = readonly (PrimitiveType | ArrayType | EnumType | RecordType | RecursionType)[];

export interface ArrayType {
  readonly type: "array";
  readonly items: CwlType;
  /** Only in the inputs of a CommandLineTool. */
  readonly inputBinding?: CommandLineBinding;
  readonly name?: string;
}

export interface EnumType {
  readonly type: "enum";
  /** Short names, without the URI of the document. */
  readonly symbols: readonly string[];
  readonly name?: string;
  readonly inputBinding?: CommandLineBinding;
}

export interface RecordType {
  readonly type: "record";
  readonly fields: readonly RecordField[];
  readonly name?: string;
  readonly inputBinding?: CommandLineBinding;
}

/**
 * A record that this stands within, once more: `up` of 0 is the record whose field it is in, 1 the one around that.
 * So a type stays plain JSON; whoever goes along a value takes the fields of a record from `fieldsOf`, which puts the record in
 * the place of what refers back to it.
 */
export interface RecursionType {
  readonly type: "recursion";
  readonly up: number;
}

export interface RecordField extends FileAnnotations {
  /** Short name. */
  readonly name: string;
  readonly type: CwlType;
  readonly label?: string;
  readonly doc?: string;
  readonly inputBinding?: CommandLineBinding;
  readonly outputBinding?: CommandOutputBinding;
}

/** What a parameter or record field of type File or Directory may say besides its type. */
export interface FileAnnotations {
  /** Sidecar files, in order. `pattern` may be an expression; `required` true, false or an expression. */
  readonly secondaryFiles?: readonly SecondaryFileSchema[];
  /** File format IRIs, expanded, or one expression. */
  readonly format?: readonly string[] | string;
  readonly streamable?: boolean;
  readonly loadContents?: boolean;
  readonly loadListing?: LoadListing;
}

export interface SecondaryFileSchema {
  readonly pattern: string;
  /** Absent means the default of the place: true for inputs, false for outputs. */
  readonly required?: boolean | string;
}

export type LoadListing = "no_listing" | "shallow_listing" | "deep_listing";

/** How a value becomes part of the command line. CWL v1.2 CommandLineTool, CommandLineBinding. */
export interface CommandLineBinding {
  readonly loadContents?: boolean;
  /** An integer, or from v1.2 an expression. */
  readonly position?: number | string;
  readonly prefix?: string;
  readonly separate?: boolean;
  readonly itemSeparator?: string;
  readonly valueFrom?: string;
  readonly shellQuote?: boolean;
}

/** How an output is found after the job. CWL v1.2 CommandLineTool, CommandOutputBinding. */
export interface CommandOutputBinding {
  readonly glob?: readonly string[] | string;
  readonly loadContents?: boolean;
  readonly loadListing?: LoadListing;
  readonly outputEval?: string;
}
