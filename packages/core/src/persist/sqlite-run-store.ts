import { SluiceError, type LeaseHolder, type RunStore, type RunSummary } from "@sluice/contracts";
import type { DatabaseSync } from "node:sqlite";
import { currentHolder } from "./current-holder.ts";
import { holdLease, type HeldLease } from "./held-lease.ts";
import { isLeaseAlive, leaseLost, runLocked, type LeaseRecord } from "./lease-record.ts";
import { beatLease, dropLease, readLease, takeLease } from "./lease-table.ts";
import { readJournal } from "./sqlite-journal-reader.ts";
import { createJournalWriter, type JournalWriter } from "./sqlite-journal-writer.ts";
import { withJournalErrors } from "./sqlite-error.ts";
import { summaryColumns, summaryFromRow } from "./summary-row.ts";

export interface SqliteRunStoreOptions {
  readonly db: DatabaseSync;
  readonly run: string;
  readonly path: string;
  readonly readonly: boolean;
  /** The lease that the run was made with. */
  readonly lease?: LeaseRecord | undefined;
  readonly now: () => number;
  readonly heartbeatInterval?: number | undefined;
  /** Told of every summary that an append left behind. */
  readonly onSummary?: ((before: RunSummary, after: RunSummary) => void) | undefined;
  readonly onClose?: (() => void) | undefined;
}

/** The journal of one run in its SQLite file. */
export function createSqliteRunStore(options: SqliteRunStoreOptions): SqliteRunStore {
  const { db, run, path, now } = options;
  let writer: JournalWriter | undefined;
  /** The one that nobody has asked for yet. */
  let first = options.lease && hold(options.lease);
  let lease: HeldLease | undefined = first;

  function hold({ token }: LeaseRecord): HeldLease {
    const held: HeldLease = holdLease({
      token,
      beat: () => beatLease(db, { token, now: now() }),
      drop: () => {
        if (lease === held) lease = undefined;
        dropLease(db, { token });
      },
      interval: options.heartbeatInterval,
    });
    return held;
  }

  function checkWritable(): void {
    if (options.readonly) throw new SluiceError("RUN_STATE", `The run ${run} was opened for reading only.`);
  }

  /** Everything that this process knows may be old: what the file says decides who may write. */
  function checkLease(token: string | null): boolean {
    if (lease !== undefined) {
      if (lease.token === token) return true;
      lease.lose();
      throw leaseLost(run);
    }
    if (token === null) return false;
    const other = readLease(db);
    if (other && isLeaseAlive(other, { viewer: currentHolder(), now: now() })) throw runLocked(run, other);
    return false;
  }

  return {
    run,

    append({ expectedSeq, events, summary }) {
      checkWritable();
      const appended = withJournalErrors(path, () => {
        writer ??= createJournalWriter(db, run);
        return writer.append({ expectedSeq, events, summary, time: now(), checkLease });
      });
      options.onSummary?.(appended.before, appended.after);
      return appended.events;
    },

    read: ({ fromSeq = 1 } = {}) => readJournal(db, { run, path, fromSeq }),

    putBlob({ digest, text }) {
      checkWritable();
      withJournalErrors(path, () =>
        db.prepare("INSERT OR IGNORE INTO blobs (digest, text) VALUES (?, ?)").run(digest, text),
      );
    },

    getBlob({ digest }) {
      const text = withJournalErrors(
        path,
        () => db.prepare("SELECT text FROM blobs WHERE digest = ?").get(digest)?.["text"],
      );
      if (typeof text === "string") return text;
      throw new SluiceError("JOURNAL_CORRUPT", `The blob ${digest} is missing.`, { actor: `run ${run}` });
    },

    async acquireLease({ holder }: { readonly holder: LeaseHolder }) {
      checkWritable();
      const held = first ?? hold(withJournalErrors(path, () => takeLease(db, { run, holder, now: now() })));
      first = undefined;
      lease = held;
      return Promise.resolve(held);
    },

    async leaseHolder() {
      const found = withJournalErrors(path, () => readLease(db));
      const alive = found && isLeaseAlive(found, { viewer: currentHolder(), now: now() });
      return Promise.resolve(alive ? found.holder : undefined);
    },

    async summary() {
      const row = withJournalErrors(path, () => db.prepare(`SELECT ${summaryColumns} FROM summary WHERE id = 1`).get());
      if (!row) throw new SluiceError("JOURNAL_CORRUPT", "There is no summary.", { actor: `run ${run}` });
      return Promise.resolve(summaryFromRow(run, row));
    },

    async [Symbol.asyncDispose]() {
      if (!db.isOpen) return Promise.resolve();
      lease?.release();
      db.close();
      options.onClose?.();
      return Promise.resolve();
    },
  };
}

/** A run's store that never makes its caller wait where the contract allows that. */
export interface SqliteRunStore extends RunStore {
  append(input: Parameters<RunStore["append"]>[0]): Extract<ReturnType<RunStore["append"]>, readonly unknown[]>;
  putBlob(input: Parameters<RunStore["putBlob"]>[0]): void;
  getBlob(input: Parameters<RunStore["getBlob"]>[0]): string;
}
