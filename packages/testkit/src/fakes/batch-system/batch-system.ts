import { fakeCommands, type FakeCommands } from "../command/fake-command.ts";
import { batchStore, endBatchJob, type BatchJobRecord } from "./batch-store.ts";

/** What a fake batch system is made with. Times are in milliseconds. */
export interface FakeBatchSystemInput {
  /** How many jobs run at a time. Default: 4. */
  readonly slots?: number;
  /** How long a job waits at least before it runs. Default: 0. */
  readonly queueDelay?: number;
  /** How long `sacct` does not know the end of a job yet. Default: 0. */
  readonly accountingDelay?: number;
  /** How long a job may go on after it was asked to end. Default: 500. */
  readonly killWait?: number;
  /** Milliseconds of a minute of a time limit, which cannot be told in less. Default: 60,000. */
  readonly minute?: number;
}

/** The executables of a batch system. */
export interface FakeBatchSystem extends FakeCommands {
  /** All jobs, in the order of their submission. */
  jobs(): Promise<readonly BatchJobRecord[]>;
  /** No job that waits is started from now on. */
  hold(): Promise<void>;
  /** Jobs are started again. */
  release(): Promise<void>;
  /** Ends a job as if its node had failed: what it ran is gone. */
  failNode(id: string): Promise<void>;
  /** Ends a job and removes every trace of it, as if it were too old to be remembered. */
  forget(id: string): Promise<void>;
}

/**
 * Makes a batch system without nodes: executables `sbatch`, `squeue`, `sacct` and `scancel` that understand what
 * connectors use of Slurm's, and run jobs as processes of this machine. Disposing it ends all jobs.
 *
 * @example
 * ```ts
 * await using batch = await fakeBatchSystem({ slots: 1, queueDelay: 200 });
 * const connector = await factory.create({ ...input, options: { path: batch.path } });
 * await batch.fail({ command: "squeue", message: "Unable to contact slurm controller" });
 * ```
 */
export async function fakeBatchSystem(input: FakeBatchSystemInput = {}): Promise<FakeBatchSystem> {
  const { slots = 4, queueDelay = 0, accountingDelay = 0, killWait = 500, minute = 60_000 } = input;
  const worker = new URL(import.meta.url.replace(/[^/]*(\.[jt]s)$/, "batch-system-worker$1"));
  const { commands, folder, remove, settings } = await fakeCommands({
    names: ["sbatch", "squeue", "sacct", "scancel"],
    worker,
    settings: { slots, queueDelay, accountingDelay, killWait, minute, held: false },
  });
  const store = batchStore(folder);
  const setHeld = async (held: boolean): Promise<void> => settings.write({ ...(await settings.read()), held });
  return {
    ...commands,
    jobs: () => store.all(),
    hold: () => setHeld(true),
    release: () => setHeld(false),
    failNode: (id) => endBatchJob(store, id, { state: "NODE_FAIL", wait: 0 }),
    forget: async (id) => {
      await endBatchJob(store, id, { state: "CANCELLED", wait: 0 });
      await store.remove(id);
    },
    [Symbol.asyncDispose]: async () => {
      for (const { id } of await store.all()) await endBatchJob(store, id, { state: "CANCELLED", wait: 0 });
      await remove();
    },
  };
}
