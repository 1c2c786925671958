export * from "./error-codes.ts";
export * from "./errors.ts";
export * from "./json.ts";
export * from "./source-position.ts";
