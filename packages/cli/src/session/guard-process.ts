import { AsyncLocalStorage } from "node:async_hooks";
import { toSluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "./command-console.ts";
import { reportError } from "./report-error.ts";

const mark = Symbol.for("sluice.guarded");

type Write = NodeJS.WriteStream["write"];

/**
 * Keeps plugins from ending the process, from spoiling what is written to standard output, and from taking everybody along by something
 * that they did not wait for. What is behind the back of Node (`process.abort`, a file descriptor, a child's output) is out of reach.
 * Installed once for a process, before the first code of others is loaded, and stays: what they left running may still fail.
 */
export async function guardProcess(console: CommandConsole, sources: readonly PluginSource[]): Promise<void> {
  if (mark in process) return;
  Object.defineProperty(process, mark, { value: true });
  const { errorPlace, nameHooks, pluginAtWork } = await import("@sluice/core/host");
  nameHooks();
  const logger = createCommandLogger({ debug: false, write: (text) => console.err(text) });
  const exit: (...status: [(number | string | null)?]) => never = process.exit.bind(process);

  const onLost = (thrown: unknown): void => {
    const plugin = AsyncLocalStorage.snapshot()(pluginAtWork);
    if (plugin === undefined) {
      const { text } = reportError(thrown, process.argv.includes("--debug"));
      console.err(text);
      return exit(1);
    }
    const places = sources.flatMap(({ path }) => (path === undefined ? [] : (errorPlace(thrown, path) ?? [])));
    logger.warn(`something that it did not wait for failed: ${toSluiceError(thrown).message}`, {
      plugin,
      code: "PLUGIN_FAILED",
      ...(places[0] !== undefined && { file: places[0] }),
    });
  };
  process.on("uncaughtException", onLost);
  process.on("unhandledRejection", onLost);

  // Node takes an undefined that is given for a success, and only without it looks at `process.exitCode`.
  process.exit = (...status) => {
    if (pluginAtWork() === undefined) return exit(...status);
    throw new Error(`it called process.exit(${status[0] ?? ""}), which would end everything`);
  };

  const { stdout } = process;
  const write: Write = stdout.write.bind(stdout);
  stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (pluginAtWork() === undefined) return Reflect.apply(write, stdout, [chunk, ...rest]) as boolean;
    console.err(typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk));
    const done = rest.find((each) => typeof each === "function");
    if (done) queueMicrotask(() => (done as () => void)());
    return true;
  };
  const end = stdout.end.bind(stdout);
  stdout.end = (...given: unknown[]) =>
    pluginAtWork() === undefined ? (Reflect.apply(end, stdout, given) as typeof stdout) : stdout;
}
