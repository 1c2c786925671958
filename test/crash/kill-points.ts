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
  const trapStore = (store: RunStore): RunStore =>
    new Proxy(store, {
      get(target, key) {
        if (key !== "append") {
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        }
        return (input: Parameters<RunStore["append"]>[0]) => {
          trap.cross("before append");
          const stored = target.append(input);
          trap.cross("after append");
          return stored;
        };
      },
    });
  return new Proxy(database, {
    get(target, key) {
      if (key === "openRun") return async (input: Parameters<Database["openRun"]>[0]) => trapStore(await target.openRun(input));
      if (key === "createRun") return async (input: Parameters<Database["createRun"]>[0]) => trapStore(await target.createRun(input));
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}

/** A connector that crosses the points around submissions and results. */
export function trapConnector(factory: ConnectorFactory, trap: Trap): ConnectorFactory {
  return {
    create(input) {
      const connector = factory.create(input);
      const submit: Connector["submit"] = async (submission) => {
        trap.cross("before submit");
        const handle = await connector.submit(submission);
        trap.cross("after submit");
        return handle;
      };
      const watch: Connector["watch"] = connector.watch
        ? (listener) =>
            connector.watch?.((status: JobStatus) => {
              trap.cross("before result");
              listener(status);
              trap.cross("after result");
            }) as Disposable
        : undefined;
      return new Proxy(connector, {
        get(target, key) {
          if (key === "submit") return submit;
          if (key === "watch") return watch;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        },
      });
    },
  };
}
