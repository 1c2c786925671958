import { SluiceError, type JsonObject, type Logger, type Report, type Reporter } from "@sluice/contracts";
import { createGuard } from "./guard.ts";
import { toPlainJson } from "./plain-json.ts";

/** Carries reports from hooks to plugins, and messages from plugins the other way. What goes through is copied and frozen. */
export interface ReportBus {
  /** Adds a listener to reports of a type, or of all types with `*`; the answer removes it. */
  listen(input: ReportListener): Disposable;
  /** Sends a message to the reporters of a firing, of a run, or of all. @throws `PLUGIN_INVALID` for data that are not plain JSON */
  send(message: ReportMessage): void;
  /**
   * A reporter for a firing, or for a run as a whole. Disposing it ends what listens on it; what is reported later still reaches
   * whoever listens then.
   */
  reporter(place: { readonly runId: string; readonly key?: string; readonly plugin?: string }): Reporter & Disposable;
}

/** Who listens. */
export interface ReportListener {
  readonly type: string;
  readonly handler: (report: Report) => void | Promise<void>;
  readonly plugin: string;
  /** Only reports of this run. */
  readonly run?: string;
}

/** What is sent to those who report. */
export interface ReportMessage {
  readonly type: string;
  readonly data: JsonObject;
  readonly run?: string;
  readonly to?: string;
}

interface Ear {
  readonly place: { readonly runId: string; readonly key?: string; readonly plugin?: string };
  readonly type: string;
  readonly handler: (data: JsonObject) => unknown;
}

/** Makes a bus that nobody listens to. */
export function createReportBus(logger: Logger): ReportBus {
  const listeners = new Set<ReportListener>();
  const ears = new Set<Ear>();
  const guard = createGuard(logger);

  const deliver = (report: Report): void => {
    for (const { type, handler, plugin, run } of listeners) {
      if ((type !== "*" && type !== report.type) || (run !== undefined && run !== report.runId)) continue;
      void guard.call(() => handler(report), { plugin, what: `a listener to '${report.type}'` });
    }
  };

  return {
    listen(input) {
      // An object of its own: the same plugin may listen twice with the same input.
      const listener = { ...input };
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    send({ type, data, run, to }) {
      const copy = toPlainJson(data, "data");
      for (const { place, type: wanted, handler } of ears) {
        if (wanted !== type || (run !== undefined && place.runId !== run)) continue;
        if (to !== undefined && place.key !== to) continue;
        const plugin = place.plugin ?? place.key ?? place.runId;
        void guard.call(() => handler(copy), { plugin, what: `a listener to '${type}'` });
      }
    },
    reporter(place) {
      let own: Set<Ear> | undefined;
      let over = false;
      return {
        report(type, data) {
          if (typeof type !== "string" || type === "" || type === "*") {
            throw new SluiceError("PLUGIN_INVALID", `a report needs a type, but got ${JSON.stringify(type)}`);
          }
          deliver({ type, data: toPlainJson(data, "data"), ...place });
        },
        on(type, handler) {
          const ear: Ear = { place, type, handler };
          // Afterwards there is nothing to hear any more.
          if (!over) {
            (own ??= new Set()).add(ear);
            ears.add(ear);
          }
          return {
            [Symbol.dispose]: () => {
              own?.delete(ear);
              ears.delete(ear);
            },
          };
        },
        [Symbol.dispose]() {
          over = true;
          for (const ear of own ?? []) ears.delete(ear);
          own = undefined;
        },
      };
    },
  };
}

/** The bus as the plugins of one run see it: they hear reports of their run, and speak to it, alone. */
export function createRunReports(bus: ReportBus, run: string): ReportBus {
  return {
    listen: (input) => bus.listen({ ...input, run }),
    send(message) {
      if (message.run === undefined || message.run === run) bus.send({ ...message, run });
    },
    reporter: (place) => bus.reporter(place),
  };
}
