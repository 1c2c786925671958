import type { Stability } from "./extension-point.ts";
import type { JsonSchema } from "./json-schema.ts";

/** What is known of an extension besides its implementation. The manifest of a package says the same without its code. */
export interface ExtensionDetails {
  /** What it does, in one sentence. */
  readonly purpose?: string;
  /** Its options. Without a schema it takes none, and any option is refused. */
  readonly schema?: JsonSchema;
  /** Default: the stability of its extension point. */
  readonly stability?: Stability;
  /** What to use instead; makes the extension deprecated: whoever names it is told so once, with `DEPRECATED`. */
  readonly deprecated?: string;
  /** Names of what it can do, of those that its extension point lists. Default: none. */
  readonly capabilities?: readonly string[];
}
