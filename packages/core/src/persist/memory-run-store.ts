import {
  decodeEvent,
  encodeEvent,
  SluiceError,
  type LeaseHolder,
  type RunStore,
  type RunSummary,
  type StoredRow,
} from "@sluice/contracts";
import { currentHolder } from "./current-holder.ts";
import { holdLease, type HeldLease } from "./held-lease.ts";
import { createLeaseRecord, isLeaseAlive, leaseLost, runLocked, type LeaseRecord } from "./lease-record.ts";
import { mergeSummary } from "./merge-summary.ts";
import { conflict } from "./sqlite-journal-writer.ts";

/** A run that is kept in memory; several stores may be open on it. */
export interface MemoryRun {
  summary: RunSummary;
  /** Kept as text, so that what is read back is what a file would give. */
  readonly rows: StoredRow[];
  readonly blobs: Map<string, string>;
  lease?: LeaseRecord | undefined;
}

export function createMemoryRunStore(
  memory: MemoryRun,
  { readonly, now, holder }: { readonly readonly: boolean; readonly now: () => number; readonly holder?: LeaseHolder },
): RunStore {
  const { run } = memory.summary;
  /** The one that the run was made with, as long as nobody has asked for it. */
  let first = holder && take(holder);
  let held: HeldLease | undefined = first;

  function take(taker: LeaseHolder): HeldLease {
    const record = createLeaseRecord({ holder: taker, now: now() });
    const { token } = record;
    memory.lease = record;
    const lease: HeldLease = holdLease({
      token,
      beat: () => {
        if (memory.lease?.token !== token) return false;
        memory.lease = { ...memory.lease, heartbeat: now() };
        return true;
      },
      drop: () => {
        if (held === lease) held = undefined;
        if (memory.lease?.token === token) memory.lease = undefined;
      },
    });
    return lease;
  }

  function checkWritable(): void {
    if (readonly) throw new SluiceError("RUN_STATE", `The run ${run} was opened for reading only.`);
  }

  function liveLease(viewer = currentHolder()): LeaseRecord | undefined {
    return memory.lease && isLeaseAlive(memory.lease, { viewer, now: now() }) ? memory.lease : undefined;
  }

  function checkLease(): void {
    if (held !== undefined) {
      if (held.token === memory.lease?.token) return;
      held.lose();
      throw leaseLost(run);
    }
    const other = liveLease();
    if (other) throw runLocked(run, other);
  }

  return {
    run,

    append({ expectedSeq, events, summary }) {
      checkWritable();
      const encoded = events.map((event) => encodeEvent(event));
      checkLease();
      if (memory.rows.length !== expectedSeq) throw conflict(run, memory.rows.length, expectedSeq);
      const time = now();
      for (const event of encoded) memory.rows.push({ ...event, seq: memory.rows.length + 1, time });
      memory.summary = mergeSummary(memory.summary, summary);
      return events.map((event, index) => ({ ...event, seq: expectedSeq + 1 + index, time }));
    },

    async *read({ fromSeq = 1 } = {}) {
      const actor = `run ${run}`;
      const last = memory.rows.length;
      for (const row of memory.rows.slice(Math.max(1, fromSeq) - 1, last)) yield decodeEvent(row, { actor });
    },

    putBlob({ digest, text }) {
      checkWritable();
      if (!memory.blobs.has(digest)) memory.blobs.set(digest, text);
    },

    getBlob({ digest }) {
      const text = memory.blobs.get(digest);
      if (text !== undefined) return text;
      throw new SluiceError("JOURNAL_CORRUPT", `The blob ${digest} is missing.`, { actor: `run ${run}` });
    },

    async acquireLease({ holder: taker }) {
      checkWritable();
      const other = first ? undefined : liveLease(taker);
      if (other) throw runLocked(run, other);
      held = first ?? take(taker);
      first = undefined;
      return Promise.resolve(held);
    },

    leaseHolder: async () => Promise.resolve(liveLease()?.holder),
    summary: async () => Promise.resolve(memory.summary),

    async [Symbol.asyncDispose]() {
      held?.release();
      return Promise.resolve();
    },
  };
}
