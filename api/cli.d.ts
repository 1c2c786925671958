// The public API of sluice. Written by `npm run api`.

// main.d.ts
export declare function runSluice(argv: readonly string[]): Promise<number>;
export declare function runCwlRunner(argv: readonly string[]): Promise<number>;
