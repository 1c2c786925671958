import type { Json } from "@sluice/contracts";
import type { YamlNode } from "../yaml/index.ts";

/**
 * A document after it was checked against the salad table of its version: maps are lists, short forms are
 * written out, unknown fields are gone. Where each object came from is in the table of places.
 */
export interface RawRecord {
  readonly [field: string]: Raw;
}

export type Raw = Json | RawProcessNode | RawTypeReference | readonly Raw[] | RawRecord | undefined;

/** A process below a step: it has its own version, so that it is read later. */
export class RawProcessNode {
  readonly node: YamlNode;

  constructor(node: YamlNode) {
    this.node = node;
  }
}

/** A type that is not one of CWL's own: its name is resolved when the types of the document are known. */
export class RawTypeReference {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** `type` or `items` with its short forms written out. */
export type RawType = string | RawTypeReference | RawRecord | readonly RawType[];
