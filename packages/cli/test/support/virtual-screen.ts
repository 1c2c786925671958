/** As much of a terminal as the live region needs: lines, cursor, wrapping, and reflow when the width changes. */
export class VirtualScreen {
  width: number;
  readonly height: number;
  cursorVisible = true;
  #rows: string[] = [""];
  #row = 0;
  #column = 0;
  #wrap = true;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  /** The lines without trailing empty ones. */
  lines(): string[] {
    const rows = this.#rows.map((row) => row.trimEnd());
    while (rows.at(-1) === "") rows.pop();
    return rows;
  }

  /** Rows that no longer fit are broken into several, as terminals do it. */
  resize(width: number): void {
    this.width = width;
    const above = this.#rows.slice(0, this.#row).flatMap((row) => this.#broken(row));
    const below = this.#rows.slice(this.#row).flatMap((row) => this.#broken(row));
    this.#rows = [...above, ...below];
    this.#row = above.length;
  }

  write(text: string): void {
    for (const [token] of text.matchAll(/\x1b\[\??\d*[A-Za-z]|[\s\S]/gu)) {
      if (token.startsWith("\x1b")) this.#control(token);
      else if (token === "\n") this.#newLine();
      else if (token === "\r") this.#column = 0;
      else this.#put(token);
    }
  }

  #broken(row: string): string[] {
    const pieces: string[] = [];
    for (let at = 0; at < row.length; at += this.width) pieces.push(row.slice(at, at + this.width));
    return pieces.length === 0 ? [""] : pieces;
  }

  #control(token: string): void {
    if (token === "\x1b[?25l" || token === "\x1b[?25h") this.cursorVisible = token.endsWith("h");
    else if (token === "\x1b[?7l" || token === "\x1b[?7h") this.#wrap = token.endsWith("h");
    else if (token.endsWith("A")) this.#row = Math.max(0, this.#row - Number(token.slice(2, -1)));
    else if (token === "\x1b[G") this.#column = 0;
    else if (token === "\x1b[K") this.#rows[this.#row] = this.#current().slice(0, this.#column);
    else if (token === "\x1b[J")
      this.#rows = [...this.#rows.slice(0, this.#row), this.#current().slice(0, this.#column)];
  }

  #newLine(): void {
    this.#row += 1;
    this.#column = 0;
    this.#rows[this.#row] ??= "";
  }

  #put(character: string): void {
    if (this.#column >= this.width) {
      if (!this.#wrap) return;
      this.#newLine();
    }
    const row = this.#current().padEnd(this.#column);
    this.#rows[this.#row] = row.slice(0, this.#column) + character + row.slice(this.#column + 1);
    this.#column += 1;
  }

  #current(): string {
    return this.#rows[this.#row] ?? "";
  }
}
