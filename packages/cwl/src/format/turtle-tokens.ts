import { OntologySyntaxError } from "./ontology-relations.ts";

/** A token of Turtle. Literals have no value here: nothing depends on them. */
export interface TurtleToken {
  readonly kind: "iri" | "name" | "blank" | "word" | "directive" | "literal" | "mark";
  /** Of an IRI without its brackets, of a mark the character, else as it is written. */
  readonly value: string;
  readonly offset: number;
}

const space = /(?:[ \t\r\n]+|#[^\r\n]*)+/y;
const iri = /<([^<>"{}|^`\s]*)>/y;
const blank = /_:[\p{L}\p{N}_](?:[\p{L}\p{N}_\-\u00B7.]*[\p{L}\p{N}_\-\u00B7])?/uy;
/** A prefix, a colon and a local name, in which a dot cannot be the last character. Source: Turtle 1.1, 6.5. */
const name =
  /(?:\p{L}(?:[\p{L}\p{N}_\-\u00B7.]*[\p{L}\p{N}_\-\u00B7])?)?:(?:(?:[\p{L}\p{N}_:\-\u00B7]|%[0-9A-Fa-f]{2}|\\.|\.(?=\.*(?:[\p{L}\p{N}_:\-\u00B7%]|\\)))*)/uy;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const word = /[A-Za-z]+/y;
const directive = /@[A-Za-z]+(?:-[A-Za-z0-9]+)*/y;

/** The tokens of a Turtle document, one by one. @throws OntologySyntaxError */
export function* turtleTokens(text: string): Generator<TurtleToken> {
  const end = text.length;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text) ?? undefined;
  };
  for (;;) {
    at += take(space)?.[0].length ?? 0;
    if (at >= end) return;
    const offset = at;
    const first = text[at] ?? "";
    if (first === '"' || first === "'") {
      at = endOfString(text, at, first);
      yield { kind: "literal", value: "", offset };
      continue;
    }
    const found = match(first, take);
    if (found) {
      at += found.length;
      yield { kind: found.kind, value: found.value, offset };
    } else if (first === "^" && text[at + 1] === "^") {
      at += 2;
      yield { kind: "mark", value: "^^", offset };
    } else if (".;,[]()".includes(first)) {
      at++;
      yield { kind: "mark", value: first, offset };
    } else throw new OntologySyntaxError(text, at, `an unexpected '${first}'`);
  }
}

type Found = Pick<TurtleToken, "kind" | "value"> & { readonly length: number };

function match(first: string, take: (pattern: RegExp) => RegExpExecArray | undefined): Found | undefined {
  const whole = (kind: TurtleToken["kind"], found: RegExpExecArray | undefined): Found | undefined =>
    found && { kind, value: found[0], length: found[0].length };
  if (first === "<") {
    const found = take(iri);
    return found && { kind: "iri", value: unescapeIri(found[1] ?? ""), length: found[0].length };
  }
  if (first === "@") return whole("directive", take(directive));
  if (first === "_") return whole("blank", take(blank));
  if (/[0-9+-]/.test(first) || first === ".") {
    const found = take(number);
    // A dot after a whole number ends the statement.
    const isEnd = found?.[0].endsWith(".") === true;
    if (found) return { kind: "literal", value: "", length: found[0].length - (isEnd ? 1 : 0) };
    return undefined;
  }
  return whole("name", take(name)) ?? whole("word", take(word));
}

/** The offset after a literal in one or three quotes. */
function endOfString(text: string, from: number, quote: string): number {
  const triple = quote.repeat(3);
  const mark = text.startsWith(triple, from) ? triple : quote;
  for (let at = from + mark.length; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(mark, at)) {
      let end = at + mark.length;
      // Quotes right before the closing ones belong to the text.
      if (mark === triple) while (text[end] === quote) end++;
      return end;
    } else if (mark === quote && (text[at] === "\n" || text[at] === "\r")) break;
  }
  throw new OntologySyntaxError(text, from, "a text that does not end");
}

function unescapeIri(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/g, (whole, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? "", 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
