import type {
  Allocation,
  Hardware,
  Location,
  OpenJob,
  Place,
  Policy,
  ScheduleRequest,
  Scheduler,
  SchedulerFactory,
} from "@sluice/contracts";
import { setTimeout as sleep } from "node:timers/promises";
import { turn } from "../suite/eventually.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import type { Cases } from "../suite/run-suite.ts";
import { sampleTarget } from "../suite/samples.ts";

/** What the suite for schedulers is given. */
export interface SchedulerContractOptions extends SuiteOptions {
  /** Makes a scheduler that asks these policies; disposed after the test if it can be. */
  readonly factory: (
    input: Pick<Parameters<SchedulerFactory["create"]>[0], "policy">,
  ) => Scheduler | Promise<Scheduler>;
}

/** A request, and what came of it so far. */
export interface Asked {
  readonly given?: Allocation;
  readonly error?: unknown;
}

/** What the tests of schedulers work with. */
export interface SchedulerHarness {
  readonly scheduler: Scheduler;
  /** Another scheduler, as the engine after a crash has it. */
  readonly again: () => Promise<Scheduler>;
  /** The policies of deployments; others choose the first place. */
  readonly policies: Map<string, Policy>;
  /** Asks for a place, in the background. */
  readonly ask: (
    hardware: Hardware,
    locations: readonly Location[],
    more?: Partial<ScheduleRequest>,
    by?: Scheduler,
  ) => Asked;
  /** Asks for a place that is free, and gets it. */
  readonly get: (hardware: Hardware, locations: readonly Location[], by?: Scheduler) => Promise<Allocation>;
}

export type SchedulerCases = Cases<SchedulerHarness>;

export const firstPlace: Policy = { choose: ({ places }): Place | undefined => places[0] };

let number = 0;

/** A request for one of some locations; they are one target. */
export function requestFor(
  hardware: Hardware,
  locations: readonly Location[],
  more: Partial<ScheduleRequest> = {},
): ScheduleRequest {
  const target = sampleTarget(locations[0]?.deployment);
  const job = `job-${++number}`;
  return {
    job,
    label: `/step 0 ${job}`,
    run: "run-1",
    key: { step: "/step", tag: "0", attempt: 1 },
    hardware,
    candidates: [{ target, locations }],
    signal: new AbortController().signal,
    ...more,
  };
}

/** A job that an earlier engine left at a location. */
export function openJob(job: string, location: Location, hardware: Hardware): OpenJob {
  const { deployment, name } = location;
  const key = { step: "/step", tag: "0", attempt: 1 };
  return { job, key, deployment, location: name, directory: `/jobs/${job}`, hardware };
}

/** Lets a scheduler do what it can do now. */
export async function quiet(): Promise<void> {
  for (let round = 0; round < 3; round++) await turn();
  await sleep(5);
}
