import { SluiceError, type JsonObject, type Logger, type Report } from "@sluice/contracts";
import { createBreaker, mostLate } from "./breaker.ts";
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

  const breaker = createBreaker<ReportListener | Ear>(({ type, plugin }) => {
    const text = `it was too slow ${mostLate} times in a row and is left out from here on`;
    guard.report(new SluiceError("HOOK_TIMEOUT", text), { plugin, what: `a listener to '${type}'` });
  });
  /** Nobody waits for those who listen. */
  const call = (who: ReportListener | Ear, type: string, code: () => unknown): void => {
    if (breaker.isOut(who)) return;
    void guard.call(code, { plugin: who.plugin, what: `a listener to '${type}'`, outcome: breaker.of(who) });
  };
  const deliver = (report: Report): void => {
    for (const listener of listeners) {
      const { type, handler, run } = listener;
      if ((type !== "*" && type !== report.type) || (run !== undefined && run !== report.runId)) continue;
      call(listener, report.type, () => handler(report));
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
        call(ear, type, () => ear.handler(copy));
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
