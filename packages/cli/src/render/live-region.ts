import { stripVTControlCharacters } from "node:util";
import type { CommandConsole } from "../session/command-console.ts";
import { escape, terminalText } from "./terminal-text.ts";

const toFirstColumn = `${escape}[G`;
const hideCursor = `${escape}[?25l`;
const showCursor = `${escape}[?25h`;
/** Lines longer than the terminal are cut by it, whatever their characters are wide. */
const wrapOff = `${escape}[?7l`;
const wrapOn = `${escape}[?7h`;
/** Terminals that know this show nothing half drawn; others ignore it. */
const beginFrame = `${escape}[?2026h`;
const endFrame = `${escape}[?2026l`;

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
      `${beginFrame}${this.#toTop()}${wrapOff}${hideCursor}${this.#paintLines(lines)}${escape}[J${wrapOn}${endFrame}`,
    );
    this.#open = true;
  }

  /** Writes text that stays, above the lines. */
  above(text: string): void {
    this.#console.draw(
      `${beginFrame}${this.#toTop()}${escape}[J${text}${wrapOff}${this.#paintLines(this.#lines)}${wrapOn}${endFrame}`,
    );
  }

  /** Removes the lines. */
  close(): void {
    process.off("exit", this.#restore);
    if (!this.#open) return;
    this.#console.draw(`${this.#toTop()}${escape}[J${showCursor}`);
    this.#lines = [];
    this.#open = false;
  }

  #paintLines(lines: readonly string[]): string {
    this.#lines = lines;
    this.#width = this.#console.width();
    return lines.map((line) => `${line}${escape}[K\n`).join("");
  }

  /** To where the region began. A terminal made narrower since has wrapped its lines. */
  #toTop(): string {
    const width = this.#console.width();
    const rows = this.#lines.reduce((sum, line) => sum + this.#rowsOf(line, width), 0);
    return `${rows > 0 ? `${escape}[${rows}A` : ""}${toFirstColumn}`;
  }

  #rowsOf(line: string, width: number): number {
    if (width >= this.#width) return 1;
    const drawn = Math.min(stripVTControlCharacters(terminalText(line)).length, this.#width);
    return Math.max(1, Math.ceil(drawn / width));
  }
}
