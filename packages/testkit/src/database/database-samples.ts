import type { LeaseHolder, RunEvent, RunStore, RunSummary, StoredRunEvent } from "@sluice/contracts";

/** Nobody looks for the process of a holder on another host. */
export function elsewhere(host: string): LeaseHolder {
  return { host, bootId: `boot of ${host}`, pid: 4711 };
}

export function reason(text: string): RunEvent {
  return { type: "cancel_requested", data: { reason: text } };
}

export function stored(seq: number, time: number, text: string): StoredRunEvent {
  return { type: "cancel_requested", data: { reason: text }, seq, time };
}

export function summaryOf(summary: Partial<RunSummary> & Pick<RunSummary, "run" | "name" | "createdAt">): RunSummary {
  return { status: "created", completed: 0, failed: 0, known: 0, ...summary };
}

export async function readAll(store: RunStore, fromSeq?: number): Promise<StoredRunEvent[]> {
  return Array.fromAsync(store.read(fromSeq === undefined ? {} : { fromSeq }));
}
