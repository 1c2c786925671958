import type { WasmMemory } from "./web-assembly.ts";

/** What is used of the engine's exports. They are internal to its package, which is pinned for that reason. */
export interface EngineMemory {
  readonly memory: WasmMemory;
  readonly __stack_pointer: { readonly value: number };
  wasm_malloc(bytes: number): number;
  wasm_free(address: number): void;
}

/** A copy of the engine's state that can be put back. */
export interface MemoryImage {
  /** False once the memory has grown: the allocator would not find what lies behind the image. */
  readonly intact: boolean;
  restore(): void;
}

/** Free memory that an engine holds from the start, so that small evaluations do not make it grow. Untouched, it costs nothing. */
const slackBytes = 16 * 1024 * 1024;
/** Room for the allocator's own records at both ends of the free block. */
const slackMargin = 4096;

/**
 * The image of an idle engine, without the two regions whose bytes nothing may rely on: the call stack, which the binary keeps from 0
 * up to the stack pointer (its frames are gone), and a free block that is claimed here first, so that its place is known.
 */
export function takeSmallImage(engine: EngineMemory): MemoryImage {
  const free = engine.wasm_malloc(slackBytes);
  engine.wasm_free(free);
  return imageOf(engine, [
    [engine.__stack_pointer.value, free + slackMargin],
    [free + slackBytes - slackMargin, engine.memory.buffer.byteLength],
  ]);
}

/** The image of an engine in any state; some milliseconds to take and to restore. */
export function takeFullImage(engine: EngineMemory): MemoryImage {
  return imageOf(engine, [[engine.__stack_pointer.value, engine.memory.buffer.byteLength]]);
}

function imageOf({ memory }: EngineMemory, regions: readonly (readonly [number, number])[]): MemoryImage {
  const { byteLength } = memory.buffer;
  const copies = regions.map(([start, end]) => ({ start, bytes: new Uint8Array(memory.buffer).slice(start, end) }));
  return {
    get intact() {
      return memory.buffer.byteLength === byteLength;
    },
    restore() {
      const target = new Uint8Array(memory.buffer);
      for (const { start, bytes } of copies) target.set(bytes, start);
    },
  };
}
