import { SluiceError, type Database, type RunStore } from "@sluice/contracts";

/** A life that ends after a number of moments, as by `kill -9`: nothing is written, and nobody is told, any more. */
export interface Life {
  readonly over: boolean;
  /** Whether it is still going on after this moment. */
  goesOn(): boolean;
  /** Ends it now. */
  end(): void;
}

/** @param moments - how many there are before the end; without, there is no end */
export function createLife(moments = Infinity): Life {
  let left = moments;
  return {
    get over() {
      return left < 0;
    },
    goesOn() {
      left -= 1;
      return left >= 0;
    },
    end() {
      left = -1;
    },
  };
}

/** The database as an engine sees it that may die before and after every commit. It is left open for the next one. */
export function mortalDatabase(database: Database, life: Life): Database {
  const die = (): never => {
    throw new SluiceError("JOURNAL_CONFLICT", "this engine is dead");
  };
  const mortal = (store: RunStore): RunStore =>
    Object.create(store, {
      append: {
        value: async (input: Parameters<RunStore["append"]>[0]) => {
          if (!life.goesOn()) die();
          const stored = await store.append(input);
          return life.goesOn() ? stored : die();
        },
      },
    }) as RunStore;
  return Object.create(database, {
    createRun: { value: async (input: never) => mortal(await database.createRun(input)) },
    openRun: { value: async (input: never) => mortal(await database.openRun(input)) },
    [Symbol.asyncDispose]: { value: async () => undefined },
  }) as Database;
}
