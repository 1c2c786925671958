import type { CwlType } from "../../model/index.ts";
import type { RawRecord } from "../salad/raw.ts";

/** A type that a SchemaDefRequirement names. */
export interface NamedType {
  readonly raw: RawRecord;
  /** Its scope for the names in it. */
  readonly uri: string;
  built?: CwlType;
  isOpen?: boolean;
}

/** The named types of all documents of a load, by URI. */
export type TypeRegistry = Map<string, NamedType>;
