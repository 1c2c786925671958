import type { JsonObject } from "./json.ts";

/**
 * A JSON Schema of draft 2020-12. Besides the standard, `x-secret: true` marks a value that must never be stored or
 * logged, and `x-path: true` one that is a path, relative to the folder of the configuration file.
 * Source: https://json-schema.org/draft/2020-12
 */
export type JsonSchema = JsonObject;
