const beyondAscii = /[^\0-\x7f]/;

/** Orders names by their bytes in UTF-8, as the POSIX locale does; JavaScript's own order differs beyond U+FFFF. */
export function compareBytes(left: string, right: string): number {
  if (beyondAscii.test(left) && beyondAscii.test(right)) return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
