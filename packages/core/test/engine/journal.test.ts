import {
  SluiceError,
  type Database,
  type LogFields,
  type Logger,
  type RunEvent,
  type RunStore,
  type StoredRunEvent,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createJournal } from "../../src/engine/journal.ts";
import { nullLogger } from "../../src/null-logger.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";

const event = (reason: string): RunEvent => ({ type: "cancel_requested", data: { reason } });
const reasons = (events: readonly RunEvent[]): string[] =>
  events.map((each) => (each.type === "cancel_requested" ? each.data.reason : each.type));

let database: Database;
beforeEach(() => void (database = createMemoryDatabase()));
afterEach(() => database[Symbol.asyncDispose]());

const openStore = (run: string): Promise<RunStore> => database.createRun({ run, name: run });

test("events of one turn are committed together, in order, before anybody hears of them", async () => {
  const store = await openStore("together");
  const order: string[] = [];
  const batches: string[][] = [];
  const done = Promise.withResolvers<void>();
  const journal = createJournal({
    store,
    seq: 0,
    logger: nullLogger,
    apply: (each) => void order.push(`apply ${reasons([each])[0]}`),
    summary: () => ({}),
    committed: (events) => void batches.push(reasons(events)),
    fatal: done.reject,
  });
  journal.post(event("a"));
  journal.post(event("b"), (seq) => {
    order.push(`told of ${seq}`);
    journal.post(event("c"), () => done.resolve());
  });
  await done.promise;
  expect(batches).toEqual([["a", "b"], ["c"]]);
  expect(order).toEqual(["apply a", "apply b", "told of 2", "apply c"]);
  expect(journal.seq).toBe(3);
});

test("a full disk pauses the run, says so once, and loses nothing", async () => {
  const store = await openStore("full");
  let full = 2;
  const append = (input: Parameters<RunStore["append"]>[0]): ReturnType<RunStore["append"]> => {
    if (full-- > 0) throw new SluiceError("DISK_FULL", "no space left on /data");
    return store.append(input);
  };
  const said: string[] = [];
  const say = (message: string, _fields?: LogFields): void => void said.push(message);
  const logger: Logger = { ...nullLogger, error: say, warn: say };
  const committed = Promise.withResolvers<readonly StoredRunEvent[]>();
  const journal = createJournal({
    store: { ...store, append },
    seq: 0,
    logger,
    apply: () => undefined,
    summary: () => ({}),
    committed: committed.resolve,
    fatal: committed.reject,
  });
  journal.post(event("kept"));
  expect(reasons(await committed.promise)).toEqual(["kept"]);
  expect(said).toEqual([
    "no space left on /data: the run pauses until there is space; nothing is lost",
    "there is space on the disk again: the run goes on",
  ]);
}, 20_000);

test("a full disk is waited for once more when the run is to end at once, and ends it then", async () => {
  const store = await openStore("forced");
  let tries = 0;
  const append = (): ReturnType<RunStore["append"]> => {
    tries++;
    throw new SluiceError("DISK_FULL", "no space left on /data");
  };
  const ended = Promise.withResolvers<unknown>();
  const journal = createJournal({
    store: { ...store, append },
    seq: 0,
    logger: nullLogger,
    apply: () => undefined,
    summary: () => ({}),
    committed: () => ended.resolve("committed"),
    isForced: () => tries > 1,
    fatal: ended.resolve,
  });
  journal.post(event("never written"));
  expect(await ended.promise).toMatchObject({ code: "DISK_FULL" });
  expect(tries).toBe(3);
}, 20_000);

test("anything else that goes wrong with the journal ends the run", async () => {
  const store = await openStore("conflict");
  await store.append({ expectedSeq: 0, events: [event("of another engine")], summary: {} });
  const failed = Promise.withResolvers<unknown>();
  const journal = createJournal({
    store,
    seq: 0,
    logger: nullLogger,
    apply: () => undefined,
    summary: () => ({}),
    committed: () => failed.resolve("committed"),
    fatal: failed.resolve,
  });
  journal.post(event("late"));
  expect(await failed.promise).toMatchObject({ code: "JOURNAL_CONFLICT" });
});

test("whoever hears of a commit and fails of a full disk does not have the events written twice", async () => {
  const store = await openStore("heard");
  const failed = Promise.withResolvers<unknown>();
  const journal = createJournal({
    store,
    seq: 0,
    logger: nullLogger,
    apply: () => undefined,
    summary: () => ({}),
    committed: () => {
      throw new SluiceError("DISK_FULL", "no space left for a report");
    },
    fatal: failed.resolve,
  });
  journal.post(event("once"));
  expect(await failed.promise).toMatchObject({ code: "DISK_FULL" });
  expect(reasons(await Array.fromAsync(store.read()))).toEqual(["once"]);
});
