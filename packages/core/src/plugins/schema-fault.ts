import { SluiceError, type SourcePosition } from "@sluice/contracts";

/** Something that does not follow a schema. */
export interface SchemaFault {
  readonly kind: "unknown-key" | "missing-key" | "name" | "choice" | "type" | "other";
  /** Keys and indexes that lead to it; the last one of an unknown, a missing or a wrongly named key is the key itself. */
  readonly path: readonly string[];
  /** What is wrong, without saying of what: `must be number`. */
  readonly text: string;
  /** Of an unknown key the keys that are known, of a choice what can be chosen, of a type the types that fit. */
  readonly known: readonly string[];
}

/** Where a part of some options stands: the key, or the value (the default). The path is made of keys and indexes. */
export type Locate = (path: readonly string[], part?: "key" | "value") => SourcePosition | undefined;

/** The error for a fault in the options of a plugin or an extension. It never shows a value, which may be a secret. */
export function optionError(input: {
  readonly fault: SchemaFault;
  /** Whose options they are, such as `connector docker`. */
  readonly actor: string;
  readonly locate: Locate | undefined;
  /** What to do about a key that is unknown. Default: says which are known. */
  readonly hint?: string | undefined;
}): SluiceError {
  const { fault, actor, locate, hint } = input;
  const { kind, path, text, known } = fault;
  const isUnknown = kind === "unknown-key";
  const name = path.join(".");
  const message = isUnknown
    ? `unknown option '${name}'`
    : `${name === "" ? "the options" : `option '${name}'`} ${text}`;
  const takes = isUnknown && known.length > 0 ? `It takes: ${known.join(", ")}.` : undefined;
  const position = locate?.(path, isUnknown || kind === "name" ? "key" : "value");
  return new SluiceError("PLUGIN_OPTIONS", message, { actor, position, hint: hint ?? takes });
}
