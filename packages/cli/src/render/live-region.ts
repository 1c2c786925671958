import { stripVTControlCharacters } from "node:util";
import type { CommandConsole } from "../session/command-console.ts";

const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
/** Lines longer than the terminal are cut by it, whatever their characters are wide. */
const wrapOff = "\x1b[?7l";
const wrapOn = "\x1b[?7h";
/** Terminals that know this show nothing half drawn; others ignore it. */
const beginFrame = "\x1b[?2026h";
const endFrame = "\x1b[?2026l";

/** Some lines at the bottom of a terminal that are drawn anew in place. */
export class LiveRegion {
  readonly #console: CommandConsole;
  readonly #restore: () => void;
  #lines: readonly string[] = [];
  #width: number;
  #open = false;

  constructor(console: CommandConsole) {
    this.#console = console;
    this.#width = console.width();
    this.#restore = () => console.draw(this.#open ? wrapOn + showCursor : "");
    process.on("exit", this.#restore);
  }

  /** Replaces the lines. */
  show(lines: readonly string[]): void {
    this.#console.draw(
      `${beginFrame}${this.#toTop()}${wrapOff}${hideCursor}${this.#paintLines(lines)}\x1b[J${wrapOn}${endFrame}`,
    );
    this.#open = true;
  }

  /** Writes text that stays, above the lines. */
  above(text: string): void {
    this.#console.draw(
      `${beginFrame}${this.#toTop()}\x1b[J${text}${wrapOff}${this.#paintLines(this.#lines)}${wrapOn}${endFrame}`,
    );
  }

  /** Removes the lines. */
  close(): void {
    process.off("exit", this.#restore);
    if (!this.#open) return;
    this.#console.draw(`${this.#toTop()}\x1b[J${showCursor}`);
    this.#lines = [];
    this.#open = false;
  }

  #paintLines(lines: readonly string[]): string {
    this.#lines = lines;
    this.#width = this.#console.width();
    return lines.map((line) => `${line}\x1b[K\n`).join("");
  }

  /** To where the region began. A terminal made narrower since has wrapped its lines. */
  #toTop(): string {
    const width = this.#console.width();
    const rows = this.#lines.reduce((sum, line) => sum + this.#rowsOf(line, width), 0);
    return `${rows > 0 ? `\x1b[${rows}A` : ""}\r`;
  }

  #rowsOf(line: string, width: number): number {
    if (width >= this.#width) return 1;
    const drawn = Math.min(stripVTControlCharacters(line).length, this.#width);
    return Math.max(1, Math.ceil(drawn / width));
  }
}
