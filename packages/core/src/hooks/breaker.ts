/** Leaves out who does not answer in time again and again: each call would cost the whole limit. */
export interface Breaker<Key extends object> {
  isOut(key: Key): boolean;
  /** Notes how a call went. */
  of(key: Key): Outcome;
}

/** How a call went. */
export interface Outcome {
  inTime(): void;
  late(): void;
}

/** So many times in a row. */
export const mostLate = 3;

/** Makes a breaker. @param out - told once of each that is left out from now on */
export function createBreaker<Key extends object>(out: (key: Key) => void): Breaker<Key> {
  const lateCalls = new WeakMap<Key, number>();
  const isOut = (key: Key): boolean => (lateCalls.get(key) ?? 0) >= mostLate;
  return {
    isOut,
    of: (key) => ({
      // Whoever is out stays out, whatever an earlier call still answers.
      inTime: () => void (isOut(key) || lateCalls.delete(key)),
      late() {
        if (isOut(key)) return;
        lateCalls.set(key, (lateCalls.get(key) ?? 0) + 1);
        if (isOut(key)) out(key);
      },
    }),
  };
}
