import { SluiceError, type LeaseHolder } from "@sluice/contracts";
import { isSameBoot } from "../boot-id.ts";
import { findProcess } from "../find-process.ts";
import { uniqueName } from "./unique-name.ts";

/** A lease as it is stored. */
export interface LeaseRecord {
  readonly holder: LeaseHolder;
  /** Made anew for every lease; whoever writes must find their own here. */
  readonly token: string;
  /** When the holder's process started; see {@link findProcess}. Absent when it could not be told. */
  readonly started?: string;
  /** When the holder last said that it lives, in milliseconds since 1970, by the holder's clock. */
  readonly heartbeat: number;
}

/** How often a holder says that it lives. */
export const heartbeatInterval = 10_000;

/** The silence after which a holder that cannot be looked at counts as gone. */
export const heartbeatLimit = 60_000;

export function createLeaseRecord(input: { readonly holder: LeaseHolder; readonly now: number }): LeaseRecord {
  const started = findProcess(input.holder.pid)?.start;
  return {
    holder: input.holder,
    token: uniqueName(),
    ...(started !== undefined && { started }),
    heartbeat: input.now,
  };
}

/**
 * Whether a lease is in force for somebody who looks at it. Of a process of the viewer's own boot we know whether it
 * lives, however long it was suspended. For any other, also one of an earlier boot of the same host, only its heartbeat
 * speaks: two machines of a cluster may have the same name. One from far in the future is from before a clock was set back.
 */
export function isLeaseAlive(
  lease: LeaseRecord,
  { viewer, now }: { readonly viewer: LeaseHolder; readonly now: number },
): boolean {
  const { host, bootId, pid } = lease.holder;
  if (host !== viewer.host || !isSameBoot(bootId, viewer.bootId))
    return Math.abs(now - lease.heartbeat) <= heartbeatLimit;
  const found = findProcess(pid);
  if (found === undefined) return false;
  return found.start === undefined || lease.started === undefined || found.start === lease.started;
}

export function runLocked(run: string, lease: LeaseRecord): SluiceError {
  const { host, pid } = lease.holder;
  return new SluiceError("RUN_LOCKED", `Process ${pid} on ${host} drives the run ${run}.`, {
    hint: "Wait for it to end, or end it; a driver that died without a trace is replaced after a minute.",
  });
}

export function leaseLost(run: string): SluiceError {
  return new SluiceError("JOURNAL_CONFLICT", `Another engine took over the run ${run}; nothing was written.`);
}
