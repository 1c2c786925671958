import type { JobExit, SerializedError, StepPath, StoredRunEvent, Tag, Token } from "@sluice/contracts";

/** What is known of the latest attempt at a step's job. */
export interface JobRecord {
  readonly step: StepPath;
  readonly tag: Tag;
  readonly attempt: number;
  readonly state: "running" | "completed" | "failed" | "cancelled";
  readonly deployment?: string;
  readonly directory?: string;
  /** What its job runs; see `JobCommand`. */
  readonly command?: Token;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly exit?: JobExit;
  readonly error?: SerializedError;
  /** Whether the result of an earlier run took the place of the job. */
  readonly reused?: boolean;
}

/** Whether an attempt came as far as a job, which has a command and streams to look at. */
export function hadJob({ deployment, exit }: JobRecord): boolean {
  return deployment !== undefined || exit !== undefined;
}

/**
 * A small fold over a run's events for summaries: counts, and the jobs that are of interest. Jobs that went well are
 * kept only on request, so that a run of a hundred thousand of them costs nothing.
 */
export class RunRecord {
  readonly jobs: Map<string, JobRecord> = new Map();
  jobsCompleted = 0;
  /** Steps that results of earlier runs answered. */
  reused = 0;
  startedAt: number | undefined;
  readonly #keepAll: boolean;

  constructor(options: { readonly keepAll?: boolean } = {}) {
    this.#keepAll = options.keepAll ?? false;
  }

  add(event: StoredRunEvent): void {
    switch (event.type) {
      case "run_started":
        this.startedAt = event.time;
        break;
      case "job_scheduled": {
        const { step, tag, attempt, deployment, directory } = event.data;
        this.jobs.set(firingKey(event.data), {
          step,
          tag,
          attempt,
          deployment,
          directory,
          state: "running",
          startedAt: event.time,
        });
        break;
      }
      case "job_submitted": {
        const { command } = event.data;
        const known = this.jobs.get(firingKey(event.data));
        if (known && command && this.#keepAll) this.jobs.set(firingKey(event.data), { ...known, command });
        break;
      }
      case "step_completed":
        this.#end(event, "completed");
        break;
      case "step_failed":
        this.#end(event, "failed");
        break;
      case "step_cancelled":
        this.#end(event, "cancelled");
        break;
      default:
        break;
    }
  }

  #end(
    event: Extract<StoredRunEvent, { type: "step_completed" | "step_failed" | "step_cancelled" }>,
    state: JobRecord["state"],
  ): void {
    const known = this.jobs.get(firingKey(event.data));
    const reused = event.type === "step_completed" && event.data.answeredBy === "cache";
    if (reused) this.reused += 1;
    else if (state === "completed" && known !== undefined) this.jobsCompleted += 1;
    if (state === "completed" && !this.#keepAll) {
      this.jobs.delete(firingKey(event.data));
      return;
    }
    if (known === undefined && state === "completed" && !reused) return;
    const { step, tag, attempt } = event.data;
    this.jobs.set(firingKey(event.data), {
      ...known,
      step,
      tag,
      attempt,
      state,
      endedAt: event.time,
      ...(reused && { reused }),
      ...("exit" in event.data && { exit: event.data.exit }),
      ...("error" in event.data && { error: event.data.error }),
    });
  }
}

/** What {@link RunRecord.jobs} knows a firing by. */
export function firingKey({ step, tag }: { readonly step: StepPath; readonly tag: Tag }): string {
  return `${step}#${tag}`;
}
