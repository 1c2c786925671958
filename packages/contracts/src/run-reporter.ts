import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JsonObject } from "./json.ts";
import type { StoredRunEvent } from "./run-event.ts";
import type { RunProgress, RunResult } from "./run-progress.ts";

/** Ways to show a run to somebody. */
export const reporterPoint: ExtensionPoint<RunReporterFactory> = extensionPoint({
  id: "reporter",
  apiVersion: 1,
  purpose: "Shows or records what happens in a run, for people or programs.",
  stability: "stable",
});

/** Makes a reporter for each run that is to be reported. */
export interface RunReporterFactory {
  create(input: {
    readonly options: JsonObject;
    readonly run: string;
    /** Name of the run for people. */
    readonly name: string;
    /** Writes to standard output. */
    readonly out: (text: string) => void;
    /** Writes to standard error. */
    readonly err: (text: string) => void;
  }): RunReporter | Promise<RunReporter>;
}

/** Hears of everything that is committed. What it throws is reported once and changes nothing. */
export interface RunReporter extends Partial<AsyncDisposable> {
  /** An event was committed. Quick and synchronous: the run goes on meanwhile. */
  event(event: StoredRunEvent, progress: RunProgress): void;
  /** The run ended; nothing comes after. */
  end?(result: RunResult): void | Promise<void>;
}
