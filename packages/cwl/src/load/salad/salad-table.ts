/**
 * What the loader knows of the schema of one CWL version. Generated from the official salad schema by
 * `scripts/generate-salad-tables.ts`; inheritance and specialisation are already worked out.
 */
export interface SaladTable {
  readonly version: string;
  /** Classes a document may have at its root. */
  readonly roots: readonly string[];
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** Abstract record to the concrete records that stand in for it. */
  readonly abstracts: Readonly<Record<string, readonly string[]>>;
  readonly records: Readonly<Record<string, SaladRecord>>;
}

export interface SaladRecord {
  /** The field that tells this record from its siblings, and its value there: `["class", "File"]`. */
  readonly tag?: readonly [field: string, value: string];
  readonly fields: Readonly<Record<string, SaladField>>;
}

export interface SaladField {
  /** The alternatives; without `null`, see {@link SaladField.optional}. */
  readonly type: readonly SaladType[];
  readonly optional?: true;
  /** A list that may be written as a map: the field that takes the key, and the one a bare value stands for. */
  readonly map?: readonly [subject: string, predicate?: string];
  readonly dsl?: "type" | "secondaryFiles";
  /** The value names a type: one of CWL or one that the document defines. */
  readonly typeReference?: true;
}

/** The name of a primitive, enum, record or abstract record, or a list. */
export type SaladType = string | { readonly array: readonly SaladType[] };
