import type { ExtensionPoint, JsonObject, Plugin } from "@sluice/contracts";

/** One method of what a plugin provides, which does something else than its usual implementation. */
export interface Fault {
  /** The way to the method, such as `create.submit`. */
  readonly path: string;
  /** Without, it is not there. */
  readonly answer?: Answering;
}

/** @param usual - what the usual implementation answers */
export type Answering = (usual: () => unknown) => unknown;

/** How a point is provided under the name `odd`: as something usual but for its fault. */
export interface Provided {
  readonly point: ExtensionPoint<unknown>;
  /** Name of the usual implementation, or that itself. */
  readonly usual: string | object;
  /** Options of what a factory makes. */
  readonly options?: JsonObject;
  /** The way to a method that is not there. */
  readonly without?: string;
}

type Method = (...args: unknown[]) => unknown;
type Factory = { readonly create: (input: object) => unknown };

/** A plugin that provides what is usual, but for a fault; without a fault, all of it. */
export function oddPlugin({ point, usual, options, without }: Provided, fault?: Fault): Plugin {
  return {
    name: "faulty",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      const factory: Factory = {
        async create(input) {
          const name = usual as string;
          const { implementation } = await host.context.extension({ point, name });
          return (implementation as Factory).create({ ...input, ...(options && { options }) });
        },
      };
      const given = typeof usual === "string" ? factory : usual;
      const inner = without === undefined ? given : withFault(given, "", { path: without });
      const provided = fault === undefined ? inner : withFault(inner, "", fault);
      host.provide(point, "odd", provided, { schema: { type: "object" } });
    },
  };
}

/** The same object, but for one method of it or of what it makes. */
export function withFault(inner: object, above: string, fault: Fault): object {
  const read = (name: PropertyKey): unknown => {
    const value: unknown = Reflect.get(inner, name, inner);
    const path = above === "" ? nameOf(name) : `${above}.${nameOf(name)}`;
    const call: Method = (...args) => (typeof value === "function" ? Reflect.apply(value, inner, args) : undefined);
    const { answer } = fault;
    if (path === fault.path) return answer && ((...args: unknown[]) => answer(() => call(...args)));
    if (typeof value !== "function" || !fault.path.startsWith(`${path}.`)) {
      return typeof value === "function" ? call : value;
    }
    const wrap = (made: unknown): unknown => (isObject(made) ? withFault(made, path, fault) : made);
    return (...args: unknown[]) => {
      const made = call(...args);
      return made instanceof Promise ? made.then(wrap) : wrap(made);
    };
  };
  return new Proxy({}, { get: (_target, name) => read(name) });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function nameOf(name: PropertyKey): string {
  return typeof name === "symbol" ? `[${name.description}]` : String(name);
}
