export { createHttpScheme, type HttpOptions } from "./http-scheme.ts";
