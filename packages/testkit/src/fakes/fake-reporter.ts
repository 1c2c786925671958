import type { JsonObject, Reporter } from "@sluice/contracts";

/** A reporter that keeps what is reported, and hears what a test sends. */
export interface FakeReporter extends Reporter {
  /** Everything that was reported, in order. */
  readonly reports: readonly { readonly type: string; readonly data: JsonObject }[];
  /** Sends a message to whoever listens on the reporter. */
  send(type: string, data: JsonObject): void;
}

/**
 * Makes a reporter for tests.
 *
 * @example
 * ```ts
 * const reporter = fakeReporter();
 * await operation.evaluate({ ...input, reporter });
 * assert.deepEqual(reporter.reports, [{ type: "progress", data: { done: 1 } }]);
 * ```
 */
export function fakeReporter(): FakeReporter {
  const reports: { readonly type: string; readonly data: JsonObject }[] = [];
  const listeners = new Set<{ readonly type: string; readonly handler: (data: JsonObject) => void }>();
  return {
    reports,
    report: (type, data) => void reports.push({ type, data: structuredClone(data) }),
    on(type, handler) {
      const listener = { type, handler };
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    send(type, data) {
      for (const listener of listeners) if (listener.type === type) listener.handler(data);
    },
  };
}
