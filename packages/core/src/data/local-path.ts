import { fileURLToPath } from "node:url";

/** The path that a `file://` URI or a plain path means; undefined for what lies elsewhere, such as `https://…`. */
export function localPath(source: string): string | undefined {
  if (source.startsWith("/")) return source;
  return /^file:/i.test(source) ? fileURLToPath(source) : undefined;
}
