import type { RunReporter, StoredRunEvent } from "@sluice/contracts";
import { formatClock } from "./duration.ts";
import { describeEvent } from "./event-line.ts";

/** How long (ms) lines are gathered, so that a thousand short jobs do not cost two thousand writes. */
const gatherTime = 50;

/** One line per change of state, for log files and pipes. */
export class LineProgress implements RunReporter {
  readonly #write: (text: string) => void;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  event(event: StoredRunEvent): void {
    const line = describeEvent(event);
    if (line === undefined) return;
    this.#lines.push(`${formatClock(event.time)} ${line.text}\n`);
    this.#timer ??= setTimeout(() => this.#flush(), gatherTime);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#flush();
    return Promise.resolve();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length > 0) this.#write(this.#lines.join(""));
    this.#lines = [];
  }
}
