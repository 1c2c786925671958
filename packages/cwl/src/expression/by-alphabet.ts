const beyondAscii = /[^\x00-\x7f]/;

/**
 * Two expressions that mean the same, one for texts in ASCII and one for all others: to make one that knows all letters there are takes
 * as long as to read a document, so it is made when it is needed.
 */
export function byAlphabet(plain: RegExp, makeFull: () => RegExp): (text: string) => RegExp {
  let full: RegExp | undefined;
  return (text) => (beyondAscii.test(text) ? (full ??= makeFull()) : plain);
}
