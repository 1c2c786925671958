import type { Connector, ConnectorFactory, Database, JobStatus, RunStore } from "@sluice/contracts";

/** Places around the engine's effects where a crash is most likely to show a mistake. */
export const killPoints = [
  "before append",
  "after append",
  "before submit",
  "after submit",
  "before result",
  "after result",
] as const;

export type KillPoint = (typeof killPoints)[number];

/** Counts down crossings of one point and kills this process, as `kill -9` does, at the last. */
export interface Trap {
  cross(point: KillPoint): void;
}

export function createTrap(point: string | undefined, crossing: number): Trap {
  let left = crossing;
  return {
    cross(at) {
      if (at !== point) return;
      left -= 1;
      if (left === 0) process.kill(process.pid, "SIGKILL");
    },
  };
}

/** A database that crosses the points around its commits. */
export function trapDatabase(database: Database, trap: Trap): Database {
  const trapStore = (store: RunStore): RunStore => ({
    run: store.run,
    read: (input) => store.read(input),
    putBlob: (input) => store.putBlob(input),
    getBlob: (input) => store.getBlob(input),
    acquireLease: (input) => store.acquireLease(input),
    leaseHolder: () => store.leaseHolder(),
    summary: () => store.summary(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    append(input) {
      trap.cross("before append");
      const stored = store.append(input);
      trap.cross("after append");
      return stored;
    },
  });
  return {
    createRun: async (input) => trapStore(await database.createRun(input)),
    openRun: async (input) => trapStore(await database.openRun(input)),
    listRuns: () => database.listRuns(),
    removeRun: (input) => database.removeRun(input),
    runFolder: (run) => database.runFolder(run),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** A connector that crosses the points around submissions and results. */
export function trapConnector(factory: ConnectorFactory, trap: Trap): ConnectorFactory {
  return {
    async create(input) {
      const connector = await factory.create(input);
      return {
        deploy: (each) => connector.deploy(each),
        locations: (each) => connector.locations(each),
        files: (location) => connector.files(location),
        poll: (each) => connector.poll(each),
        cancel: (each) => connector.cancel(each),
        reattach: (each) => connector.reattach(each),
        undeploy: (each) => connector.undeploy(each),
        [Symbol.asyncDispose]: () => connector[Symbol.asyncDispose](),
        async submit(submission) {
          trap.cross("before submit");
          const handle = await connector.submit(submission);
          trap.cross("after submit");
          return handle;
        },
        watch: (listener) =>
          (connector.watch as NonNullable<Connector["watch"]>)((status: JobStatus) => {
            trap.cross("before result");
            listener(status);
            trap.cross("after result");
          }),
      };
    },
  };
}
