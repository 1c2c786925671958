import type { Reporter } from "@sluice/contracts";
import type { HookBus, ReportBus } from "../hooks/index.ts";

/**
 * What plugins hold for as long as a firing, or a whole run, lasts. There is one for every firing that plugins hear of, so making it
 * must cost next to nothing.
 */
export class HookScope {
  /** `/step#tag` of a firing; id of a run. */
  readonly name: string;
  readonly #hooks: HookBus;
  readonly #place: ReturnType<ReportBus["place"]>;
  #deferred: Deferred[] | undefined;
  #over = false;

  constructor(hooks: HookBus, reports: ReportBus, runId: string, key?: string) {
    this.name = key ?? runId;
    this.#hooks = hooks;
    this.#place = reports.place(runId, key);
  }

  /** The reporter of a plugin. */
  reporter(plugin: string): Reporter {
    return this.#place.for(plugin);
  }

  /** Has something run when the scope ends, or at once when it has ended. */
  defer(plugin: string, dispose: () => void | Promise<void>): void {
    const deferred = { plugin, dispose };
    if (this.#over) void this.#dispose(deferred);
    else (this.#deferred ??= []).push(deferred);
  }

  /** Runs what was deferred, last first, then ends the reporters. What fails is reported. */
  end(): void | Promise<void> {
    this.#over = true;
    const all = this.#deferred;
    if (all) return this.#endAll(all.reverse());
    this.#place[Symbol.dispose]();
    return undefined;
  }

  async #endAll(all: readonly Deferred[]): Promise<void> {
    for (const each of all) await this.#dispose(each);
    this.#place[Symbol.dispose]();
  }

  #dispose({ plugin, dispose }: Deferred): void | Promise<void> {
    return this.#hooks.guard.call(dispose, { plugin, what: `onDispose of ${this.name}` });
  }
}

interface Deferred {
  readonly plugin: string;
  readonly dispose: () => void | Promise<void>;
}
