import type { StoredRunEvent } from "@sluice/contracts";
import type { CommandConsole } from "../session/command-console.ts";
import { formatClock } from "./duration.ts";
import { describeEvent } from "./event-line.ts";
import type { ProgressView } from "./progress.ts";

/** How long (ms) lines are gathered, so that a thousand short jobs do not cost two thousand writes. */
const gatherTime = 50;

/** One line per change of state, for log files and pipes. */
export class LineProgress implements ProgressView {
  readonly #console: CommandConsole;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(console: CommandConsole) {
    this.#console = console;
  }

  event(event: StoredRunEvent): void {
    const line = describeEvent(event);
    if (line === undefined) return;
    this.#lines.push(`${formatClock(event.time)} ${line.text}\n`);
    this.#timer ??= setTimeout(() => this.#flush(), gatherTime);
  }

  [Symbol.dispose](): void {
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length > 0) this.#console.err(this.#lines.join(""));
    this.#lines = [];
  }
}
