import { AsyncLocalStorage, createHook } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/** What keeps a process busy or alive, by the names that Node.js gives its resources. */
const lasting = new Set([
  "Timeout",
  "TCPSERVERWRAP",
  "TCPWRAP",
  "PIPEWRAP",
  "PIPESERVERWRAP",
  "UDPWRAP",
  "PROCESSWRAP",
  "FSEVENTWRAP",
  "STATWATCHER",
  "WORKER",
  "MESSAGEPORT",
  "SIGNALWRAP",
]);

/** Milliseconds that something may take to go after it was disposed. */
const patience = 2000;

/**
 * Runs something and says what it left running: timers, servers, connections, processes, watchers, listeners,
 * variables and the exit status of the process, and global variables. What others start meanwhile does not count.
 */
export async function leftBehind(run: () => Promise<void>): Promise<string[]> {
  const inside = new AsyncLocalStorage<true>();
  const open = new Map<number, string>();
  const hook = createHook({
    init: (id, type) => {
      if (lasting.has(type) && inside.getStore()) open.set(id, type);
    },
    destroy: (id) => void open.delete(id),
  });
  const before = processState();
  hook.enable();
  try {
    await inside.run(true, run);
    const deadline = Date.now() + patience;
    while (open.size > 0 && Date.now() < deadline) await sleep(10);
    return [...[...open.values()].map((type) => `something of type ${type} is still there`), ...changes(before)];
  } finally {
    hook.disable();
  }
}

interface ProcessState {
  readonly listeners: ReadonlyMap<string, number>;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly cwd: string;
  readonly exitCode: typeof process.exitCode;
  readonly globals: ReadonlySet<string>;
}

function processState(): ProcessState {
  const listeners = new Map(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  return { listeners, environment: { ...process.env }, cwd: process.cwd(), exitCode: process.exitCode, globals };
}

function changes(before: ProcessState): string[] {
  const now = processState();
  const found: string[] = [];
  for (const [name, count] of now.listeners) {
    if (count > (before.listeners.get(name) ?? 0)) found.push(`there is one more listener to '${name}' of the process`);
  }
  for (const name of new Set([...Object.keys(before.environment), ...Object.keys(now.environment)])) {
    if (before.environment[name] !== now.environment[name]) found.push(`the variable ${name} of the process changed`);
  }
  if (before.cwd !== now.cwd) found.push("the working directory changed");
  if (before.exitCode !== now.exitCode) found.push("the exit status of the process changed");
  for (const name of now.globals) if (!before.globals.has(name)) found.push(`there is a new global variable ${name}`);
  return found;
}
