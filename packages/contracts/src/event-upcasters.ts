import { eventFault } from "./event-shapes.ts";
import type { JsonObject } from "./json.ts";
import { eventVersions } from "./run-event.ts";

/** Turns the data of one version of an event into the data of the next version. Pure; the input stays as it is. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** What a reader of journals understands. */
export interface EventVocabulary {
  /** Current version of each type of event. */
  readonly versions: Readonly<Record<string, number>>;
  /** `upcasters[type][version]` leads from that version to the next; there is one for every older version. */
  readonly upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;
  /** Where the data of an event, in the current version, are not as they must be; undefined when they are. Absent: all will do. */
  readonly faultOf?: (type: string, data: JsonObject) => string | undefined;
}

/** Plugins that came with Sluice when a journal kept only the versions of plugins. */
const bundledThen = ["builtin", "cwl"];

/** Version 2 keeps more of a plugin than its version. */
const runCreatedTo2: Upcaster = (data) => ({
  ...data,
  plugins: Object.fromEntries(
    Object.entries(data["plugins"] as JsonObject).map(([name, version]) => [
      name,
      { version, ...(bundledThen.includes(name) && { bundled: true }) },
    ]),
  ),
});

/** From version 3 on the ids of effects depend on a nonce. An older run has none, and keeps its ids. */
const runCreatedTo3: Upcaster = (data) => data;

/** Before version 2, what was cancelled started again under the same number. */
const runStartedTo2: Upcaster = (data) => ({ ...data, freshAttempts: false });

/** What this Sluice understands. */
export const currentVocabulary: EventVocabulary = {
  versions: eventVersions,
  upcasters: { run_created: { 1: runCreatedTo2, 2: runCreatedTo3 }, run_started: { 1: runStartedTo2 } },
  faultOf: eventFault,
};
