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
  readonly stability: "stable" | "experimental";
  /** Only carries the type. */
  readonly type?: T;
}

/** Declares an extension point. */
export function extensionPoint<T>(point: Omit<ExtensionPoint<T>, "type">): ExtensionPoint<T> {
  return Object.freeze(point);
}
