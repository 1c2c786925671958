/**
 * A typed name for something that plugins can provide. Declared in one file of this package, by whoever calls it.
 * Two copies of this package may meet in one process, so points are matched by `id`, never by identity.
 */
export interface ExtensionPoint<T> {
  /** Unique name, such as `connector`. */
  readonly id: string;
  /** Raised when an implementation for the last version would no longer work. */
  readonly apiVersion: number;
  /** What an implementation is for, in one sentence. */
  readonly purpose: string;
  readonly stability: Stability;
  /** Name of the implementation that is used when nothing names one; absent where there is nothing to fall back to. */
  readonly default?: string;
  /** What an implementation may claim in {@link ExtensionDetails.capabilities}, each with its meaning in one sentence. */
  readonly capabilities?: Readonly<Record<string, string>>;
  /** Only carries the type. */
  readonly type?: T;
}

/**
 * How far something can be relied on. `stable`: changes come with a major version and a deprecation before it;
 * `experimental`: may change with any minor version; `deprecated`: goes with the next major version.
 */
export type Stability = "stable" | "experimental" | "deprecated";

/** Declares an extension point. */
export function extensionPoint<T>(point: Omit<ExtensionPoint<T>, "type">): ExtensionPoint<T> {
  return Object.freeze(point);
}
