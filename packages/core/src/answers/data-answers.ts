import type {
  CacheStore,
  CacheStoreFactory,
  CheckpointManager,
  CheckpointManagerFactory,
  Database,
  DatabaseFactory,
  DataManager,
  DataManagerFactory,
  Lease,
  RunEvent,
  RunStore,
  SecretStore,
  SecretStoreFactory,
  StoredRunEvent,
  TransferScheme,
} from "@sluice/contracts";
import type { AnswersOf } from "./answer.ts";
import { absolutePath, listOf, number, optional, record, text, truth, type Check } from "./check.ts";
import { closing, disposeLate, making } from "./environment-answers.ts";
import { plainObject } from "./plain-json.ts";
import { cacheEntry, leaseHolder, runSummary, storedEvent } from "./shapes.ts";

const lease: AnswersOf<Lease> = { [Symbol.asyncDispose]: closing };
const held: Check = (value, at) =>
  (value as Partial<Lease>).signal instanceof AbortSignal ? undefined : `${at}.signal must be an AbortSignal`;

const store: AnswersOf<RunStore> = {
  append: { limit: "answer", check: listOf(storedEvent), fits: isStored },
  read: { limit: "answer", check: storedEvent, stream: true },
  putBlob: { limit: "answer" },
  getBlob: { limit: "answer", check: text },
  acquireLease: { limit: "answer", check: held, makes: () => lease, late: disposeLate },
  leaseHolder: { limit: "answer", check: optional(leaseHolder) },
  summary: { limit: "answer", check: runSummary },
  [Symbol.asyncDispose]: closing,
};

const database: AnswersOf<Database> = {
  createRun: { ...making, makes: () => store, late: removeLate },
  openRun: { limit: "setup", makes: () => store, late: disposeLate },
  listRuns: { limit: "setup", check: listOf(runSummary) },
  removeRun: { limit: "setup" },
  runFolder: { limit: "none", instant: true, check: absolutePath },
  [Symbol.asyncDispose]: closing,
};

const databaseFactory: AnswersOf<DatabaseFactory> = { create: { ...making, makes: () => database } };

const dataManager: AnswersOf<DataManager> = {
  open: { limit: "setup", optional: true },
  restore: { limit: "setup" },
  fetch: { limit: "transfer", check: absolutePath, waitsFor: ["transfer-scheme"] },
  stage: { limit: "transfer", waitsFor: ["transfer-scheme"] },
  release: { limit: "setup" },
  discard: { limit: "transfer", optional: true },
  checkOutdir: { limit: "setup", optional: true },
  publish: { limit: "transfer", check: plainObject, waitsFor: ["transfer-scheme"] },
  [Symbol.asyncDispose]: { limit: "setup", optional: true },
};

const dataManagerFactory: AnswersOf<DataManagerFactory> = { create: { ...making, makes: () => dataManager } };

const transferScheme: AnswersOf<TransferScheme> = { fetch: { limit: "transfer" } };

const checkpointManager: AnswersOf<CheckpointManager> = {
  open: { limit: "setup", optional: true },
  restore: { limit: "setup" },
  save: { limit: "transfer" },
  find: { limit: "transfer", check: optional(absolutePath) },
  [Symbol.asyncDispose]: { limit: "setup", optional: true },
};

const checkpointManagerFactory: AnswersOf<CheckpointManagerFactory> = {
  create: { ...making, makes: () => checkpointManager },
};

const count = number({ least: 0, whole: true });

const cacheStore: AnswersOf<CacheStore> = {
  lookup: { limit: "transfer", check: optional(plainObject) },
  store: { limit: "transfer", check: truth },
  list: { limit: "setup", check: listOf(cacheEntry) },
  clear: { limit: "transfer", check: record({ entries: count, bytes: count }) },
};

const cacheStoreFactory: AnswersOf<CacheStoreFactory> = { create: { ...making, makes: () => cacheStore } };

const secretStore: AnswersOf<SecretStore> = {
  read: { limit: "answer", check: text },
  [Symbol.asyncDispose]: { ...closing, optional: true },
};

const secretStoreFactory: AnswersOf<SecretStoreFactory> = { create: { ...making, makes: () => secretStore } };

/** The points of what is kept, and of how it gets from place to place. */
export const dataAnswers = {
  "cache-store": { own: cacheStoreFactory },
  "checkpoint-manager": { own: checkpointManagerFactory },
  database: { own: databaseFactory },
  "data-manager": { own: dataManagerFactory },
  "secret-store": { own: secretStoreFactory },
  "transfer-scheme": { own: transferScheme },
};

/** A run that nobody knows of is none. */
async function removeLate(made: RunStore, database: Database, { run }: { readonly run: string }): Promise<void> {
  await made[Symbol.asyncDispose]();
  await database.removeRun({ run });
}

/** Every event with its place behind those that the caller knows. */
function isStored(
  stored: readonly StoredRunEvent[],
  { events, expectedSeq }: { readonly events: readonly RunEvent[]; readonly expectedSeq: number },
): string | undefined {
  if (stored.length !== events.length) return `it has ${stored.length} events of ${events.length}`;
  const at = stored.findIndex(({ seq }, index) => seq !== expectedSeq + index + 1);
  return at < 0 ? undefined : `event ${expectedSeq + at + 1} is called ${stored[at]?.seq}`;
}
