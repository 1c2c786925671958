import { SluiceError } from "./errors.ts";

/**
 * The text that the bytes of a file are. `isCut`: the file goes on after them, so a character may have lost its end, and is left out.
 * @throws `FILE_UNREADABLE` with the offset of the first byte that is no text
 */
export function utf8Text(
  bytes: Uint8Array,
  { name, isCut }: { readonly name: string; readonly isCut: boolean },
): string {
  const decode = (part: Uint8Array, stream: boolean): string =>
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(part, { stream });
  const isStart = (length: number): boolean => {
    try {
      decode(bytes.subarray(0, length), true);
      return true;
    } catch {
      return false;
    }
  };
  try {
    return decode(bytes, isCut);
  } catch (cause) {
    let good = 0;
    let bad = bytes.length + 1;
    while (bad - good > 1) {
      const middle = (good + bad) >>> 1;
      if (middle <= bytes.length && isStart(middle)) good = middle;
      else bad = middle;
    }
    // The bytes of a character that was begun and not ended are not among those that were decoded.
    const offset = new TextEncoder().encode(decode(bytes.subarray(0, good), true)).length;
    throw new SluiceError(
      "FILE_UNREADABLE",
      `${name} is not UTF-8 text: the byte at offset ${offset} begins no character`,
      {
        cause,
      },
    );
  }
}
