/** Says what is wrong with a value that stands at a place such as `[0].state`; undefined when nothing is. */
export type Check = (value: unknown, at: string) => string | undefined;

type Fields = Readonly<Record<string, unknown>>;

export const text: Check = (value, at) => (typeof value === "string" ? undefined : wrong(at, "a text", value));

export const filledText: Check = (value, at) =>
  typeof value === "string" && value !== "" ? undefined : wrong(at, "a text that is not empty", value);

export const absolutePath: Check = (value, at) =>
  typeof value === "string" && value.startsWith("/") && !value.includes("\0")
    ? undefined
    : wrong(at, "an absolute path", value);

export const truth: Check = (value, at) => (typeof value === "boolean" ? undefined : wrong(at, "true or false", value));

/** A number that is neither NaN nor infinite. */
export function number(rule: { readonly least?: number; readonly above?: number; readonly whole?: true } = {}): Check {
  const { least = -Infinity, above = -Infinity, whole } = rule;
  const bound = rule.above !== undefined ? ` above ${above}` : rule.least !== undefined ? ` from ${least}` : "";
  const what = `a ${whole ? "whole" : "finite"} number${bound}`;
  return (value, at) => {
    const fits = typeof value === "number" && Number.isFinite(value) && value >= least && value > above;
    return fits && (!whole || Number.isInteger(value)) ? undefined : wrong(at, what, value);
  };
}

export function oneOf(...values: readonly string[]): Check {
  return (value, at) =>
    values.includes(value as string) ? undefined : wrong(at, `one of ${values.join(", ")}`, value);
}

/** Nothing, or what the check demands. */
export function optional(check: Check): Check {
  return (value, at) => (value === undefined ? undefined : check(value, at));
}

export function listOf(check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(at, "a list", value);
    for (let index = 0; index < value.length; index += 1) {
      const fault = check(value[index], `${at}[${index}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

/** An object that has these fields; what else it has is its own affair. */
export function record(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields);
  return (value, at) => {
    if (!isRecord(value)) return wrong(at, "an object", value);
    for (const [name, check] of checks) {
      const fault = check(value[name], `${at}.${name}`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

/** An object of which every value passes. */
export function mapOf(check: Check): Check {
  return (value, at) => {
    if (!isRecord(value)) return wrong(at, "an object", value);
    for (const name of Object.keys(value)) {
      const fault = check(value[name], `${at}.${short(name)}`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

/** All of these, in their order. */
export function every(...checks: readonly Check[]): Check {
  return (value, at) => {
    for (const check of checks) {
      const fault = check(value, at);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

/** An object with these methods. */
export function withMethods(...names: readonly PropertyKey[]): Check {
  return (value, at) => {
    if (!isObject(value)) return wrong(at, "an object", value);
    const missing = names.find((name) => typeof (value as Record<PropertyKey, unknown>)[name] !== "function");
    return missing === undefined ? undefined : `${placeOf(at)} has no method ${nameOfMethod(missing)}`;
  };
}

/** What is wrong, with what is there. */
export function wrong(at: string, what: string, value: unknown): string {
  return `${placeOf(at)} must be ${what}, but is ${describe(value)}`;
}

/** How a method is called in messages. */
export function nameOfMethod(name: PropertyKey): string {
  return typeof name === "symbol" ? `[${name.description ?? ""}]` : String(name);
}

/** A value in a message: short, whatever it is. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "string") return `'${short(value)}'`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "a list";
  if (value instanceof Promise) return "a promise";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const most = 60;

function short(value: string): string {
  return (value.length > most ? `${value.slice(0, most)}…` : value).replaceAll(/\p{Cc}/gu, "�");
}

/** A place in a sentence. */
export function placeOf(at: string): string {
  if (at === "") return "it";
  return at.startsWith(".") ? at.slice(1) : `it${at}`;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Also what is a function may have methods. */
function isObject(value: unknown): value is Fields {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
