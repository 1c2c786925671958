import type { CwlType } from "../../model/index.ts";
import type { RawRecord } from "../salad/raw.ts";

/** A type that a SchemaDefRequirement names. */
export interface NamedType {
  readonly raw: RawRecord;
  /** Its scope for the names in it. */
  readonly uri: string;
  /** Kept only if it refers to nothing around it. */
  built?: CwlType;
  /** How often it was built: types that contain each other are built anew in each other. */
  builds?: number;
}

/** A record or a named type that is being built. */
export interface OpenType {
  readonly named?: NamedType | undefined;
  readonly isRecord: boolean;
  /** Index of the outermost open type that something in it refers to. */
  reach: number;
}

/** The named types of all documents of a load, by URI. */
export type TypeRegistry = Map<string, NamedType>;
