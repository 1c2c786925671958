import type { Answering } from "./odd-plugin.ts";

const refuse = (): never => {
  throw new TypeError("do not look");
};
const thrower = new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;

/** Answers that are none, whatever was asked. */
export const nonsense: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  "a number": -1.5,
  NaN: Number.NaN,
  "a BigInt": 1n,
  "a text": "odd",
  "an empty list": [],
  "an empty object": {},
  "a list of nothing": [undefined, null],
  "a cycle": cycle,
  "an object that throws": thrower,
  "a getter that throws": Object.defineProperty({}, "id", { get: refuse, enumerable: true }),
};

/** What no JSON can carry. */
const poisons: Readonly<Record<string, () => object>> = {
  "a BigInt": () => ({ odd: 1n }),
  "a cycle": () => ({ odd: cycle }),
  "a getter that throws": () => Object.defineProperty({}, "odd", { get: refuse, enumerable: true }),
  "a number that is none": () => ({ odd: Number.NaN }),
  "a toJSON that throws": () => ({ odd: { toJSON: refuse } }),
};

/** A proper answer, with members deep inside that nobody asked for. */
function spoilt(value: unknown, poison: object, depth = 0): unknown {
  if (depth > 3 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => spoilt(each, poison, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy: object = Object.fromEntries(
    Reflect.ownKeys(value).map((name) => {
      const member = (value as Record<PropertyKey, unknown>)[name];
      return [name, typeof member === "function" ? member.bind(value) : spoilt(member, poison, depth + 1)];
    }),
  );
  return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(poison));
}

async function inside(usual: () => unknown, poison: () => object): Promise<unknown> {
  return spoilt(await usual(), poison());
}

function within(usual: () => unknown, poison: () => object): unknown {
  const value = usual();
  return value instanceof Promise ? inside(() => value, poison) : spoilt(value, poison());
}

/** Answers with what is right, but only when it is told to. */
export function answersLate(): { readonly answer: Answering; readonly settle: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { answer: (usual) => promise.then(usual), settle: resolve };
}

/** What a method may throw instead of answering. */
export const thrown: Readonly<Record<string, Answering>> = {
  throws: () => {
    throw new Error("odd");
  },
  "throws nothing": () => {
    // oxlint-disable-next-line typescript/only-throw-error
    throw undefined;
  },
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors
  "rejects with nothing": () => Promise.reject(undefined),
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors
  "rejects with an object that throws": () => Promise.reject(thrower),
};

/** A proper answer that has in it what no JSON can carry. */
export const poisoned: Readonly<Record<string, Answering>> = Object.fromEntries(
  Object.entries(poisons).map(([what, poison]) => [what, (usual) => within(usual, poison)]),
);
