import { AsyncLocalStorage } from "node:async_hooks";

const atWork = new AsyncLocalStorage<string | undefined>();

/**
 * Name of the plugin whose code led here, also by a timer, an event or a promise that nobody waits for; undefined where the engine itself
 * is at work.
 */
export function pluginAtWork(): string | undefined {
  return atWork.getStore();
}

/** Does some work in the name of a plugin; without a name, of the engine. */
export function workAs<Value>(plugin: string | undefined, work: () => Value): Value {
  return atWork.run(plugin, work);
}
