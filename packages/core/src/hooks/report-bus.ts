import type { JsonObject, Logger, Report, Reporter } from "@sluice/contracts";

/** Carries reports from hooks and jobs to plugins, and messages from plugins the other way. */
export interface ReportBus {
  /** Adds a listener to reports of a type, or of all types with `*`; the answer removes it. */
  listen(input: {
    readonly type: string;
    readonly handler: (report: Report) => void | Promise<void>;
    readonly plugin: string;
  }): Disposable;
  /** Sends a message to the reporters of a firing, of a run, or of all. */
  send(message: {
    readonly type: string;
    readonly data: JsonObject;
    readonly run?: string;
    readonly to?: string;
  }): void;
  /** A reporter for a firing, or for a run as a whole. Disposing it ends what listens on it. */
  reporter(input: { readonly runId: string; readonly key?: string; readonly plugin?: string }): Reporter & Disposable;
}

interface Ear {
  readonly runId: string;
  readonly key: string | undefined;
  readonly type: string;
  readonly handler: (data: JsonObject) => void;
}

/** Makes a bus that nobody listens to. */
export function createReportBus(logger: Logger): ReportBus {
  const listeners = new Set<Parameters<ReportBus["listen"]>[0]>();
  const ears = new Set<Ear>();

  const failed = (plugin: string, type: string, error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn(`a listener to '${type}' failed: ${message}`, { plugin, code: "HOOK_FAILED" });
  };

  const deliver = (report: Report): void => {
    for (const { type, handler, plugin } of listeners) {
      if (type !== "*" && type !== report.type) continue;
      void (async () => handler(report))().catch((error: unknown) => failed(plugin, report.type, error));
    }
  };

  return {
    listen(input) {
      listeners.add(input);
      return { [Symbol.dispose]: () => void listeners.delete(input) };
    },
    send({ type, data, run, to }) {
      for (const ear of ears) {
        if (ear.type !== type || (run !== undefined && ear.runId !== run) || (to !== undefined && ear.key !== to))
          continue;
        try {
          ear.handler(data);
        } catch (error) {
          failed(ear.key ?? ear.runId, type, error);
        }
      }
    },
    reporter(place) {
      const own = new Set<Ear>();
      return {
        report: (type, data) => deliver({ type, data, ...place }),
        on(type, handler) {
          const ear = { runId: place.runId, key: place.key, type, handler };
          own.add(ear);
          ears.add(ear);
          return {
            [Symbol.dispose]: () => {
              own.delete(ear);
              ears.delete(ear);
            },
          };
        },
        [Symbol.dispose]() {
          for (const ear of own) ears.delete(ear);
          own.clear();
        },
      };
    },
  };
}
