import { AsyncLocalStorage } from "node:async_hooks";

const atWork = new AsyncLocalStorage<string | undefined>();

/**
 * Name of the plugin whose code led here, also by a timer, an event or a promise that nobody waits for; undefined where the engine itself
 * is at work.
 */
export function pluginAtWork(): string | undefined {
  return atWork.getStore();
}

/** A process has one guard, whatever the number of its engines. */
let hooksAreNamed = false;

/** From now on hooks that are added work in the name of their plugins, too. They are called so often that nobody else pays for it. */
export function nameHooks(): void {
  hooksAreNamed = true;
}

/** Whether hooks work in the name of their plugins. */
export function areHooksNamed(): boolean {
  return hooksAreNamed;
}

/** Does some work in the name of a plugin; without a name, of the engine. */
export function workAs<Value>(plugin: string | undefined, work: () => Value): Value {
  return atWork.run(plugin, work);
}
