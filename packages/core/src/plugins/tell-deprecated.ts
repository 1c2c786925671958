import type { JsonObject, JsonSchema, Logger } from "@sluice/contracts";
import { deprecatedOptions } from "./deprecated-options.ts";
import type { Locate } from "./schema-fault.ts";

/** An extension or a plugin that is named, with its options. */
export interface Named {
  /** What is named, such as `connector docker`. */
  readonly actor: string;
  /** What to use instead, if it is deprecated. */
  readonly deprecated?: string | undefined;
  readonly schema: JsonSchema | undefined;
  /** As they were given, or with defaults. */
  readonly options: JsonObject;
  /** There when a configuration file names it: whoever read that has told of it, with the position. */
  readonly locate: Locate | undefined;
}

/** Tells whoever names something deprecated, or an option that is. */
export type TellDeprecated = (named: Named) => void;

/** Makes a teller that says each thing once. */
export function createDeprecationTeller(logger: Logger): TellDeprecated {
  const told = new Set<string>();
  const tell = (message: string, hint: string | undefined): void => {
    if (told.has(message)) return;
    told.add(message);
    logger.warn(message, { code: "DEPRECATED", ...(hint !== undefined && { hint }) });
  };
  return ({ actor, deprecated, schema, options, locate }) => {
    if (locate) return;
    if (deprecated !== undefined) tell(`${actor} is deprecated`, deprecated);
    for (const { path, description, isDefault } of deprecatedOptions(schema ?? {}, options)) {
      if (!isDefault) tell(`option '${path.join(".")}' of ${actor} is deprecated`, description);
    }
  };
}
