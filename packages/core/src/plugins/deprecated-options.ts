import { isDeepStrictEqual } from "node:util";
import type { Json, JsonSchema } from "@sluice/contracts";

/** An option that is given although its schema marks it with `deprecated: true`. */
export interface DeprecatedOption {
  readonly path: readonly string[];
  /** What the schema says of it: authors say there what to use instead. */
  readonly description: string | undefined;
  /** Whether it is what it would be anyway: it may have been filled in. */
  readonly isDefault: boolean;
}

/** The deprecated ones among some options. Looks at properties at any depth. */
export function deprecatedOptions(
  schema: JsonSchema,
  options: Json,
  path: readonly string[] = [],
): readonly DeprecatedOption[] {
  const { properties } = schema;
  if (!isObject(options) || !isObject(properties)) return [];
  return Object.entries(options).flatMap(([name, value]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!isObject(own)) return [];
    const at = [...path, name];
    if (own["deprecated"] !== true) return deprecatedOptions(own, value, at);
    const { description, default: usual } = own;
    const isDefault = isDeepStrictEqual(value, usual);
    return [{ path: at, description: typeof description === "string" ? description : undefined, isDefault }];
  });
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
