import { isSluiceError, toSluiceError } from "@sluice/contracts";
import { isPending } from "../hooks/index.ts";
import { checkProduct, makesProduct, type Provided } from "./implementation-shape.ts";
import { workAs } from "./plugin-at-work.ts";

type Method = (...args: unknown[]) => unknown;

/**
 * The implementation of a plugin as the engine calls it: it works in the name of the plugin, what it makes is checked, and an error that is
 * not of Sluice becomes one that says whose it is. So a defect of a plugin is never taken for one of Sluice.
 */
export function ownImplementation(implementation: object, provided: Provided): object {
  return withOwner(implementation, provided, true);
}

/** @param isFirst - whether it is what was provided, which may make something */
function withOwner(target: object, provided: Provided, isFirst: boolean): object {
  const known = new WeakMap<Method, Method>();
  const wrap = (method: Method, name: PropertyKey): Method => {
    const made = known.get(method);
    if (made) return made;
    const makes = isFirst && makesProduct(provided.point, name);
    const finish = (value: unknown): unknown => {
      if (!makes) return value;
      checkProduct(value, name, provided);
      return withOwner(value as object, provided, false);
    };
    const call: Method = (...args) =>
      workAs(provided.plugin, () => {
        try {
          // The object itself is `this`: it may have private fields.
          const answer: unknown = Reflect.apply(method, target, args);
          if (!isPending(answer)) return finish(answer);
          return answer.then(finish, (thrown: unknown) => {
            throw ownError(thrown, args, provided);
          });
        } catch (thrown) {
          throw ownError(thrown, args, provided);
        }
      });
    known.set(method, call);
    return call;
  };
  const read = (name: PropertyKey): unknown => {
    const value: unknown = Reflect.get(target, name, target);
    return typeof value === "function" && name !== "constructor" ? wrap(value as Method, name) : value;
  };
  // Not of the object itself: whoever froze it would forbid other methods in their place.
  return new Proxy(Object.create(target) as object, {
    get: (_shell, name) => read(name),
    set: (_shell, name, value) => Reflect.set(target, name, value, target),
    ownKeys: () => Reflect.ownKeys(target),
    getOwnPropertyDescriptor(_shell, name) {
      const own = Reflect.getOwnPropertyDescriptor(target, name);
      return own && { value: read(name), enumerable: own.enumerable ?? false, writable: true, configurable: true };
    },
  });
}

function ownError(thrown: unknown, args: readonly unknown[], { point, name, plugin }: Provided): unknown {
  if (isSluiceError(thrown) || isReasonOf(thrown, args)) return thrown;
  return toSluiceError(thrown, "PLUGIN_FAILED", `${point} ${name} of plugin ${plugin}`);
}

/** Whether something was thrown because the caller wanted it to end. */
function isReasonOf(thrown: unknown, args: readonly unknown[]): boolean {
  const { signal } = (args[0] ?? {}) as { readonly signal?: AbortSignal };
  if (signal?.aborted !== true) return false;
  return thrown === signal.reason || isAbort(thrown);
}

function isAbort(thrown: unknown): boolean {
  try {
    return thrown instanceof Error && thrown.name === "AbortError";
  } catch {
    return false;
  }
}
