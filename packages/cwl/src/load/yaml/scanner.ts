import { afterBreak, char, isBlank, isBreak, isDocumentMarker, isFlowIndicator, isGap } from "./characters.ts";
import { scanBlock, scanPlain, scanQuoted, type ScannedScalar } from "./scan-scalar.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { TokenKind, type Token } from "./token.ts";

/** A token that is the beginning of a key if a colon follows it in the same line. */
interface PossibleKey {
  /** Which token of the stream it is. */
  readonly number: number;
  readonly start: number;
  readonly lineStart: number;
  /** Nothing else can stand there: it begins in the column of the keys of its block. */
  readonly isRequired: boolean;
}

/** How far from its beginning a key may have its colon. */
const maxKeyLength = 1024;

/**
 * Reads a text word by word, as libyaml does: indentation counts outside of brackets only, and is told as tokens. A
 * token is handed out when it is clear whether it begins a key.
 */
export class Scanner {
  /** Ends with a null character, so that every look ahead finds one. */
  readonly #text: string;
  #at: number;
  #lineStart: number;
  /** Column of the innermost block; -1 outside of all. */
  #indent = -1;
  readonly #outerIndents: number[] = [];
  /** Offsets of the brackets that are open. */
  readonly #open: number[] = [];
  /** By depth of brackets. */
  readonly #possibleKeys: (PossibleKey | undefined)[] = [];
  #mayBeginKey = true;
  /** What was scanned and not yet handed out, from `#head` to `#tail`; the places are used again. */
  readonly #tokens: Token[] = [];
  #head = 0;
  #tail = 0;
  /** Which token of the stream the first of them is. */
  #base = 0;
  /** The next token, once it is clear that no key begins with it. */
  #ready: Token | undefined;
  #last: Token | undefined;
  #isDone = false;

  constructor(text: string) {
    this.#text = `${text}\0`;
    this.#at = this.#lineStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  peek(): Token {
    if (this.#ready) return this.#ready;
    while (!this.#isDone && (this.#tail === this.#head || this.#mayBecomeKey(this.#base + this.#head))) this.#scan();
    const token = this.#head < this.#tail ? this.#tokens[this.#head] : undefined;
    if (!token) throw new Error("the tokens end with the end of the stream");
    return (this.#ready = token);
  }

  take(): Token {
    const token = this.peek();
    if (++this.#head === this.#tail) {
      this.#base += this.#head;
      this.#head = this.#tail = 0;
    }
    this.#ready = undefined;
    this.#last = token;
    return token;
  }

  /** The token that was taken most recently. */
  get last(): Token | undefined {
    return this.#last;
  }

  /** Where the innermost bracket that is open was opened. */
  get innermostBracket(): number | undefined {
    return this.#open.at(-1);
  }

  #mayBecomeKey(number: number): boolean {
    for (const key of this.#possibleKeys) if (key && this.#isAlive(key)) return key.number === number;
    return false;
  }

  #isAlive(key: PossibleKey): boolean {
    return key.lineStart === this.#lineStart && this.#at - key.start <= maxKeyLength;
  }

  #scan(): void {
    this.#skipToToken();
    const outermost = this.#possibleKeys[0];
    if (outermost && !this.#isAlive(outermost)) this.#forgetKey(0);
    const column = this.#at - this.#lineStart;
    this.#endBlocks(column);
    const code = this.#text.charCodeAt(this.#at);
    if (code === char.end) return this.#endStream();
    if (column === 0) {
      if (code === char.percent) return this.#directive();
      if (isDocumentMarker(this.#text, this.#at))
        return this.#betweenDocuments(code === char.minus ? TokenKind.documentStart : TokenKind.documentEnd, 3);
    }
    const isBeforeGap = isGap(this.#text.charCodeAt(this.#at + 1));
    const isFlow = this.#open.length > 0;
    switch (code) {
      case char.openBracket:
        return this.#openBracket(TokenKind.flowSequence);
      case char.openBrace:
        return this.#openBracket(TokenKind.flowMapping);
      case char.closeBracket:
        return this.#closeBracket(TokenKind.flowSequenceEnd);
      case char.closeBrace:
        return this.#closeBracket(TokenKind.flowMappingEnd);
      case char.comma:
        this.#forgetKey(this.#open.length);
        this.#mayBeginKey = true;
        return this.#push(TokenKind.flowEntry, 1);
      case char.minus:
        if (isBeforeGap) return this.#blockEntry(column);
        break;
      case char.question:
        if (isBeforeGap || isFlow) return this.#explicitKey(column);
        break;
      case char.colon:
        if (isBeforeGap || (isFlow && this.#endsKeyInBrackets())) return this.#value(column);
        break;
      case char.star:
        return this.#name(TokenKind.alias);
      case char.and:
        return this.#name(TokenKind.anchor);
      case char.exclamation:
        return this.#tag();
      case char.quote:
      case char.apostrophe:
        this.#rememberKey();
        return this.#pushScalar(scanQuoted(this.#text, this.#at, this.#lineStart));
      case char.bar:
      case char.more:
        if (isFlow) break;
        this.#forgetKey(0);
        return this.#pushScalar(scanBlock(this.#text, this.#at, this.#indent));
    }
    this.#plain(code, isFlow);
  }

  #skipToToken(): void {
    for (;;) {
      let code = this.#text.charCodeAt(this.#at);
      // A tab may stand between words, not before what begins a block.
      while (code === char.space || (code === char.tab && (this.#open.length > 0 || !this.#mayBeginKey)))
        code = this.#text.charCodeAt(++this.#at);
      if (code === char.hash) while (!isBreak(code) && code !== char.end) code = this.#text.charCodeAt(++this.#at);
      if (!isBreak(code)) return;
      this.#lineStart = this.#at = afterBreak(this.#text, this.#at);
      if (this.#open.length === 0) this.#mayBeginKey = true;
    }
  }

  #append(token: Token): void {
    this.#tokens[this.#tail++] = token;
  }

  /** Puts a token before the one with a number. */
  #insert(before: number, token: Token): void {
    const index = before - this.#base;
    for (let at = this.#tail++; at > index; at--) this.#tokens[at] = this.#tokens[at - 1] ?? token;
    this.#tokens[index] = token;
  }

  #push(kind: TokenKind, length: number, text = ""): void {
    const start = this.#at;
    this.#at += length;
    this.#append({ kind, start, end: this.#at, text });
  }

  #pushScalar(scalar: ScannedScalar): void {
    const { end, next, lineStart, isLineOver } = scalar;
    if (end - this.#at > maxKeyLength && lineStart === this.#lineStart) this.#refuseLongKey(end);
    this.#append(scalar);
    this.#at = next;
    this.#lineStart = lineStart;
    this.#mayBeginKey = isLineOver;
  }

  #refuseLongKey(end: number): void {
    const colon = /[ \t]*:[\s\0]/y;
    colon.lastIndex = end;
    if (!colon.test(this.#text)) return;
    throw new SyntaxFault(`a key can have at most ${maxKeyLength} characters`, this.#at);
  }

  #mark(kind: TokenKind, at: number): Token {
    return { kind, start: at, end: at, text: "" };
  }

  /** A block begins, unless one is open in this column; `before` is the number of the token that it begins with. */
  #beginBlock(kind: TokenKind, column: number, start: number, before?: number): void {
    if (this.#open.length > 0 || column <= this.#indent) return;
    this.#outerIndents.push(this.#indent);
    this.#indent = column;
    const token = this.#mark(kind, start);
    if (before === undefined) this.#append(token);
    else this.#insert(before, token);
  }

  #endBlocks(column: number): void {
    if (this.#open.length > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#outerIndents.pop() ?? -1;
      this.#append(this.#mark(TokenKind.blockEnd, this.#at));
    }
  }

  #rememberKey(): void {
    if (!this.#mayBeginKey) return;
    const depth = this.#open.length;
    const column = this.#at - this.#lineStart;
    this.#forgetKey(depth);
    this.#possibleKeys[depth] = {
      number: this.#base + this.#tail,
      start: this.#at,
      lineStart: this.#lineStart,
      isRequired: depth === 0 && this.#indent === column,
    };
  }

  #forgetKey(depth: number): void {
    const key = this.#possibleKeys[depth];
    if (key?.isRequired) throw new SyntaxFault("there is no ':' after this key", key.start);
    this.#possibleKeys[depth] = undefined;
  }

  #endStream(): void {
    this.#endBlocks(-1);
    this.#forgetKey(0);
    this.#possibleKeys.length = 0;
    this.#isDone = true;
    this.#push(TokenKind.streamEnd, 0);
  }

  #betweenDocuments(kind: TokenKind, length: number, text = ""): void {
    this.#endBlocks(-1);
    this.#forgetKey(0);
    this.#possibleKeys.length = 0;
    this.#mayBeginKey = false;
    this.#push(kind, length, text);
  }

  #directive(): void {
    const line = /[^\r\n\0]*/y;
    line.lastIndex = this.#at;
    const text = line.exec(this.#text)?.[0] ?? "";
    this.#betweenDocuments(TokenKind.directive, text.length, text);
  }

  #openBracket(kind: TokenKind): void {
    this.#rememberKey();
    this.#open.push(this.#at);
    this.#mayBeginKey = true;
    this.#push(kind, 1);
  }

  #closeBracket(kind: TokenKind): void {
    this.#forgetKey(this.#open.length);
    this.#open.pop();
    this.#mayBeginKey = false;
    this.#push(kind, 1);
  }

  #blockEntry(column: number): void {
    if (this.#open.length > 0)
      throw new SyntaxFault(
        "a list within brackets has no '- '",
        this.#at,
        "Write its entries with commas between them.",
      );
    if (!this.#mayBeginKey) throw new SyntaxFault("a list cannot begin here", this.#at, "Begin it in the next line.");
    this.#beginBlock(TokenKind.blockSequence, column, this.#at);
    this.#forgetKey(0);
    this.#mayBeginKey = true;
    this.#push(TokenKind.blockEntry, 1);
  }

  #explicitKey(column: number): void {
    if (this.#open.length === 0 && !this.#mayBeginKey) throw new SyntaxFault("a key cannot begin here", this.#at);
    this.#beginBlock(TokenKind.blockMapping, column, this.#at);
    this.#forgetKey(this.#open.length);
    this.#mayBeginKey = this.#open.length === 0;
    this.#push(TokenKind.key, 1);
  }

  /** Whether a colon without a blank behind it ends a key: before brackets, or right behind a key in quotes. */
  #endsKeyInBrackets(): boolean {
    const key = this.#possibleKeys[this.#open.length];
    return isFlowIndicator(this.#text.charCodeAt(this.#at + 1)) || (key !== undefined && this.#isAlive(key));
  }

  #value(column: number): void {
    const depth = this.#open.length;
    const key = this.#possibleKeys[depth];
    if (key && this.#isAlive(key)) {
      this.#possibleKeys[depth] = undefined;
      this.#insert(key.number, this.#mark(TokenKind.key, key.start));
      this.#beginBlock(TokenKind.blockMapping, key.start - key.lineStart, key.start, key.number);
      this.#mayBeginKey = false;
    } else {
      if (depth === 0 && !this.#mayBeginKey) throw this.#misplacedColon();
      this.#beginBlock(TokenKind.blockMapping, column, this.#at);
      this.#forgetKey(depth);
      this.#mayBeginKey = depth === 0;
    }
    this.#push(TokenKind.value, 1);
  }

  #misplacedColon(): SyntaxFault {
    if (/\S:\s/.test(this.#text.slice(this.#lineStart, this.#at)))
      return new SyntaxFault("there is a second ': ' in this line", this.#at, "Write text that holds ': ' in quotes.");
    return wrongIndentation(this.#at, "a mapping");
  }

  #name(kind: TokenKind): void {
    let end = this.#at + 1;
    while (!isGap(this.#text.charCodeAt(end)) && !isFlowIndicator(this.#text.charCodeAt(end))) end++;
    if (end === this.#at + 1)
      throw new SyntaxFault(`a name is missing after ${this.#text[this.#at] ?? ""}`, this.#at, "Write text in quotes.");
    const value = this.#text.slice(this.#at, end + 1).search(/["'[{]/);
    if (value >= 0) throw new SyntaxFault("a blank is missing between a name and its value", this.#at + value);
    this.#rememberKey();
    this.#mayBeginKey = false;
    this.#push(kind, end - this.#at, this.#text.slice(this.#at + 1, end));
  }

  #tag(): void {
    const tag = /!<[^>\s\0]*>|![^\s\0,[\]{}]*/y;
    tag.lastIndex = this.#at;
    const text = tag.exec(this.#text)?.[0] ?? "";
    const next = this.#text.charCodeAt(this.#at + text.length);
    if (!isGap(next) && !(next === char.comma && this.#open.length > 0))
      throw new SyntaxFault("a blank is missing after the tag", this.#at, "Write text that begins with ! in quotes.");
    this.#rememberKey();
    this.#mayBeginKey = false;
    this.#push(TokenKind.tag, text.length, text.replace(/^!<tag:yaml\.org,2002:(.*)>$/, "!!$1"));
  }

  #plain(code: number, isFlow: boolean): void {
    const character = this.#text[this.#at] ?? "";
    if (isBlank(code)) throw new SyntaxFault("a tab cannot be used to indent", this.#lineStart, "Use spaces.");
    if (code === char.percent || code === char.at || code === char.backtick || code === char.bar || code === char.more)
      throw new SyntaxFault(`text cannot begin with ${character}`, this.#at, "Write it in quotes.");
    this.#rememberKey();
    this.#pushScalar(scanPlain(this.#text, this.#at, this.#lineStart, this.#indent + 1, isFlow));
  }
}

/** What is wrong with a line that belongs to no block. */
export function wrongIndentation(offset: number, what: string): SyntaxFault {
  return new SyntaxFault(
    `the indentation is wrong (bad indentation of ${what} entry)`,
    offset,
    "Entries of one mapping or list begin in the same column.",
  );
}
