import type { Reporter } from "@sluice/contracts";
import type { HookBus, ReportBus } from "../hooks/index.ts";

/** What plugins hold for as long as a firing, or a whole run, lasts. */
export interface HookScope {
  /** `/step#tag`; absent for a run. */
  readonly key?: string;
  /** The reporter of a plugin: the same one in every hook. */
  reporter(plugin: string): Reporter;
  /** Has something run when the scope ends, or at once when it has ended. */
  defer(plugin: string, dispose: () => void | Promise<void>): void;
  /** Runs what was deferred, last first, then ends the reporters. What fails is reported. */
  end(): void | Promise<void>;
}

interface Deferred {
  readonly plugin: string;
  readonly dispose: () => void | Promise<void>;
}

/** Makes the scope of a firing, or of a run. */
export function createHookScope(input: {
  readonly hooks: HookBus;
  readonly reports: ReportBus;
  readonly runId: string;
  readonly key?: string;
}): HookScope {
  const { hooks, reports, runId, key } = input;
  const reporters = new Map<string, Reporter & Disposable>();
  let deferred: Deferred[] | undefined;
  let over = false;

  const dispose = ({ plugin, dispose: run }: Deferred): void | Promise<void> =>
    hooks.guard.call(run, { plugin, what: `onDispose of ${key ?? runId}` });
  const endReporters = (): void => {
    for (const reporter of reporters.values()) reporter[Symbol.dispose]();
  };
  const endAll = async (all: readonly Deferred[]): Promise<void> => {
    for (const each of all) await dispose(each);
    endReporters();
  };

  return {
    ...(key !== undefined && { key }),
    reporter(plugin) {
      const known = reporters.get(plugin);
      if (known) return known;
      const reporter = reports.reporter({ runId, ...(key !== undefined && { key }), plugin });
      if (over) reporter[Symbol.dispose]();
      reporters.set(plugin, reporter);
      return reporter;
    },
    defer(plugin, run) {
      if (over) void dispose({ plugin, dispose: run });
      else (deferred ??= []).push({ plugin, dispose: run });
    },
    end() {
      over = true;
      const all = deferred;
      deferred = undefined;
      if (all) return endAll(all.reverse());
      return endReporters();
    },
  };
}
