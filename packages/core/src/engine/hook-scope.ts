import type { JsonObject, Reporter } from "@sluice/contracts";
import type { ReportBus } from "../hooks/index.ts";
import type { RunDeps } from "./run-deps.ts";

type ReportPlace = ReturnType<ReportBus["place"]>;

/**
 * What plugins hold for as long as a firing, or a whole run, lasts. There is one for every firing that plugins hear of, so making it
 * must cost next to nothing.
 */
export class HookScope {
  /** `/step#tag` of a firing; id of a run. */
  readonly name: string;
  readonly #deps: RunDeps;
  readonly #key: string | undefined;
  readonly #holding: Set<HookScope> | undefined;
  #place: ReportPlace | undefined;
  #deferred: Deferred[] | undefined;
  #over = false;

  /**
   * @param key - of the firing; absent for the run as a whole
   * @param holding - where it is from when it holds something until it ends
   */
  constructor(deps: RunDeps, key?: string, holding?: Set<HookScope>) {
    this.name = key ?? deps.run;
    this.#deps = deps;
    this.#key = key;
    this.#holding = holding;
  }

  /** The reporter of a plugin. */
  reporter(plugin: string): Reporter {
    return new ScopeReporter(this, plugin);
  }

  /** Where reports come from: made for the first plugin that reports or listens, for most never do. */
  get place(): ReportPlace {
    if (!this.#place) {
      this.#place = this.#deps.reports.place(this.#deps.run, this.#key);
      if (this.#over) this.#place[Symbol.dispose]();
      else this.#holding?.add(this);
    }
    return this.#place;
  }

  /** Has something run when the scope ends, or at once when it has ended. */
  defer(plugin: string, dispose: () => void | Promise<void>): void {
    const deferred = { plugin, dispose };
    if (this.#over) {
      void this.#dispose(deferred);
      return;
    }
    (this.#deferred ??= []).push(deferred);
    this.#holding?.add(this);
  }

  /** Runs what was deferred, last first, then ends the reporters. What fails is reported. It ends once, however often it is asked to. */
  end(): void | Promise<void> {
    if (this.#over) return undefined;
    this.#over = true;
    this.#holding?.delete(this);
    const all = this.#deferred;
    if (all) return this.#endAll(all.reverse());
    this.#place?.[Symbol.dispose]();
    return undefined;
  }

  async #endAll(all: readonly Deferred[]): Promise<void> {
    for (const each of all) await this.#dispose(each);
    this.#place?.[Symbol.dispose]();
  }

  #dispose({ plugin, dispose }: Deferred): void | Promise<void> {
    return this.#deps.hooks.guard.call(dispose, { plugin, what: `onDispose of ${this.name}` });
  }
}

interface Deferred {
  readonly plugin: string;
  readonly dispose: () => void | Promise<void>;
}

class ScopeReporter implements Reporter {
  readonly #scope: HookScope;
  readonly #plugin: string;

  constructor(scope: HookScope, plugin: string) {
    this.#scope = scope;
    this.#plugin = plugin;
  }

  report(type: string, data: JsonObject): void {
    this.#scope.place.report(type, data, this.#plugin);
  }

  on(type: string, handler: (data: JsonObject) => void): Disposable {
    return this.#scope.place.listen(type, handler, this.#plugin);
  }
}
