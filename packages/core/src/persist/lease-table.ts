import type { LeaseHolder } from "@sluice/contracts";
import type { DatabaseSync } from "node:sqlite";
import { createLeaseRecord, isLeaseAlive, runLocked, type LeaseRecord } from "./lease-record.ts";
import type { SqlRow } from "./summary-row.ts";
import { writeTransaction } from "./write-transaction.ts";

export function readLease(db: DatabaseSync): LeaseRecord | undefined {
  const row: SqlRow | undefined = db.prepare("SELECT * FROM lease WHERE id = 1").get();
  if (!row) return undefined;
  const { token, host, boot_id: bootId, pid, started, heartbeat } = row;
  return {
    holder: { host: String(host), bootId: String(bootId), pid: Number(pid) },
    token: String(token),
    ...(typeof started === "string" && { started }),
    heartbeat: Number(heartbeat),
  };
}

/**
 * Takes the lease, replacing one that is not in force. Two that try at once are put in order by the write lock.
 * @throws `RUN_LOCKED` naming the holder
 */
export function takeLease(
  db: DatabaseSync,
  { run, holder, now }: { readonly run: string; readonly holder: LeaseHolder; readonly now: number },
): LeaseRecord {
  const lease = createLeaseRecord({ holder, now });
  return writeTransaction(db, () => {
    const other = readLease(db);
    if (other && isLeaseAlive(other, { viewer: holder, now })) throw runLocked(run, other);
    writeLease(db, lease);
    return lease;
  });
}

/** Puts a lease in the place of any other. */
export function writeLease(db: DatabaseSync, { token, holder, started, heartbeat }: LeaseRecord): void {
  db.prepare(
    "INSERT OR REPLACE INTO lease (id, token, host, boot_id, pid, started, heartbeat) VALUES (1, ?, ?, ?, ?, ?, ?)",
  ).run(token, holder.host, holder.bootId, holder.pid, started ?? null, heartbeat);
}

/** @returns whether the lease is still ours */
export function beatLease(db: DatabaseSync, { token, now }: { readonly token: string; readonly now: number }): boolean {
  return db.prepare("UPDATE lease SET heartbeat = ? WHERE token = ?").run(now, token).changes !== 0;
}

export function dropLease(db: DatabaseSync, { token }: { readonly token: string }): void {
  db.prepare("DELETE FROM lease WHERE token = ?").run(token);
}
