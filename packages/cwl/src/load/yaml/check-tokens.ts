import { SluiceError } from "@sluice/contracts";
import type { SourceText } from "./source-text.ts";

/** Each value, key or line needs some hundred bytes of memory. */
const maxTokens = 5_000_000;

/** Refuses what would need gigabytes of memory although its text is not too long. @throws `DOCUMENT_LIMIT` */
export function checkTokens(source: SourceText): void {
  const { text } = source;
  if (text.length <= maxTokens) return;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isToken(text, at) || ++count <= maxTokens) continue;
    const message = `the document has more than ${maxTokens} values, keys and lines`;
    throw new SluiceError("DOCUMENT_LIMIT", message, { position: source.positionAt(at) });
  }
}

/** Whether a character begins or ends something, in whatever style it is written. */
function isToken(text: string, at: number): boolean {
  switch (text.charCodeAt(at)) {
    case 0x0a: // a line
    case 0x2c: // ,
    case 0x3a: // :
    case 0x5b: // [
    case 0x7b: // {
      return true;
    case 0x2d: // -
    case 0x3f: // ?
      return text.charCodeAt(at + 1) === 0x20;
    default:
      return false;
  }
}
