/** Functions that the tests of executors run. */
export function add({ x, y }: { readonly x: number; readonly y: number }): number {
  return x + y;
}

export function nothing(): void {
  return undefined;
}

export function date(): unknown {
  return { list: [1, new Date(0)] };
}

export function circle(): unknown {
  const self: Record<string, unknown> = {};
  self["me"] = self;
  return self;
}

export function fail(): never {
  throw new Error("no luck");
}

export function wait(_args: unknown, { signal }: { readonly signal: AbortSignal }): Promise<string> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve("heard of it"));
  });
}

export function never(): Promise<never> {
  return new Promise(() => undefined);
}

export const constant = 7;
