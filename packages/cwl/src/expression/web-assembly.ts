/** Compiled WebAssembly. Its real types come with those of the browser, which this package does not want. */
export type WasmModule = object;

export interface WasmMemory {
  /** Replaced when the memory grows. */
  readonly buffer: ArrayBuffer;
}

interface WithWebAssembly {
  readonly WebAssembly: { compile(bytes: Uint8Array): Promise<WasmModule> };
}

export function compileWasm(bytes: Uint8Array): Promise<WasmModule> {
  return (globalThis as unknown as WithWebAssembly).WebAssembly.compile(bytes);
}
