import type { Database } from "@sluice/contracts";
import type { Cases } from "../suite/run-suite.ts";

/** An empty database, as its author hands it to the suite. */
export interface DatabaseSubject extends Partial<AsyncDisposable> {
  /** The suite disposes it. */
  readonly database: Database;
  /** Another instance on the same data, as the engine after a crash makes it. Needed when the database is persistent. */
  readonly again?: () => Database | Promise<Database>;
}

/** What a database must go by. */
export interface DatabaseInput {
  /** The time, in milliseconds since 1970. Only the suite moves it. */
  readonly now: () => number;
}

/** What the tests of databases work with. */
export interface DatabaseHarness {
  readonly database: Database;
  readonly clock: { time: number };
  readonly again: () => Promise<Database>;
}

export type DatabaseCases = Cases<DatabaseHarness>;
