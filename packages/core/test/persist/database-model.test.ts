import { isSluiceError, type Database, type RunEvent, type RunStore, type RunSummary } from "@sluice/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryDatabase, createSqliteDatabase } from "../../src/persist/index.ts";
import { temporaryHome } from "./temporary-home.ts";

/** What two stores on one run do in turn. `offset` moves an append's `expectedSeq` away from the truth. */
const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("append" as const),
      store: fc.nat(1),
      offset: fc.oneof(
        { weight: 5, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
      ),
      texts: fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }),
      summary: fc.record(
        {
          status: fc.constantFrom("running", "completed", "failed", "cancelled"),
          completed: fc.nat(),
          failed: fc.nat(),
          known: fc.nat(),
          endedAt: fc.nat(),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("read" as const), store: fc.nat(1), from: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reopen" as const), store: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("blob" as const), store: fc.nat(1), digest: fc.nat(3) }) },
);

test.each([
  { name: "SQLite", make: (): Database => createSqliteDatabase({ home: temporaryHome(), network: false }) },
  { name: "memory", make: (): Database => createMemoryDatabase() },
])("$name behaves like a list of events", async ({ make }) => {
  await using database = make();
  let run = 0;
  const property = fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
    const name = `r${(run += 1)}`;
    const stores = [await database.createRun({ run: name, name }), await database.openRun({ run: name })];
    const texts: string[] = [];
    const blobs = new Map<string, string>();
    let summary: RunSummary = await store(stores, 0).summary();
    for (const step of operations) {
      const target = store(stores, step.store);
      if (step.kind === "append") {
        const expectedSeq = texts.length + step.offset;
        const events = step.texts.map(event);
        const outcome = await attempt(async () => target.append({ expectedSeq, events, summary: step.summary }));
        expect(outcome).toBe(step.offset === 0 ? "done" : "JOURNAL_CONFLICT");
        if (step.offset !== 0) continue;
        texts.push(...step.texts);
        summary = changed(summary, step.summary);
      } else if (step.kind === "read") {
        const read = await Array.fromAsync(target.read({ fromSeq: step.from }));
        const from = Math.max(step.from, 1);
        expect(read.map(({ seq }) => seq)).toEqual(texts.slice(from - 1).map((_, index) => from + index));
        expect(read.map(({ data }) => data)).toEqual(texts.slice(from - 1).map((reason) => ({ reason })));
      } else if (step.kind === "reopen") {
        await target[Symbol.asyncDispose]();
        stores[step.store] = await database.openRun({ run: name });
      } else {
        const digest = String(step.digest);
        await target.putBlob({ digest, text: `"${digest}"` });
        blobs.set(digest, `"${digest}"`);
      }
    }
    for (const each of stores) {
      expect(await each.summary()).toEqual(summary);
      for (const [digest, text] of blobs) expect(await each.getBlob({ digest })).toBe(text);
      await each[Symbol.asyncDispose]();
    }
  });
  await fc.assert(property, { numRuns: 100 });
});

function store(stores: readonly RunStore[], index: number): RunStore {
  return stores[index]!;
}

function event(reason: string): RunEvent {
  return { type: "cancel_requested", data: { reason } };
}

/** Says the rule in another way than the code does. */
function changed(before: RunSummary, change: Partial<RunSummary>): RunSummary {
  const after = { ...before, ...change };
  if (change.status === "running" && change.endedAt === undefined) delete (after as { endedAt?: number }).endedAt;
  return after;
}

async function attempt(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
    return "done";
  } catch (error) {
    if (isSluiceError(error)) return error.code;
    throw error;
  }
}
