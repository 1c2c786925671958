import type { Json } from "@sluice/contracts";
import type { Translation } from "./translation.ts";

/** An expression library can be long and is in force for many steps: it is stored once and referred to. */
export function sharedLibrary({ builder }: Translation, library: readonly string[]): Json {
  return library.length === 0 ? [] : { $definition: builder.define("expressionLib", library) };
}
