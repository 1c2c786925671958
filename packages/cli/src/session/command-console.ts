import type { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { terminalText } from "../render/terminal-text.ts";

/**
 * Where a command writes: results on standard output, everything else on standard error. Control characters that documents, plugins and
 * jobs bring along never reach a terminal: they are shown as JSON writes them, so that JSON keeps its meaning.
 */
export interface CommandConsole {
  /** Writes a result, text or JSON. Once nobody reads any more, nothing happens. */
  out(text: string): void;
  /** Writes what others made, such as the output of a job: exactly, and to a terminal without what would control it. */
  data(text: string): void;
  /** Writes a message for people; whole lines. */
  err(text: string): void;
  /** Sends messages elsewhere, such as above a region that is drawn anew, until it is disposed. */
  divert(writer: (text: string) => void): Disposable;
  /** Writes to standard error past any diversion. */
  draw(text: string): void;
  /** Whether a person sees standard error at once, so that lines can be drawn anew. */
  readonly live: boolean;
  /** Whether colours are wanted on standard error. */
  readonly colour: boolean;
  /** Columns of the terminal, or 80. */
  width(): number;
  height(): number;
  onResize(listener: () => void): Disposable;
  readonly cwd: string;
  /** Settles when all results are written, with what kept them from being: a reader that went away is one, too. */
  delivered(): Promise<NodeJS.ErrnoException | undefined>;
  /** Settles when everything is written. @throws when results could not be written, other than for want of a reader */
  flush(): Promise<void>;
}

/**
 * The console of this process. A reader that goes away (`sluice list | head -1`, a closed terminal) never harms a
 * run: what would be written is dropped.
 */
export function createConsole(): CommandConsole {
  const stdout = new Writer(process.stdout);
  const stderr = new Writer(process.stderr);
  const live = process.stderr.isTTY && process.env["TERM"] !== "dumb" && (process.env["CI"] ?? "") === "";
  const diversions: ((text: string) => void)[] = [];
  return {
    out: (text) => stdout.write(terminalText(text)),
    data: (text) => stdout.write(process.stdout.isTTY ? terminalText(withoutSequences(text)) : text),
    err: (text) => (diversions.at(-1) ?? ((plain: string) => stderr.write(terminalText(plain))))(text),
    draw: (text) => stderr.write(terminalText(text)),
    divert: (writer) => {
      diversions.push(writer);
      return {
        [Symbol.dispose]: () => {
          const place = diversions.lastIndexOf(writer);
          if (place !== -1) diversions.splice(place, 1);
        },
      };
    },
    live,
    colour: live && (process.env["NO_COLOR"] ?? "") === "",
    width: () => (process.stderr.isTTY && process.stderr.columns > 0 ? process.stderr.columns : 80),
    height: () => (process.stderr.isTTY && process.stderr.rows > 0 ? process.stderr.rows : 24),
    onResize: (listener) => {
      process.stderr.on("resize", listener);
      return { [Symbol.dispose]: () => void process.stderr.off("resize", listener) };
    },
    cwd: process.cwd(),
    delivered: async () => {
      await stdout.flush();
      return stdout.failure;
    },
    flush: async () => {
      await stderr.flush();
      await stdout.flush();
      if (stdout.failure !== undefined && stdout.failure.code !== "EPIPE") throw stdout.failure;
    },
  };
}

/** What a program that draws on its terminal leaves for one that does not: its words, line by line. */
function withoutSequences(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\r\n?/g, "\n");
}

class Writer {
  failure: NodeJS.ErrnoException | undefined;
  readonly #stream: Writable;
  /** The stream's own, whatever is put in its place later: what a command says is no plugin's output. */
  readonly #write: Writable["write"];

  constructor(stream: Writable) {
    this.#stream = stream;
    this.#write = stream.write.bind(stream);
    stream.on("error", (error: NodeJS.ErrnoException) => {
      this.failure = error;
    });
  }

  write(text: string): void {
    if (this.failure === undefined) this.#write(text);
  }

  /** The callback of a write comes after all writes before it, also when they fail. */
  flush(): Promise<void> {
    if (this.failure !== undefined || this.#stream.writableLength === 0)
      return new Promise((done) => void setImmediate(done));
    return new Promise((done) => void this.#write("", () => setImmediate(done)));
  }
}
