import type { RunProgress, RunReporter, StoredRunEvent } from "@sluice/contracts";
import type { CommandConsole } from "../session/command-console.ts";
import { formatDuration } from "./duration.ts";
import { describeEvent } from "./event-line.ts";
import { LiveRegion } from "./live-region.ts";
import { createPaint, type Paint } from "./paint.ts";
import { stepLabel } from "./step-label.ts";
import { nameText } from "./terminal-text.ts";

/** Time between two pictures, in milliseconds: ten a second are as many as a person can follow. */
const frameTime = 100;
/** Elapsed times move on even when nothing happens. */
const idleFrames = 10;
const barWidth = 24;
const mostRows = 8;

interface RunningJob {
  readonly label: string;
  readonly since: number;
}

/** A region at the bottom of a terminal that shows what runs now; failures stay above it. */
export class TerminalProgress implements RunReporter {
  readonly #name: string;
  readonly #console: CommandConsole;
  readonly #paint: Paint;
  readonly #region: LiveRegion;
  readonly #diversion: Disposable;
  readonly #resize: Disposable;
  readonly #running = new Map<string, RunningJob>();
  readonly #started = Date.now();
  readonly #timer: NodeJS.Timeout;
  #progress: RunProgress | undefined;
  #reused = 0;
  #stopping = false;
  #changed = true;
  #idle = 0;

  constructor(name: string, console: CommandConsole) {
    this.#name = nameText(name);
    this.#console = console;
    this.#paint = createPaint(console.colour);
    this.#region = new LiveRegion(console);
    this.#diversion = console.divert((text) => this.#region.above(text));
    this.#resize = console.onResize(() => this.#draw());
    this.#timer = setInterval(() => this.#tick(), frameTime);
    this.#timer.unref();
  }

  event(event: StoredRunEvent, progress: RunProgress): void {
    this.#progress = progress;
    this.#changed = true;
    this.#follow(event);
    const line = describeEvent(event);
    if (event.type === "step_failed" && line !== undefined) {
      const mark = event.data.retry === undefined ? this.#paint.bad("✗") : this.#paint.warn("↻");
      this.#region.above(`${mark} ${line.text}\n`);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#resize[Symbol.dispose]();
    this.#diversion[Symbol.dispose]();
    this.#region.close();
    return Promise.resolve();
  }

  #follow(event: StoredRunEvent): void {
    if (event.type === "job_scheduled") {
      const { step, tag } = event.data;
      this.#running.set(`${step}#${tag}`, { label: stepLabel(step, tag), since: event.time });
    } else if (event.type === "step_completed" || event.type === "step_failed" || event.type === "step_cancelled") {
      this.#running.delete(`${event.data.step}#${event.data.tag}`);
      if ("answeredBy" in event.data && event.data.answeredBy === "cache") this.#reused += 1;
    } else if (event.type === "cancel_requested") {
      this.#stopping = true;
    }
  }

  #tick(): void {
    this.#idle += 1;
    if (this.#changed || this.#idle >= idleFrames) this.#draw();
  }

  #draw(): void {
    this.#changed = false;
    this.#idle = 0;
    this.#region.show([this.#headLine(), ...this.#jobLines()]);
  }

  #headLine(): string {
    const { known = 0, completed = 0, failed = 0 } = this.#progress ?? {};
    const running = this.#running.size;
    const paint = this.#paint;
    const parts = [
      this.#bar(known, completed, failed),
      `${completed}/${known} steps`,
      ...(this.#reused > 0 ? [`${this.#reused} re-used`] : []),
      ...(running > 0 ? [`${running} running`] : []),
      ...(failed > 0 ? [paint.bad(`${failed} failed`)] : []),
      paint.faint(formatDuration(Date.now() - this.#started)),
    ];
    const state = this.#stopping ? paint.warn("stopping") : paint.strong(this.#name);
    return `${state}  ${parts.join("  ")}`;
  }

  #bar(known: number, completed: number, failed: number): string {
    const cells = (count: number): number => (known === 0 ? 0 : Math.floor((count / known) * barWidth));
    const done = cells(completed);
    const broken = failed > 0 ? Math.min(Math.max(1, cells(failed)), barWidth - done) : 0;
    const paint = this.#paint;
    return (
      paint.good("━".repeat(done)) + paint.bad("━".repeat(broken)) + paint.faint("─".repeat(barWidth - done - broken))
    );
  }

  #jobLines(): string[] {
    const room = Math.max(1, Math.min(mostRows, this.#console.height() - 4));
    const jobs = [...this.#running.values().take(room)];
    const widest = Math.max(0, ...jobs.map(({ label }) => label.length));
    const now = Date.now();
    const lines = jobs.map(
      ({ label, since }) => `  ${label.padEnd(widest)}  ${this.#paint.faint(formatDuration(now - since))}`,
    );
    const more = this.#running.size - jobs.length;
    return more > 0 ? [...lines, this.#paint.faint(`  and ${more} more`)] : lines;
  }
}
