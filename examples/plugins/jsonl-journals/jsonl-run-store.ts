import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SluiceError, type RunStore } from "@sluice/contracts";
import { openJournal } from "./journal.ts";
import { createLeaseFile, thisProcess, type HeldLease } from "./lease-file.ts";

/** The store of one run; several may be open on the same folder. */
export function createJsonlRunStore({
  run,
  folder,
  readonly,
  lease: first,
  now,
}: {
  readonly run: string;
  readonly folder: string;
  readonly readonly: boolean;
  /** The lease that the run was made with. */
  readonly lease?: HeldLease | undefined;
  readonly now: () => number;
}): RunStore {
  const journal = openJournal(join(folder, "journal.jsonl"), { readonly });
  const leases = createLeaseFile({ run, folder, now });
  let given = first;
  let held = first;
  let isOpen = true;

  const checkWritable = (): void => {
    if (readonly) throw new SluiceError("RUN_STATE", `run ${run} was opened for reading only`);
  };
  const checkLease = (): void => {
    if (held) {
      if (!held.check()) throw new SluiceError("JOURNAL_CONFLICT", `another engine took over the run ${run}`);
      return;
    }
    const holder = leases.alive(thisProcess());
    if (holder) throw holder.locked();
  };
  const blobFile = (digest: string): string => join(folder, "blobs", digest);

  return {
    run,
    append({ expectedSeq, events, summary }) {
      checkWritable();
      checkLease();
      const seq = journal.seq();
      if (seq !== expectedSeq) {
        throw new SluiceError("JOURNAL_CONFLICT", `the journal of ${run} ends at ${seq}, not at ${expectedSeq}`);
      }
      const time = now();
      journal.append({ time, events, summary });
      return events.map((event, index) => ({ ...event, seq: expectedSeq + 1 + index, time }));
    },
    async *read({ fromSeq = 1 } = {}) {
      yield* journal.events().slice(Math.max(fromSeq, 1) - 1);
    },
    putBlob({ digest, text }) {
      checkWritable();
      const file = blobFile(digest);
      if (existsSync(file)) return;
      writeFileSync(`${file}.${process.pid}.part`, text);
      renameSync(`${file}.${process.pid}.part`, file);
    },
    getBlob({ digest }) {
      try {
        return readFileSync(blobFile(digest), "utf8");
      } catch (cause) {
        throw new SluiceError("JOURNAL_CORRUPT", `the blob ${digest} of run ${run} is missing`, { cause });
      }
    },
    async acquireLease({ holder }) {
      checkWritable();
      const lease = given ?? leases.acquire(holder);
      given = undefined;
      held = lease;
      return {
        signal: lease.signal,
        async [Symbol.asyncDispose]() {
          if (held === lease) held = undefined;
          lease.release();
        },
      };
    },
    leaseHolder: async () => leases.alive(thisProcess())?.holder,
    summary: async () => journal.summary(),
    async [Symbol.asyncDispose]() {
      held?.release();
      if (isOpen) journal[Symbol.dispose]();
      isOpen = false;
    },
  };
}
