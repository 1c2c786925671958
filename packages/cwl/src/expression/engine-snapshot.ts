import { Intrinsics, QuickJS, type JSValueHandle } from "quickjs-wasi";
import { preludeScript } from "./sandbox-script.ts";
import type { WasmModule } from "./web-assembly.ts";

/** A new engine, with what its prelude evaluated to. */
export interface Engine {
  readonly vm: QuickJS;
  readonly helpers: JSValueHandle;
}

/** Limits of an engine. */
export interface EngineLimits {
  readonly memoryBytes: number;
  /** Asked often while JavaScript runs; true ends the evaluation. */
  readonly interrupted: () => boolean;
}

/** Global that holds the helpers in a snapshot, and in nothing that is made from one. */
const helpersName = "helpers";
/** Takes the helpers where foreign code would find them. */
const takeHelpers = `(function () { const taken = ${helpersName}; delete globalThis.${helpersName}; return taken; })()`;
/** The engine never writes; a message of its C library must not reach the terminal. */
const wasi = (): Record<string, () => number> => ({ fd_write: () => 8 });

/**
 * An engine in which the prelude has been evaluated, as bytes that belong to this WebAssembly. To make an engine and its built-in objects
 * takes several times as long as to put these bytes back, so a build makes them once.
 */
export async function makeSnapshot(wasm: WasmModule): Promise<Uint8Array> {
  using vm = await QuickJS.create({
    wasm,
    intrinsics: Intrinsics.ALL & ~(Intrinsics.DOM_EXCEPTION | Intrinsics.ATOB_BTOA | Intrinsics.PERFORMANCE),
    wasi,
  });
  vm.evalCode("Math").setProp("random", vm.newFunction("random", random(vm)));
  vm.global.setProp(helpersName, vm.evalCode(preludeScript, "prelude"));
  vm.runGC();
  return QuickJS.serializeSnapshot(vm.snapshot());
}

/** Makes an engine of a snapshot. `snapshot` and `wasm` belong together. */
export async function restoreEngine(snapshot: Uint8Array, wasm: WasmModule, limits: EngineLimits): Promise<Engine> {
  const vm = await QuickJS.restore(QuickJS.deserializeSnapshot(snapshot), {
    wasm,
    memoryLimit: limits.memoryBytes,
    // Must be exhausted before the stack of the host thread is.
    maxStackSize: 256 * 1024,
    interruptHandler: limits.interrupted,
    wasi,
  });
  vm.registerHostCallback("random", random(vm));
  return { vm, helpers: vm.evalCode(takeHelpers, "prelude") };
}

/** `Math.random` asks the host, because the engine's own seed lies in memory that is put back and would repeat. */
function random(vm: QuickJS): () => JSValueHandle {
  return () => vm.newNumber(Math.random());
}
