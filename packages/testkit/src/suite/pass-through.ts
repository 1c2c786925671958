/**
 * A copy of an object that only delegates: what it has of its own is what a wrapper would write. Methods that are not
 * there are not there in the copy either. Objects with methods that methods answer with are wrapped as well.
 */
export function passThrough<T extends object>(target: T): T {
  const copy: Record<PropertyKey, unknown> = {};
  for (const key of keysOf(target)) {
    const value: unknown = Reflect.get(target, key);
    if (typeof value === "function") {
      copy[key] = (...parameters: unknown[]): unknown => {
        const method = Reflect.get(target, key) as (...parameters: unknown[]) => unknown;
        return wrapAnswer(method.apply(target, parameters));
      };
    } else {
      Object.defineProperty(copy, key, { enumerable: true, get: () => Reflect.get(target, key) as unknown });
    }
  }
  return copy as T;
}

function wrapAnswer(answer: unknown): unknown {
  if (answer instanceof Promise)
    return answer.then((value: unknown) => (hasMethods(value) ? passThrough(value) : value));
  return hasMethods(answer) ? passThrough(answer) : answer;
}

/** Whether something is an object of a contract, and neither plain data nor something of the platform. */
function hasMethods(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if (value instanceof AbortSignal || value instanceof Error || value instanceof Uint8Array) return false;
  if (Symbol.asyncIterator in value || Symbol.iterator in value) return false;
  return [...keysOf(value)].some((key) => typeof Reflect.get(value, key) === "function");
}

function keysOf(target: object): Set<PropertyKey> {
  const keys = new Set<PropertyKey>();
  let level: object | null = target;
  while (level !== null && level !== Object.prototype) {
    for (const key of Reflect.ownKeys(level)) if (key !== "constructor") keys.add(key);
    level = Object.getPrototypeOf(level) as object | null;
  }
  return keys;
}
