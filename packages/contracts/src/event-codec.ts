import { isSluiceError, SluiceError } from "./errors.ts";
import { currentVocabulary, type EventVocabulary } from "./event-upcasters.ts";
import { parseJson } from "./exact-number.ts";
import type { JsonObject } from "./json.ts";
import type { RunEvent, StoredRunEvent } from "./run-event.ts";

/** An event as databases store it. */
export interface EncodedEvent {
  readonly type: string;
  readonly version: number;
  /** The event's data as JSON. */
  readonly data: string;
}

/** A stored event with its place in the journal. */
export interface StoredRow extends EncodedEvent {
  readonly seq: number;
  readonly time: number;
}

/** @throws `INTERNAL` for an event that no reader of this version would understand */
export function encodeEvent(event: RunEvent, vocabulary: EventVocabulary = currentVocabulary): EncodedEvent {
  const version = versionOf(event.type, vocabulary);
  if (version === undefined) throw new SluiceError("INTERNAL", `There is no event of type ${event.type}.`);
  return { type: event.type, version, data: JSON.stringify(event.data) };
}

/**
 * Reads a stored event and brings it to the current version of its type.
 * @param input.actor - whose journal it is, for messages
 * @throws `JOURNAL_NEWER` for what only a newer Sluice can have written, `JOURNAL_CORRUPT` for what none has
 */
export function decodeEvent(
  row: StoredRow,
  { actor, vocabulary = currentVocabulary }: { readonly actor?: string; readonly vocabulary?: EventVocabulary } = {},
): StoredRunEvent {
  const { type, seq, time } = row;
  const current = versionOf(type, vocabulary);
  if (current === undefined) {
    throw newer(`Event ${seq} is a ${type} (version ${row.version}), which this Sluice does not know.`, actor);
  }
  if (row.version > current) {
    throw newer(
      `Event ${seq} is a ${type} of version ${row.version}; this Sluice reads up to version ${current}.`,
      actor,
    );
  }
  if (!Number.isInteger(row.version) || row.version < 1) throw corrupt(`Event ${seq} has no valid version.`, actor);
  const written = parseData(row, actor);
  const upcasters = Array.from({ length: current - row.version }, (_, index) => {
    const upcast = vocabulary.upcasters[type]?.[row.version + index];
    if (upcast) return upcast;
    throw new SluiceError("INTERNAL", `No up-caster leads from version ${row.version + index} of ${type} to the next.`);
  });
  try {
    const data = upcasters.reduce((before, upcast) => upcast(before), written);
    const fault = vocabulary.faultOf?.(type, data);
    if (fault === undefined) return { type, data, seq, time } as unknown as StoredRunEvent;
    throw corrupt(
      `Event ${seq} (${type}) is not as Sluice writes it${fault === "" ? "" : `, at ${fault.slice(1)}`}.`,
      actor,
    );
  } catch (error) {
    if (isSluiceError(error)) throw error;
    // What is not there cannot be brought to the current version; what is too deep cannot be looked at.
    throw corrupt(`Event ${seq} (${type}) is not as Sluice writes it.`, actor, error);
  }
}

function versionOf(type: string, vocabulary: EventVocabulary): number | undefined {
  return Object.hasOwn(vocabulary.versions, type) ? vocabulary.versions[type] : undefined;
}

function parseData(row: StoredRow, actor: string | undefined): JsonObject {
  let data: unknown;
  try {
    data = parseJson(row.data);
  } catch (error) {
    throw corrupt(`The data of event ${row.seq} (${row.type}) are not JSON.`, actor, error);
  }
  if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as JsonObject;
  throw corrupt(`The data of event ${row.seq} (${row.type}) are not an object.`, actor);
}

function newer(message: string, actor: string | undefined): SluiceError {
  return new SluiceError("JOURNAL_NEWER", message, { actor, hint: "Use the Sluice that wrote it, or a newer one." });
}

function corrupt(message: string, actor: string | undefined, cause?: unknown): SluiceError {
  return new SluiceError("JOURNAL_CORRUPT", message, { actor, cause });
}
