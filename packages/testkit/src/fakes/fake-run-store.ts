import {
  copyJson,
  parseJson,
  type Json,
  SluiceError,
  type LeaseHolder,
  type RunEvent,
  type RunStore,
  type RunSummary,
  type StoredRunEvent,
} from "@sluice/contracts";

/** A run of a fake database. */
export interface FakeRun {
  summary: RunSummary;
  readonly events: StoredRunEvent[];
  readonly blobs: Map<string, string>;
  lease: FakeLease | undefined;
}

interface FakeLease {
  readonly holder: LeaseHolder;
  /** Milliseconds since 1970. */
  readonly expires: () => number;
}

/** Milliseconds without a heartbeat after which a holder is replaced. */
const leaseTime = 60_000;

/** A store on a run; several may be open on it. */
export function fakeRunStore(
  memory: FakeRun,
  {
    readonly,
    now,
    holder: maker,
  }: { readonly readonly: boolean; readonly now: () => number; readonly holder?: LeaseHolder | undefined },
): RunStore {
  const { run } = memory.summary;
  const take = (holder: LeaseHolder): { readonly lease: FakeLease; readonly lost: AbortController } => {
    // No heartbeat is needed where nobody can die alone: a lease ends when the clock is moved past it.
    const begun = now();
    memory.lease = { holder, expires: () => begun + leaseTime };
    return { lease: memory.lease, lost: new AbortController() };
  };
  let first = maker && take(maker);
  let held = first;

  const alive = (): FakeLease | undefined =>
    memory.lease && memory.lease.expires() >= now() ? memory.lease : undefined;
  const checkWritable = (): void => {
    if (readonly) throw new SluiceError("RUN_STATE", `run '${run}' was opened for reading only`);
  };
  const locked = ({ host, pid }: LeaseHolder): SluiceError =>
    new SluiceError("RUN_LOCKED", `run '${run}' is driven by process ${pid} of ${host}`);
  const checkLease = (): void => {
    if (held && held.lease !== memory.lease) {
      const error = new SluiceError("JOURNAL_CONFLICT", `another engine took over run '${run}'`);
      held.lost.abort(error);
      throw error;
    }
    const other = alive();
    if (other && !held) throw locked(other.holder);
  };
  const release = (): void => {
    if (held && memory.lease === held.lease) memory.lease = undefined;
    held = undefined;
  };

  return {
    run,
    append: ({ expectedSeq, events, summary }) => {
      checkWritable();
      const copies = parseJson(JSON.stringify(events)) as RunEvent[];
      checkLease();
      const { length } = memory.events;
      if (length !== expectedSeq)
        throw new SluiceError("JOURNAL_CONFLICT", `run '${run}' has ${length} events, not ${expectedSeq}`);
      const time = now();
      const stored = copies.map((event, index) => ({ ...event, seq: expectedSeq + 1 + index, time }));
      memory.events.push(...stored);
      memory.summary = merged(memory.summary, summary);
      return stored.map(copied);
    },
    read: async function* ({ fromSeq = 1 } = {}) {
      const { length } = memory.events;
      for (const event of memory.events.slice(Math.max(1, fromSeq) - 1, length)) yield copied(event);
    },
    putBlob: ({ digest, text }) => {
      checkWritable();
      if (!memory.blobs.has(digest)) memory.blobs.set(digest, text);
    },
    getBlob: ({ digest }) => {
      const text = memory.blobs.get(digest);
      if (text !== undefined) return text;
      throw new SluiceError("JOURNAL_CORRUPT", `blob ${digest} of run '${run}' is missing`);
    },
    acquireLease: async ({ holder }) => {
      checkWritable();
      const other = first ? undefined : alive();
      if (other) throw locked(other.holder);
      const mine = first ?? take(holder);
      first = undefined;
      held = mine;
      return {
        signal: mine.lost.signal,
        [Symbol.asyncDispose]: async () => {
          if (held === mine) release();
        },
      };
    },
    leaseHolder: async () => alive()?.holder,
    summary: async () => memory.summary,
    [Symbol.asyncDispose]: async () => release(),
  };
}

/** A run that goes on again has not ended. */
function merged(before: RunSummary, change: Partial<RunSummary>): RunSummary {
  const { endedAt, ...kept } = { ...before, ...change };
  const goesOn = (change.status === "created" || change.status === "running") && change.endedAt === undefined;
  return { ...kept, ...(endedAt !== undefined && !goesOn && { endedAt }) };
}

function copied(event: StoredRunEvent): StoredRunEvent {
  return copyJson(event as unknown as Json) as unknown as StoredRunEvent;
}
