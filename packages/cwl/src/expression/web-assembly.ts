/** Compiled WebAssembly. Its real types come with those of the browser, which this package does not want. */
export type WasmModule = object;

export interface WasmMemory {
  /** Replaced when the memory grows. */
  readonly buffer: ArrayBuffer;
}

interface WithWebAssembly {
  readonly WebAssembly: { readonly Module: new (bytes: Uint8Array) => WasmModule };
}

/** Compiles in this thread, which has nothing else to do. */
export function compileWasm(bytes: Uint8Array): WasmModule {
  return new (globalThis as unknown as WithWebAssembly).WebAssembly.Module(bytes);
}
