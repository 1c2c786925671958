import { SluiceError, type JsonObject, type Report, type Reporter } from "@sluice/contracts";
import { toPlainJson } from "../answers/index.ts";

/** Who listens beside a firing, or for a whole run. */
export interface Ear {
  readonly runId: string;
  readonly key: string | undefined;
  readonly plugin: string;
  readonly type: string;
  readonly handler: (data: JsonObject) => unknown;
}

/** What places need of their bus. */
export interface ReportRoom {
  readonly ears: Set<Ear>;
  deliver(report: Report): void;
}

/**
 * Where reports come from: a firing, or a run. There is one for every firing that plugins hear of, so making it must cost next to
 * nothing. Disposing it ends what listens there; what is reported later still reaches whoever listens then.
 */
export class ReportPlace implements Disposable {
  readonly runId: string;
  readonly key: string | undefined;
  readonly #room: ReportRoom;
  #own: Set<Ear> | undefined;
  #over = false;

  constructor(room: ReportRoom, runId: string, key: string | undefined) {
    this.#room = room;
    this.runId = runId;
    this.key = key;
  }

  /** The reporter of a plugin. */
  for(plugin: string): Reporter {
    return new PlaceReporter(this, plugin);
  }

  report(type: string, data: JsonObject, plugin: string): void {
    if (typeof type !== "string" || type === "" || type === "*") {
      throw new SluiceError("PLUGIN_INVALID", `a report needs a type, but got ${JSON.stringify(type)}`);
    }
    const { runId, key } = this;
    this.#room.deliver({ type, data: toPlainJson(data, "data"), runId, ...(key !== undefined && { key }), plugin });
  }

  listen(type: string, handler: Ear["handler"], plugin: string): Disposable {
    const ear: Ear = { runId: this.runId, key: this.key, plugin, type, handler };
    // Afterwards there is nothing to hear any more.
    if (!this.#over) {
      (this.#own ??= new Set()).add(ear);
      this.#room.ears.add(ear);
    }
    return {
      [Symbol.dispose]: () => {
        this.#own?.delete(ear);
        this.#room.ears.delete(ear);
      },
    };
  }

  [Symbol.dispose](): void {
    this.#over = true;
    for (const ear of this.#own ?? []) this.#room.ears.delete(ear);
    this.#own = undefined;
  }
}

class PlaceReporter implements Reporter {
  readonly #place: ReportPlace;
  readonly #plugin: string;

  constructor(place: ReportPlace, plugin: string) {
    this.#place = place;
    this.#plugin = plugin;
  }

  report(type: string, data: JsonObject): void {
    this.#place.report(type, data, this.#plugin);
  }

  on(type: string, handler: (data: JsonObject) => void): Disposable {
    return this.#place.listen(type, handler, this.#plugin);
  }
}
