import { EvalFlags, JSException, type JSValueHandle } from "quickjs-wasi";
import { restoreEngine } from "./engine-snapshot.ts";
import { entryAtLine, libraryScript } from "./library-script.ts";
import { expressionFile, expressionScript, libraryFile } from "./sandbox-script.ts";
import { takeFullImage, takeSmallImage, type EngineMemory, type MemoryImage } from "./memory-image.ts";
import type { WasmModule } from "./web-assembly.ts";
import type { SandboxFailure, WorkerTask } from "./worker-protocol.ts";

export interface SandboxOptions {
  readonly wasm: WasmModule;
  /** Of an engine of this WebAssembly, as `makeSnapshot` makes it. */
  readonly snapshot: Uint8Array;
  readonly expressionLib: readonly string[];
  readonly memoryBytes: number;
  /** Asked often while JavaScript runs; true ends the evaluation. */
  readonly interrupted: () => boolean;
}

export type SandboxResult = { readonly value: string } | { readonly failure: SandboxFailure };

/** One JavaScript engine with its expression library loaded. */
export interface Sandbox {
  /** False when the engine has failed or its memory has grown; it must then be replaced. */
  readonly usable: boolean;
  /**
   * Turns to another job. `globals` is the JSON of an object with its `inputs`, `runtime` and `wide`; `repeated` says that more than one
   * expression will see them, so that large ones are better read once.
   */
  open(globals: string, repeated: boolean): SandboxFailure | undefined;
  /** Lets go of the job's values. */
  close(): void;
  /** Evaluates an expression of the job in a pristine global scope; `self` is that of a {@link WorkerTask}. */
  evaluate(form: WorkerTask["form"], body: string, self: string): SandboxResult;
}

const maxResultLength = 64 * 1024 * 1024;
const maxMessageLength = 1000;
/** Length of inputs above which an image of the memory is restored faster than they are read. */
const imageThreshold = 512 * 1024;

/**
 * Isolation. The whole state of the engine (heap, globals, prototypes, atoms, shapes, the accounting of memory) is the linear
 * memory of one WebAssembly instance; there is no host state that a script can change. So the memory is copied once, after the library
 * has been evaluated, and copied back before every evaluation: each one starts from the same bytes, whatever the one before it did.
 * That is 280 KB and 9 µs, against 1300 µs for a new engine, and stronger than frozen globals, which leave closures and internal
 * slots writable. What is left after a crash or after growth is thrown away, not restored.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox | { readonly failure: SandboxFailure }> {
  let timedOut = false;
  const { vm, helpers } = await restoreEngine(options.snapshot, options.wasm, {
    memoryBytes: options.memoryBytes,
    interrupted: () => (timedOut ||= options.interrupted()),
  });
  const enterJob = helpers.getProp("enterJob");
  const enterSelf = helpers.getProp("enterSelf");
  const leave = helpers.getProp("leave");
  const describe = helpers.getProp("describe");
  // Made now, because handles that are made later point into memory that is copied over.
  const nothing = vm.undefined;
  void [vm.global, vm.null, vm.true, vm.false];

  const { expressionLib } = options;
  const place = (stack: string): Place => placeIn(stack, expressionLib);
  const failure = (thrown: unknown): SandboxFailure =>
    describeThrown(thrown, timedOut, place, (value) => text(vm.callFunction(describe, nothing, value)));

  if (expressionLib.length > 0) {
    try {
      vm.evalCode(libraryScript(expressionLib), libraryFile, EvalFlags.STRICT);
    } catch (thrown) {
      return { failure: { library: 0, ...failure(thrown) } };
    }
    vm.runGC();
  }
  const engine = vm._getExports() as unknown as EngineMemory;
  const pristine = takeSmallImage(engine);
  let opened: MemoryImage | undefined;
  let globals = "{}";
  let crashed = false;

  function attempt<T>(work: () => T): T | { readonly failure: SandboxFailure } {
    timedOut = false;
    try {
      return work();
    } catch (thrown) {
      crashed ||= !(thrown instanceof JSException);
      const described = failure(thrown);
      if (thrown instanceof JSException) thrown.dispose();
      return { failure: described };
    }
  }
  const pass = (json: string, to: JSValueHandle): void => vm.callFunction(to, nothing, vm.newString(json)).dispose();

  return {
    get usable() {
      return !crashed && (opened ?? pristine).intact;
    },
    open(json, repeated) {
      globals = json;
      opened = undefined;
      if (!repeated || json.length < imageThreshold) return undefined;
      const result = attempt(() => {
        pristine.restore();
        pass(json, enterJob);
        opened = takeFullImage(engine);
      });
      return result?.failure;
    },
    close() {
      globals = "{}";
      opened = undefined;
    },
    evaluate(form, body, self) {
      return attempt((): SandboxResult => {
        (opened ?? pristine).restore();
        if (opened === undefined) pass(globals, enterJob);
        pass(self, enterSelf);
        const result = vm.evalCode(expressionScript(form, body), expressionFile, EvalFlags.STRICT);
        const answer = text(vm.callFunction(leave, nothing, result));
        if (answer.length > maxResultLength)
          return { failure: { kind: "memory", message: "the result is larger than 64 MiB" } };
        if (answer.startsWith("=")) return { value: answer.slice(1) };
        return { failure: { kind: "result", message: answer.slice(1) } };
      });
    },
  };
}

function text(handle: JSValueHandle): string {
  return handle.isString ? handle.toString() : "";
}

function describeThrown(
  thrown: unknown,
  timedOut: boolean,
  place: (stack: string) => Place,
  describe: (value: JSValueHandle) => string,
): SandboxFailure {
  if (timedOut) return { kind: "timeout", message: "interrupted" };
  if (thrown instanceof RangeError) return { kind: "exception", message: "RangeError: the nesting is too deep" };
  if (!(thrown instanceof JSException)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { kind: message === "wasm_malloc failed" ? "memory" : "defect", message };
  }
  if (!thrown.handle.isError)
    return { kind: "exception", message: `${cut(describeSafely(thrown, describe))} was thrown` };
  const { name, message, stack = "" } = thrown;
  if (name === "InternalError" && message === "out of memory") return { kind: "memory", message };
  return { kind: "exception", message: `${cut(name)}: ${cut(message)}`, ...place(stack) };
}

/** A message may hold megabytes; nobody reads them. */
function cut(text: string): string {
  return text.length <= maxMessageLength ? text : `${text.slice(0, maxMessageLength).toWellFormed()}…`;
}

type Place = Pick<SandboxFailure, "line" | "byteColumn" | "library">;

/** The innermost frame: a line and column of the expression, or of the library when the index of one is there. */
function placeIn(stack: string, expressionLib: readonly string[]): Place {
  const found = /(expressionLib|expression):(\d+):(\d+)/.exec(stack);
  if (found === null) return {};
  const line = Number(found[2]);
  const byteColumn = Number(found[3]);
  if (found[1] === expressionFile) return { line, byteColumn };
  const place = entryAtLine(expressionLib, line);
  return { line: place.line, byteColumn, library: place.entry };
}

/** A thrown value may itself throw when it is looked at. */
function describeSafely(thrown: JSException, describe: (value: JSValueHandle) => string): string {
  try {
    return describe(thrown.handle);
  } catch {
    return "a value";
  }
}
