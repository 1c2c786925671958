import type { JsonObject } from "./json.ts";

/** Something that was reported through a {@link Reporter}. */
export interface Report {
  readonly type: string;
  readonly data: JsonObject;
  readonly runId: string;
  /** The firing beside which it was reported, such as `/align#0.3`; absent for reports about a whole run. */
  readonly key?: string;
  /** Name of the plugin that reported it. */
  readonly plugin?: string;
}

/** Takes reports from beside a job or from a hook, and hears messages that are sent there. */
export interface Reporter {
  /** Sends data of a named type to whoever listens with `host.on`. */
  report(type: string, data: JsonObject): void;
  /** Listens to messages of a type that are sent with `host.send`, until the firing is over. */
  on(type: string, handler: (data: JsonObject) => void): Disposable;
}
