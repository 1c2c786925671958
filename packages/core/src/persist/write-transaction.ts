import type { DatabaseSync } from "node:sqlite";

/**
 * Runs something in one write transaction: all of it is stored, or nothing. It takes the write lock at once, so that
 * what is read inside cannot be out of date when it is written back.
 */
export function writeTransaction<Result>(db: DatabaseSync, use: () => Result): Result {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = use();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

/** Ends a failed transaction. SQLite has rolled back some kinds of failures by itself already. */
export function rollBack(db: DatabaseSync): void {
  if (!db.isTransaction) return;
  try {
    db.exec("ROLLBACK");
  } catch {
    // The error that led here says more than this one.
  }
}
