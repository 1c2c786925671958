/** How long steps took, in seconds. */
export interface Timings {
  add(name: string, seconds: number): void;
  /** The slowest first. */
  slowest(count: number): readonly { readonly name: string; readonly seconds: number }[];
}

/** Starts with nothing. */
export function createTimings(): Timings {
  const total = new Map<string, number>();
  return {
    add: (name, seconds) => void total.set(name, (total.get(name) ?? 0) + seconds),
    slowest: (count) =>
      [...total]
        .map(([name, seconds]) => ({ name, seconds }))
        .sort((a, b) => b.seconds - a.seconds)
        .slice(0, count),
  };
}
