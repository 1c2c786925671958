import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { identifyProcess, type ProcessIdentity } from "./process-identity.ts";
import { readingFlags } from "./files/open-file.ts";

/** Where the number of a process means something. */
export interface ProcessPlace {
  readonly host: string;
  /** Identity of the installation, where the system has one: hosts may have the same name. */
  readonly machine?: string;
  /** Identity of the boot, where the system says it. */
  readonly boot?: string;
  /** The namespace of process numbers: every container has one of its own. Absent where there are none. */
  readonly namespace?: string;
}

/** What can be said of a process from here; `pid` is its number here. `unknown`: it lives where this process cannot look. */
export type ProcessSight =
  | { readonly state: "running"; readonly pid: number }
  | { readonly state: "gone" }
  | { readonly state: "unknown" };

/** The first namespace of every Linux: whoever is in it sees all processes of the machine. */
const initialNamespace = "pid:[4026531836]";

/** Where this process is. */
export function processPlace(): ProcessPlace {
  const [machine, boot] = [textOf("/etc/machine-id"), textOf("/proc/sys/kernel/random/boot_id")];
  const namespace = namespaceOf("self");
  return { host: hostname(), ...(machine && { machine }), ...(boot && { boot }), ...(namespace && { namespace }) };
}

/**
 * Looks for a process by its identity, wherever it was started: in another container of this machine, before a restart, on another machine.
 * What cannot be seen is unknown, not gone.
 */
export function sightProcess(identity: ProcessIdentity, here: ProcessPlace = processPlace()): ProcessSight {
  const { place } = identity;
  // Written before places were: it can only be from here.
  if (!place) return inThisNamespace(identity);
  const isSameHost = place.host === here.host && place.machine === here.machine;
  if (place.boot !== here.boot) return { state: isSameHost ? "gone" : "unknown" };
  if (place.boot === undefined) return isSameHost ? inThisNamespace(identity) : { state: "unknown" };
  return place.namespace === here.namespace ? inThisNamespace(identity) : inOtherNamespace(identity, here);
}

/** A place, for people. */
export function placeName({ host, namespace }: ProcessPlace): string {
  return namespace === undefined || namespace === initialNamespace ? host : `${host}, namespace ${namespace}`;
}

function inThisNamespace({ pid, start }: ProcessIdentity): ProcessSight {
  return identifyProcess(pid)?.start === start ? { state: "running", pid } : { state: "gone" };
}

/** Those of an inner namespace have a number here, too. Where none of its processes is seen, it may be over or out of sight. */
function inOtherNamespace({ pid, start, place }: ProcessIdentity, here: ProcessPlace): ProcessSight {
  const seen = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && namespaceOf(name) === place?.namespace);
  const found = seen
    .map(Number)
    .find((each) => innermostNumber(each) === pid && identifyProcess(each)?.start === start);
  if (found !== undefined) return { state: "running", pid: found };
  return { state: seen.length > 0 || here.namespace === initialNamespace ? "gone" : "unknown" };
}

function innermostNumber(pid: number): number | undefined {
  const numbers = /^NSpid:\s+(.*)$/m.exec(textOf(`/proc/${pid}/status`) ?? "")?.[1];
  return numbers === undefined ? undefined : Number(numbers.split(/\s+/).at(-1));
}

function namespaceOf(process: string): string | undefined {
  try {
    return readlinkSync(`/proc/${process}/ns/pid`);
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, { encoding: "latin1", flag: readingFlags }).trim() || undefined;
  } catch {
    return undefined;
  }
}
