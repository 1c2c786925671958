import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { SluiceError, type LeaseHolder } from "@sluice/contracts";

/** Milliseconds between signs of life, and after how many a holder that cannot be looked at counts as gone. */
const heartbeatInterval = 10_000;
const heartbeatLimit = 60_000;

/** What `lease.json` says. */
interface LeaseRecord {
  readonly holder: LeaseHolder;
  /** Made anew for each lease: whoever appends must find their own here. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly heartbeat: number;
}

/** The lease of one run. */
export interface LeaseFile {
  /** The lease that is in force, seen by somebody. */
  alive(viewer: LeaseHolder): { readonly holder: LeaseHolder; locked(): SluiceError } | undefined;
  /** @throws `RUN_LOCKED` */
  acquire(holder: LeaseHolder): HeldLease;
}

/** A lease in the hands of its holder. */
export interface HeldLease {
  /** Aborted when the lease is lost. */
  readonly signal: AbortSignal;
  /** Whether it is still ours. */
  check(): boolean;
  release(): void;
}

/** This process, as a holder. */
export function thisProcess(): LeaseHolder {
  return { host: hostname(), bootId: bootId(), pid: process.pid };
}

export function createLeaseFile({
  run,
  folder,
  now,
}: {
  readonly run: string;
  readonly folder: string;
  readonly now: () => number;
}): LeaseFile {
  const file = join(folder, "lease.json");

  const read = (path: string = file): LeaseRecord | undefined => {
    try {
      return JSON.parse(readFileSync(path, "utf8")) as LeaseRecord;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  };
  const isAlive = ({ holder, heartbeat }: LeaseRecord, viewer: LeaseHolder): boolean => {
    // Whether a process of our own boot lives is known, however long it was silent.
    if (holder.host === viewer.host && holder.bootId === viewer.bootId) return isRunning(holder.pid);
    return now() - heartbeat <= heartbeatLimit;
  };
  const locked = ({ host, pid }: LeaseHolder): SluiceError =>
    new SluiceError("RUN_LOCKED", `process ${pid} on ${host} drives the run ${run}`);

  /** Puts a record in place, whole. @returns false when there is one already */
  const place = (record: LeaseRecord): boolean => {
    const part = `${file}.${record.token}`;
    writeFileSync(part, JSON.stringify(record));
    try {
      linkSync(part, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(part);
    }
  };
  /** Takes a record away; of several that try, one does. A record that came in between is put back. */
  const remove = (token: string): void => {
    const aside = `${file}.${randomUUID()}`;
    try {
      renameSync(file, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    const taken = read(aside);
    if (taken && taken.token !== token) place(taken);
    rmSync(aside);
  };

  return {
    alive(viewer) {
      const record = read();
      if (!record || !isAlive(record, viewer)) return undefined;
      return { holder: record.holder, locked: () => locked(record.holder) };
    },
    acquire(holder) {
      const token = randomUUID();
      while (!place({ holder, token, heartbeat: now() })) {
        const other = read();
        if (other && isAlive(other, holder)) throw locked(other.holder);
        if (other) remove(other.token);
      }
      const controller = new AbortController();
      const check = (): boolean => {
        if (read()?.token === token) return true;
        clearInterval(timer);
        controller.abort(new SluiceError("JOURNAL_CONFLICT", `another engine took over the run ${run}`));
        return false;
      };
      const beat = (): void => {
        if (!check()) return;
        const part = `${file}.${token}`;
        writeFileSync(part, JSON.stringify({ holder, token, heartbeat: now() } satisfies LeaseRecord));
        renameSync(part, file);
      };
      const timer = setInterval(beat, heartbeatInterval).unref();
      const release = (): void => {
        clearInterval(timer);
        if (read()?.token === token) remove(token);
      };
      return { signal: controller.signal, check, release };
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Tells a process from one of the same number before the machine was restarted. */
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
}
