import type { JsonObject, Logger, Report } from "@sluice/contracts";
import { createGuard } from "./guard.ts";
import { toPlainJson } from "../answers/index.ts";
import { ReportPlace, type Ear, type ReportRoom } from "./report-place.ts";

/** Carries reports from hooks to plugins, and messages from plugins the other way. What goes through is copied and frozen. */
export interface ReportBus {
  /** Adds a listener to reports of a type, or of all types with `*`; the answer removes it. */
  listen(input: ReportListener): Disposable;
  /** Sends a message to the reporters of a firing, of a run, or of all. @throws `PLUGIN_INVALID` for data that are not plain JSON */
  send(message: ReportMessage): void;
  /** A place to report from: a firing, or a run as a whole. Dispose it when that is over. */
  place(runId: string, key?: string): ReportPlace;
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

  const room: ReportRoom = { ears, deliver };

  return {
    listen(input) {
      // An object of its own: the same plugin may listen twice with the same input.
      const listener = { ...input };
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    send({ type, data, run, to }) {
      const copy = toPlainJson(data, "data");
      for (const ear of ears) {
        if (ear.type !== type || (run !== undefined && ear.runId !== run)) continue;
        if (to !== undefined && ear.key !== to) continue;
        void guard.call(() => ear.handler(copy), { plugin: ear.plugin, what: `a listener to '${type}'` });
      }
    },
    place: (runId, key) => new ReportPlace(room, runId, key),
  };
}

/** The bus as the plugins of one run see it: they hear reports of their run, and speak to it, alone. */
export function createRunReports(bus: ReportBus, run: string): ReportBus {
  return {
    listen: (input) => bus.listen({ ...input, run }),
    send(message) {
      if (message.run === undefined || message.run === run) bus.send({ ...message, run });
    },
    place: (runId, key) => bus.place(runId, key),
  };
}
