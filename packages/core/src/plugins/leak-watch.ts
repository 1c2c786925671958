import { AsyncLocalStorage, createHook } from "node:async_hooks";
import { sleep } from "../timers.ts";
import { withinTime } from "../hooks/index.ts";

/** Notes what code opens that keeps the process alive: timers, servers, sockets, children, workers. */
export interface LeakWatch {
  /** Does some work of one plugin, for at most so many milliseconds, and notes what it opens. @throws `HOOK_TIMEOUT` */
  during<Value>(work: () => Promise<Value>, limit: number): Promise<Value>;
  /** What is still open, each kind with its number, such as `1 timer`; waits a moment for what is just closing. */
  left(): Promise<readonly string[]>;
}

/** A handle or a timer of Node. */
interface Resource {
  hasRef?(): boolean;
  /** Of timers: cleared, or done. Their `hasRef` does not say so. */
  readonly _destroyed?: boolean;
}

/** Names for people of what Node calls otherwise. */
const kinds: Readonly<Record<string, string>> = {
  Timeout: "timer",
  TCPSERVERWRAP: "server",
  PIPESERVERWRAP: "server",
  TCPWRAP: "socket",
  PIPEWRAP: "pipe",
  UDPWRAP: "socket",
  PROCESSWRAP: "child process",
  WORKER: "worker",
  MESSAGEPORT: "message port",
  FSEVENTWRAP: "file watcher",
  STATWATCHER: "file watcher",
  SIGNALWRAP: "signal handler",
};

/** Milliseconds that what is just closing gets. */
const patience = 200;

/** Makes a watch that has seen nothing. */
export function createLeakWatch(): LeakWatch {
  const opened = new Map<Resource, string>();
  const own = new AsyncLocalStorage<true>();
  const forgetClosed = (): void => {
    for (const resource of opened.keys()) if (!isAlive(resource)) opened.delete(resource);
  };
  return {
    async during(work, limit) {
      // Only what this work leads to is noted, whatever else the process does at the same time.
      const hook = createHook({
        init: (_id, type, _trigger, resource) => {
          if (type !== "PROMISE" && own.getStore() === true) opened.set(resource, type);
        },
      });
      hook.enable();
      try {
        return await withinTime(own.run(true, work), limit);
      } finally {
        hook.disable();
        forgetClosed();
      }
    },
    async left() {
      const end = performance.now() + patience;
      for (forgetClosed(); opened.size > 0 && performance.now() < end; forgetClosed()) await sleep(10);
      const counts = new Map<string, number>();
      for (const type of opened.values()) {
        const kind = kinds[type] ?? type;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      return [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`);
    },
  };
}

function isAlive(resource: Resource): boolean {
  return resource._destroyed !== true && resource.hasRef?.() === true;
}
