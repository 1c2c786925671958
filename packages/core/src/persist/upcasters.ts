import { eventVersions, type JsonObject } from "@sluice/contracts";

/** Turns the data of one version of an event into the data of the next version. Pure; the input stays as it is. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** What a reader of journals understands. */
export interface EventVocabulary {
  /** Current version of each type of event. */
  readonly versions: Readonly<Record<string, number>>;
  /** `upcasters[type][version]` leads from that version to the next; there is one for every older version. */
  readonly upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;
}

/** What this Sluice understands. No event has changed its meaning so far. */
export const currentVocabulary: EventVocabulary = { versions: eventVersions, upcasters: {} };
