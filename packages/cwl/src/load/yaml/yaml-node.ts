import type { ExactNumber } from "@sluice/contracts";
import type { SourceText } from "./source-text.ts";

/** A value in a YAML document and where it stands. Nodes of several documents may meet in one tree. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

interface NodePlace {
  readonly source: SourceText;
  /** Offset of the first character of the value. */
  readonly start: number;
}

export interface YamlScalar extends NodePlace {
  readonly kind: "scalar";
  readonly value: null | boolean | number | string;
  /** A number as it was written, where `value` would be written in another way. */
  readonly exact?: ExactNumber;
  /** The file that the text was taken from by `$include`, whole. */
  readonly included?: SourceText;
}

export interface YamlSequence extends NodePlace {
  readonly kind: "sequence";
  /** Replaced in place when `$import` and its like are resolved. */
  readonly items: YamlNode[];
}

export interface YamlMapping extends NodePlace {
  readonly kind: "mapping";
  readonly entries: Map<string, YamlEntry>;
}

export interface YamlEntry {
  /** The text that the key stands in; a merge key brings entries from elsewhere in the same document. */
  readonly source: SourceText;
  readonly keyStart: number;
  value: YamlNode;
}

/** Assigns a key of a document: `__proto__` is a key like any other. */
export function setOwn<Value>(object: Record<string, Value>, key: string, value: Value): void {
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

/** The value at a key, if the node is a mapping that has it. */
export function childOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === "mapping" ? node.entries.get(key)?.value : undefined;
}

/** The text at a key, if there is text. */
export function textAt(node: YamlNode | undefined, key: string): string | undefined {
  const child = childOf(node, key);
  return child?.kind === "scalar" && typeof child.value === "string" ? child.value : undefined;
}
