import {
  closeSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import {
  decodeEvent,
  encodeEvent,
  SluiceError,
  type EncodedEvent,
  type RunEvent,
  type RunSummary,
  type StoredRunEvent,
} from "@sluice/contracts";

/** The first line of a journal. */
type Header = Pick<RunSummary, "run" | "name" | "createdAt">;

/** Every other line: what one append added. A line is there as a whole or not at all. */
interface Batch {
  readonly time: number;
  readonly events: readonly EncodedEvent[];
  readonly summary: Partial<RunSummary>;
}

/** The lines of one run. Others may add to the same file: each question looks at what they added first. */
export interface Journal extends Disposable {
  /** Position of the last event. */
  seq(): number;
  summary(): RunSummary;
  /** All events that are there now, in order. */
  events(): readonly StoredRunEvent[];
  /** Adds one line. @throws `DISK_FULL`, with nothing added */
  append(batch: {
    readonly time: number;
    readonly events: readonly RunEvent[];
    readonly summary: Partial<RunSummary>;
  }): void;
}

/** Makes an empty journal; false when there is one already. */
export function createJournal(file: string, header: Header): boolean {
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, `${JSON.stringify(header)}\n`);
  try {
    // Exclusive, and whole from the first moment.
    linkSync(part, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(part);
  }
}

/** @throws `JOURNAL_CORRUPT`, `JOURNAL_NEWER` */
export function openJournal(file: string, { readonly }: { readonly readonly: boolean }): Journal {
  const descriptor = openSync(file, readonly ? "r" : "r+");
  const events: StoredRunEvent[] = [];
  let summary: RunSummary | undefined;
  /** Bytes of the whole lines that were read. */
  let length = 0;

  const add = (line: string): void => {
    const value = parse(line, file) as Header & Batch;
    if (summary === undefined) {
      const { run, name, createdAt } = value;
      summary = { run, name, createdAt, status: "created", completed: 0, failed: 0, known: 0 };
      return;
    }
    for (const stored of value.events) {
      // Brings what an older Sluice wrote to what this one understands.
      events.push(decodeEvent({ ...stored, seq: events.length + 1, time: value.time }, { actor: file }));
    }
    summary = merge(summary, value.summary);
  };
  const refresh = (): RunSummary => {
    const more = Buffer.alloc(fstatSync(descriptor).size - length);
    readSync(descriptor, more, 0, more.length, length);
    // What follows the last end of a line was cut off by a crash, or is being written now.
    const whole = more.subarray(0, more.lastIndexOf("\n") + 1);
    for (const line of whole.toString().split("\n").slice(0, -1)) add(line);
    length += whole.length;
    if (summary === undefined) throw new SluiceError("JOURNAL_CORRUPT", `${file} has no first line`);
    return summary;
  };

  try {
    refresh();
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return {
    summary: refresh,
    seq() {
      refresh();
      return events.length;
    },
    events() {
      refresh();
      return [...events];
    },
    append({ time, events: added, summary: change }) {
      refresh();
      const encoded = added.map((event) => encodeEvent(event));
      const line = Buffer.from(`${JSON.stringify({ time, events: encoded, summary: change } satisfies Batch)}\n`);
      try {
        ftruncateSync(descriptor, length);
        for (let written = 0; written < line.length;) {
          written += writeSync(descriptor, line, written, line.length - written, length + written);
        }
      } catch (cause) {
        ftruncateSync(descriptor, length);
        const { code, message } = cause as NodeJS.ErrnoException;
        const isFull = code === "ENOSPC" || code === "EDQUOT";
        throw new SluiceError(isFull ? "DISK_FULL" : "FILE_UNWRITABLE", `${file}: ${message}`, { cause });
      }
      refresh();
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

function parse(line: string, file: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new SluiceError("JOURNAL_CORRUPT", `${file} has a line that is not JSON`, { cause });
  }
}

/** A run that goes on has not ended. */
function merge(before: RunSummary, change: Partial<RunSummary>): RunSummary {
  const { run, createdAt } = before;
  const { endedAt, ...merged } = { ...before, ...change, run, createdAt };
  const goesOn = change.endedAt === undefined && (change.status === "created" || change.status === "running");
  return endedAt === undefined || goesOn ? merged : { ...merged, endedAt };
}
