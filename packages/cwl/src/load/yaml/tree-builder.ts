import { SluiceError } from "@sluice/contracts";
import { exactScalar, plainScalarValue, ScalarRangeError } from "./scalar-value.ts";
import { Scanner } from "./scanner.ts";
import type { SourceText } from "./source-text.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { missingValue, unexpectedInBlock, unexpectedInBrackets } from "./token-faults.ts";
import { beginsCollection, endsEntry, isBetweenDocuments, isScalar, Place, TokenKind, type Token } from "./token.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from "./yaml-node.ts";

/** How deep collections may nest. */
export const maxDepth = 100;
/** How many values the aliases of a document may add when they are written out. */
const maxAliasedNodes = 200_000;

interface Anchor {
  readonly node: YamlNode;
  /** Nodes below and including it, aliases written out; undefined while the node is still open. */
  weight: number | undefined;
  /** How deep it nests. */
  height: number;
}

/** Anchor and tag before a value. */
interface Properties {
  readonly anchor?: Token | undefined;
  readonly tag?: Token | undefined;
}

const noProperties: Properties = { anchor: undefined, tag: undefined };

/** Makes a tree of the tokens of one document. */
export class TreeBuilder {
  readonly #source: SourceText;
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, Anchor>();
  /** Where the most recent token ended, for scalars that have no characters of their own. */
  #lastOffset = 0;
  #weight = 0;
  #aliased = 0;
  /** How many collections are open, and how many were at most below the one that is open. */
  #level = 0;
  #deepest = 0;

  constructor(source: SourceText) {
    this.#source = source;
    this.#scanner = new Scanner(source.text);
  }

  document(): YamlNode | undefined {
    while (this.#skip(TokenKind.documentEnd));
    if (!this.#directives() && this.#scanner.peek().kind === TokenKind.streamEnd) return undefined;
    const root = isBetweenDocuments(this.#scanner.peek()) ? this.#emptyScalar() : this.#node(Place.block);
    this.#endDocument();
    return root;
  }

  /** Reads what may stand before a document, and says whether its beginning is marked. */
  #directives(): boolean {
    let hasVersion = false;
    let hasSome = false;
    for (let token = this.#scanner.peek(); token.kind === TokenKind.directive; token = this.#scanner.peek()) {
      const [, name, value] = /^%(\S+)\s*(\S*)/.exec(token.text) ?? [];
      if (name === "YAML") {
        if (hasVersion) throw new SyntaxFault("%YAML is here twice", token.start);
        if (!/^1\.\d+$/.test(value ?? "")) throw new SyntaxFault("this is not YAML 1", token.start);
        hasVersion = true;
      }
      hasSome = true;
      this.#scanner.take();
    }
    const isMarked = this.#skip(TokenKind.documentStart);
    if (hasSome && !isMarked)
      throw new SyntaxFault("after directives a line '---' is needed", this.#scanner.peek().start);
    return isMarked;
  }

  #endDocument(): void {
    const isEnded = this.#skip(TokenKind.documentEnd);
    while (this.#skip(TokenKind.documentEnd));
    const token = this.#scanner.peek();
    if (token.kind === TokenKind.streamEnd) return;
    if (!isEnded && !isBetweenDocuments(token)) throw unexpectedInBlock(this.#source, this.#scanner, "a mapping");
    while (this.#skip(TokenKind.directive));
    this.#skip(TokenKind.documentStart);
    throw new SyntaxFault("the file has more than one YAML document", this.#scanner.peek().start);
  }

  #skip(kind: TokenKind): boolean {
    if (this.#scanner.peek().kind !== kind) return false;
    this.#scanner.take();
    return true;
  }

  #node(place: Place): YamlNode {
    this.#weight++;
    if (this.#scanner.peek().kind === TokenKind.alias) return this.#alias(this.#scanner.take());
    const properties = this.#properties();
    const token = this.#scanner.peek();
    if (isScalar(token)) return this.#scalar(this.#scanner.take(), properties);
    if (beginsCollection(token, place)) return this.#collection(token, properties);
    if (!properties.anchor && !properties.tag) throw missingValue(this.#source, this.#scanner);
    return this.#scalar(undefined, properties);
  }

  #collection(first: Token, { anchor, tag }: Properties): YamlNode {
    const { start } = first;
    const outside = this.#deepest;
    this.#deepest = ++this.#level;
    if (this.#level > maxDepth) {
      const message = `the document nests deeper than ${maxDepth} levels`;
      throw new SluiceError("DOCUMENT_LIMIT", message, { position: this.#source.positionAt(start) });
    }
    this.#lastOffset = start;
    const isMapping = first.kind === TokenKind.blockMapping || first.kind === TokenKind.flowMapping;
    this.#checkTag(tag, isMapping ? "map" : "seq");
    const before = this.#weight;
    const node: YamlSequence | YamlMapping = isMapping
      ? { kind: "mapping", source: this.#source, start, entries: new Map() }
      : { kind: "sequence", source: this.#source, start, items: [] };
    const kept = this.#anchor(anchor, node, undefined);
    if (node.kind === "sequence") this.#fillSequence(node, first);
    else this.#fillMapping(node, first);
    if (kept) [kept.weight, kept.height] = [this.#weight - before + 1, this.#deepest - this.#level + 1];
    this.#deepest = Math.max(this.#deepest, outside);
    this.#level--;
    return node;
  }

  #fillSequence({ items }: YamlSequence, first: Token): void {
    if (first.kind === TokenKind.flowSequence) {
      this.#inBrackets(TokenKind.flowSequenceEnd, () => {
        items.push(this.#scanner.peek().kind === TokenKind.key ? this.#pair() : this.#node(Place.flow));
      });
      return;
    }
    // A list whose dashes stand in the column of its key has no beginning and end of its own.
    const isIndented = first.kind === TokenKind.blockSequence;
    if (isIndented) this.#scanner.take();
    while (this.#skip(TokenKind.blockEntry)) items.push(this.#nodeOrNothing(Place.block));
    if (isIndented && !this.#skip(TokenKind.blockEnd))
      throw unexpectedInBlock(this.#source, this.#scanner, "a sequence");
  }

  /** A mapping of one entry that has no braces, within a list in brackets. */
  #pair(): YamlMapping {
    const { start } = this.#scanner.peek();
    this.#weight++;
    this.#lastOffset = start;
    const node: YamlMapping = { kind: "mapping", source: this.#source, start, entries: new Map() };
    const merges: YamlNode[] = [];
    this.#entry(node, merges, Place.flow);
    for (const merge of merges) this.#merge(node, merge);
    return node;
  }

  #fillMapping(node: YamlMapping, first: Token): void {
    const merges: YamlNode[] = [];
    if (first.kind === TokenKind.flowMapping)
      this.#inBrackets(TokenKind.flowMappingEnd, () => this.#entry(node, merges, Place.flow));
    else {
      this.#scanner.take();
      while (this.#scanner.peek().kind === TokenKind.key) this.#entry(node, merges, Place.value);
      if (!this.#skip(TokenKind.blockEnd)) throw unexpectedInBlock(this.#source, this.#scanner, "a mapping");
    }
    for (const merge of merges) this.#merge(node, merge);
  }

  /** Reads what stands in brackets, entry by entry. */
  #inBrackets(closing: TokenKind, readEntry: () => void): void {
    const { start } = this.#scanner.take();
    for (let isFirst = true; !this.#skip(closing); isFirst = false) {
      if (!isFirst && !this.#skip(TokenKind.flowEntry)) throw unexpectedInBrackets(this.#source, this.#scanner, start);
      if (this.#scanner.peek().kind !== closing) readEntry();
    }
  }

  /** Key and value of a mapping. Within brackets a key may have no colon; then it has no value either. */
  #entry(node: YamlMapping, merges: YamlNode[], place: Place): void {
    const hasColon = this.#skip(TokenKind.key);
    const { key, start, isMerge } = this.#key(place, hasColon);
    const value = hasColon && this.#skip(TokenKind.value) ? this.#nodeOrNothing(place) : this.#emptyScalar();
    if (isMerge) merges.push(value);
    else if (node.entries.has(key)) throw this.#twice(key, start, node);
    else node.entries.set(key, { source: this.#source, keyStart: start, value });
  }

  /** The merge key: entries of another mapping that this one does not have. */
  #merge(into: YamlMapping, from: YamlNode): void {
    if (from.kind === "sequence") return from.items.forEach((item) => this.#merge(into, item));
    if (from.kind !== "mapping") throw new SyntaxFault("'<<' needs a mapping or a list of mappings", from.start);
    for (const [key, entry] of from.entries)
      if (!into.entries.has(key)) into.entries.set(key, { ...entry } satisfies YamlEntry);
  }

  #key(place: Place, mayBeEmpty: boolean): { readonly key: string; readonly start: number; readonly isMerge: boolean } {
    if (mayBeEmpty && endsEntry(this.#scanner.peek(), place))
      return { key: "", start: this.#lastOffset, isMerge: false };
    const { anchor } = this.#properties();
    const token = this.#scanner.peek();
    const { start, text } = token;
    if (isScalar(token)) {
      this.#scanner.take();
      this.#lastOffset = token.end;
      if (anchor) this.#anchor(anchor, { kind: "scalar", source: this.#source, start, value: text }, 1);
      return { key: text, start, isMerge: text === "<<" && token.kind === TokenKind.plain };
    }
    const node = token.kind === TokenKind.alias ? this.#alias(this.#scanner.take()) : undefined;
    if (node?.kind === "scalar") return { key: String(node.exact ?? node.value), start, isMerge: false };
    if (endsEntry(token, place) || isBetweenDocuments(token)) throw missingValue(this.#source, this.#scanner);
    throw new SyntaxFault("a key must be a plain value, not a list or mapping", start);
  }

  #nodeOrNothing(place: Place): YamlNode {
    return endsEntry(this.#scanner.peek(), place) ? this.#emptyScalar() : this.#node(place);
  }

  /** Anchor and tag, in any order. */
  #properties(): Properties {
    const first = this.#scanner.peek().kind;
    if (first !== TokenKind.anchor && first !== TokenKind.tag) return noProperties;
    let anchor: Token | undefined;
    let tag: Token | undefined;
    for (;;) {
      const { kind } = this.#scanner.peek();
      if (kind === TokenKind.anchor && !anchor) anchor = this.#scanner.take();
      else if (kind === TokenKind.tag && !tag) tag = this.#scanner.take();
      else return { anchor, tag };
    }
  }

  #alias({ text: name, start, end }: Token): YamlNode {
    this.#lastOffset = end;
    const anchor = this.#anchors.get(name);
    if (!anchor) throw new SyntaxFault(`there is no anchor '&${name}' before this alias`, start);
    if (anchor.weight === undefined) throw new SyntaxFault(`the alias '*${name}' is inside what it stands for`, start);
    this.#weight += anchor.weight;
    this.#aliased += anchor.weight;
    this.#deepest = Math.max(this.#deepest, this.#level + anchor.height);
    if (this.#deepest > maxDepth) {
      const message = `with its aliases, the document nests deeper than ${maxDepth} levels`;
      throw new SluiceError("DOCUMENT_LIMIT", message, { position: this.#source.positionAt(start) });
    }
    if (this.#aliased > maxAliasedNodes) {
      const message = `the aliases of the document add more than ${maxAliasedNodes} values when they are written out`;
      throw new SluiceError("DOCUMENT_LIMIT", message, { position: this.#source.positionAt(start) });
    }
    return anchor.node;
  }

  #anchor(token: Token | undefined, node: YamlNode, weight: number | undefined): Anchor | undefined {
    if (!token) return undefined;
    const anchor: Anchor = { node, weight, height: 0 };
    this.#anchors.set(token.text, anchor);
    return anchor;
  }

  #emptyScalar(): YamlNode {
    this.#weight++;
    return this.#scalar(undefined, {});
  }

  #scalar(token: Token | undefined, { anchor, tag }: Properties): YamlNode {
    this.#lastOffset = Math.max(token?.end ?? 0, anchor?.end ?? 0, tag?.end ?? 0, this.#lastOffset);
    this.#checkTag(tag, "str", "int", "float", "bool", "null");
    const start = token?.start ?? this.#lastOffset;
    const text = token?.text ?? "";
    const isText = tag
      ? tag.text === "!" || tag.text === "!!str"
      : token !== undefined && token.kind !== TokenKind.plain;
    const value = isText ? text : this.#plainValue(text, start);
    const exact = typeof value === "number" ? exactScalar(text) : undefined;
    const node: YamlNode = { kind: "scalar", source: this.#source, start, value, ...(exact && { exact }) };
    this.#anchor(anchor, node, 1);
    return node;
  }

  #plainValue(text: string, start: number): null | boolean | number | string {
    try {
      return plainScalarValue(text);
    } catch (thrown) {
      if (!(thrown instanceof ScalarRangeError)) throw thrown;
      throw new SluiceError("DOCUMENT_LIMIT", thrown.message, {
        position: this.#source.positionAt(start),
        hint: "Write it in quotes if it is text.",
      });
    }
  }

  #checkTag(tag: Token | undefined, ...known: string[]): void {
    if (tag && tag.text !== "!" && !known.some((name) => tag.text === `!!${name}`))
      throw new SyntaxFault(`the tag '${tag.text}' has no meaning here`, tag.start);
  }

  #twice(key: string, offset: number, { entries }: YamlMapping): SluiceError {
    const { line, column } = this.#source.positionAt(entries.get(key)?.keyStart ?? offset);
    const position = this.#source.positionAt(offset);
    return new SluiceError("YAML_SYNTAX", `the key '${key}' is here twice`, {
      position,
      hint: `It is first at line ${line}, column ${column}: give one of them another name, or remove it.`,
    });
  }
}
