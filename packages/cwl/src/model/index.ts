export type * from "./process.ts";
export type * from "./requirements.ts";
export type * from "./types.ts";
