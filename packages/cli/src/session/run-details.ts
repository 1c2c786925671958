import type {
  Database,
  JsonObject,
  LeaseHolder,
  RunOptions,
  RunSummary,
  StepFailure,
  StoredRunEvent,
} from "@sluice/contracts";
import { optionsAfter } from "./read-events.ts";
import { RunRecord } from "./run-record.ts";

/** Everything that `sluice show` says about a run. */
export interface RunDetails {
  readonly summary: RunSummary;
  readonly folder: string;
  /** Who drives the run now. */
  readonly holder: LeaseHolder | undefined;
  readonly options: RunOptions | undefined;
  readonly origin: JsonObject;
  readonly engine: string | undefined;
  readonly record: RunRecord;
  readonly failures: readonly StepFailure[];
  readonly steps: readonly StepCounts[];
}

/** What became of the firings of a step that had jobs or failures. */
export interface StepCounts {
  readonly step: string;
  running: number;
  completed: number;
  /** How many of those that completed were answered from a cache. */
  reused: number;
  failed: number;
  cancelled: number;
  /** Sum of the wall times of its jobs, in milliseconds. */
  time: number;
}

/** Reads a run's journal. */
export async function readRunDetails(database: Database, summary: RunSummary): Promise<RunDetails> {
  await using store = await database.openRun({ run: summary.run, readonly: true });
  const record = new RunRecord({ keepAll: true });
  let created: Extract<StoredRunEvent, { type: "run_created" }>["data"] | undefined;
  let options: RunOptions | undefined;
  let failures: readonly StepFailure[] = [];
  for await (const event of store.read()) {
    record.add(event);
    options = optionsAfter(options, event);
    if (event.type === "run_created") created = event.data;
    if (event.type === "run_started") failures = [];
    if (event.type === "run_failed") ({ failures } = event.data);
  }
  return {
    summary: await store.summary(),
    folder: database.runFolder(summary.run),
    holder: await store.leaseHolder(),
    options,
    origin: created?.origin ?? {},
    engine: created?.engine,
    record,
    failures,
    steps: countSteps(record),
  };
}

function countSteps(record: RunRecord): StepCounts[] {
  const counts = new Map<string, StepCounts>();
  for (const { step, state, reused, startedAt, endedAt } of record.jobs.values()) {
    const entry = counts.get(step) ?? { step, running: 0, completed: 0, reused: 0, failed: 0, cancelled: 0, time: 0 };
    entry[state] += 1;
    if (reused === true) entry.reused += 1;
    if (startedAt !== undefined && endedAt !== undefined) entry.time += endedAt - startedAt;
    counts.set(step, entry);
  }
  return [...counts.values()];
}
