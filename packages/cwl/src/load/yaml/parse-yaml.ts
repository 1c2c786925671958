import { SluiceError } from "@sluice/contracts";
import {
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
  type Event,
  type ScalarEvent,
} from "js-yaml";
import { checkTokens } from "./check-tokens.ts";
import { explainSyntax } from "./explain-syntax.ts";
import { plainScalarValue, ScalarRangeError } from "./scalar-value.ts";
import type { SourceText } from "./source-text.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "./yaml-node.ts";

/** How deep collections may nest. */
export const maxDepth = 100;
/** How many values the aliases of a document may add when they are written out. */
const maxAliasedNodes = 200_000;

/** Parses one YAML 1.2 or JSON document; an empty one gives `undefined`. Throws `YAML_SYNTAX` or `DOCUMENT_LIMIT`. */
export function parseYaml(source: SourceText): YamlNode | undefined {
  checkTokens(source);
  return new TreeBuilder(source, readEvents(source)).document();
}

function readEvents(source: SourceText): Event[] {
  try {
    return parseEvents(source.text, { maxDepth });
  } catch (thrown) {
    if (!(thrown instanceof YAMLException)) throw thrown;
    const at = Math.min(thrown.mark?.position ?? 0, source.text.length);
    if (thrown.reason.includes("maxDepth")) {
      const message = `the document nests deeper than ${maxDepth} levels`;
      throw new SluiceError("DOCUMENT_LIMIT", message, { position: source.positionAt(at), cause: thrown });
    }
    const { message, hint, offset } = explainSyntax(source.text, at, thrown.reason);
    throw new SluiceError("YAML_SYNTAX", message, { position: source.positionAt(offset), hint, cause: thrown });
  }
}

interface Anchor {
  readonly node: YamlNode;
  /** Nodes below and including it, aliases written out; undefined while the node is still open. */
  weight: number | undefined;
  /** How deep it nests. */
  height: number;
}

class TreeBuilder {
  readonly #source: SourceText;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, Anchor>();
  #next = 0;
  /** Where the most recent token ended, for scalars that have no characters of their own. */
  #lastOffset = 0;
  #weight = 0;
  #aliased = 0;
  /** How many collections are open, and how many were at most below the one that is open. */
  #level = 0;
  #deepest = 0;

  constructor(source: SourceText, events: readonly Event[]) {
    this.#source = source;
    this.#events = events;
  }

  document(): YamlNode | undefined {
    const first = this.#events[this.#next++];
    if (first?.type !== EVENT_ID.DOCUMENT || this.#events[this.#next]?.type === EVENT_ID.POP) return undefined;
    const root = this.#node();
    const rest = this.#events[this.#next + 1];
    if (rest) {
      const after = this.#events[this.#next + 2];
      throw this.#error("the file has more than one YAML document", after ? this.#offsetOf(after) : this.#lastOffset);
    }
    return root;
  }

  #node(): YamlNode {
    const event = this.#take();
    this.#weight++;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.SCALAR) {
      const node: YamlNode = {
        kind: "scalar",
        source: this.#source,
        start: this.#offsetOf(event),
        value: this.#scalarValue(event),
      };
      this.#anchor(event, node, 1);
      return node;
    }
    if (event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.MAPPING)
      throw this.#error("a value is missing here", this.#lastOffset);
    this.#lastOffset = event.start;
    this.#checkTag(event, event.type === EVENT_ID.SEQUENCE ? "seq" : "map");
    const before = this.#weight;
    const node: YamlNode =
      event.type === EVENT_ID.SEQUENCE
        ? { kind: "sequence", source: this.#source, start: event.start, items: [] }
        : { kind: "mapping", source: this.#source, start: event.start, entries: new Map() };
    const anchor = this.#anchor(event, node, undefined);
    const outside = this.#deepest;
    this.#deepest = ++this.#level;
    if (node.kind === "sequence") while (!this.#atPop()) node.items.push(this.#node());
    else this.#fillMapping(node);
    this.#next++;
    if (anchor) [anchor.weight, anchor.height] = [this.#weight - before + 1, this.#deepest - this.#level + 1];
    this.#deepest = Math.max(this.#deepest, outside);
    this.#level--;
    return node;
  }

  #fillMapping(node: YamlMapping): void {
    let merges: YamlNode[] | undefined;
    while (!this.#atPop()) {
      const event = this.#take();
      const keyStart = this.#offsetOf(event);
      const key = this.#key(event, keyStart);
      const value = this.#node();
      if (key === "<<" && event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN)
        (merges ??= []).push(value);
      else if (node.entries.has(key)) throw this.#twice(key, keyStart, node);
      else node.entries.set(key, { source: this.#source, keyStart, value });
    }
    for (const merge of merges ?? []) this.#merge(node, merge);
  }

  /** The merge key: entries of another mapping that this one does not have. */
  #merge(into: YamlMapping, from: YamlNode): void {
    if (from.kind === "sequence") return from.items.forEach((item) => this.#merge(into, item));
    if (from.kind !== "mapping") throw this.#error("'<<' needs a mapping or a list of mappings", from.start);
    for (const [key, entry] of from.entries)
      if (!into.entries.has(key)) into.entries.set(key, { ...entry } satisfies YamlEntry);
  }

  #key(event: Event, offset: number): string {
    if (event.type === EVENT_ID.SCALAR) {
      this.#lastOffset = event.valueEnd;
      const key = getScalarValue(this.#source.text, event);
      this.#anchor(event, { kind: "scalar", source: this.#source, start: offset, value: key }, 1);
      return key;
    }
    if (event.type === EVENT_ID.ALIAS) {
      const node = this.#alias(event.anchorStart, event.anchorEnd);
      if (node.kind === "scalar") return String(node.value);
    }
    throw this.#error("a key must be a plain value, not a list or mapping", offset);
  }

  #alias(start: number, end: number): YamlNode {
    this.#lastOffset = end;
    const name = this.#source.text.slice(start, end);
    const anchor = this.#anchors.get(name);
    if (!anchor) throw this.#error(`there is no anchor '&${name}' before this alias`, start - 1);
    if (anchor.weight === undefined) throw this.#error(`the alias '*${name}' is inside what it stands for`, start - 1);
    this.#weight += anchor.weight;
    this.#aliased += anchor.weight;
    this.#deepest = Math.max(this.#deepest, this.#level + anchor.height);
    if (this.#deepest > maxDepth) {
      const message = `with its aliases, the document nests deeper than ${maxDepth} levels`;
      throw new SluiceError("DOCUMENT_LIMIT", message, { position: this.#source.positionAt(start - 1) });
    }
    if (this.#aliased > maxAliasedNodes) {
      const message = `the aliases of the document add more than ${maxAliasedNodes} values when they are written out`;
      throw new SluiceError("DOCUMENT_LIMIT", message, { position: this.#source.positionAt(start - 1) });
    }
    return anchor.node;
  }

  #anchor(
    event: { anchorStart: number; anchorEnd: number },
    node: YamlNode,
    weight: number | undefined,
  ): Anchor | undefined {
    if (event.anchorStart < 0) return undefined;
    const anchor: Anchor = { node, weight, height: 0 };
    this.#anchors.set(this.#source.text.slice(event.anchorStart, event.anchorEnd), anchor);
    return anchor;
  }

  #scalarValue(event: ScalarEvent): null | boolean | number | string {
    const text = getScalarValue(this.#source.text, event);
    this.#lastOffset = Math.max(event.valueEnd, event.anchorEnd, event.tagEnd, this.#lastOffset);
    if (event.tagStart >= 0) {
      this.#checkTag(event, "str", "int", "float", "bool", "null");
      if (/^(?:!|!!str)$/.test(this.#source.text.slice(event.tagStart, event.tagEnd))) return text;
    } else if (event.style !== SCALAR_STYLE.PLAIN) return text;
    try {
      return plainScalarValue(text);
    } catch (thrown) {
      if (!(thrown instanceof ScalarRangeError)) throw thrown;
      throw new SluiceError("DOCUMENT_LIMIT", thrown.message, {
        position: this.#source.positionAt(this.#offsetOf(event)),
        hint: "Write it in quotes if it is text.",
      });
    }
  }

  #checkTag(event: { tagStart: number; tagEnd: number }, ...known: string[]): void {
    if (event.tagStart < 0) return;
    const tag = this.#source.text.slice(event.tagStart, event.tagEnd);
    if (tag !== "!" && !known.some((name) => tag === `!!${name}`))
      throw this.#error(`the tag '${tag}' has no meaning here`, event.tagStart);
  }

  #offsetOf(event: Event): number {
    if (event.type === EVENT_ID.SCALAR) {
      if (event.valueStart < 0) return Math.max(this.#lastOffset, event.anchorStart, event.tagStart);
      // The offsets of a quoted scalar leave out its opening quote.
      const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
      if (quoted) return event.valueStart - 1;
      return event.style === SCALAR_STYLE.PLAIN ? event.valueStart : blockHeader(this.#source.text, event.valueStart);
    }
    if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
    return "start" in event ? event.start : this.#lastOffset;
  }

  #take(): Event {
    const event = this.#events[this.#next++];
    if (!event) throw this.#error("the document ends too early", this.#source.text.length);
    return event;
  }

  #atPop(): boolean {
    const event = this.#events[this.#next];
    return event === undefined || event.type === EVENT_ID.POP;
  }

  #twice(key: string, offset: number, { entries }: YamlMapping): SluiceError {
    const { line, column } = this.#source.positionAt(entries.get(key)?.keyStart ?? offset);
    const position = this.#source.positionAt(offset);
    return new SluiceError("YAML_SYNTAX", `the key '${key}' is here twice`, {
      position,
      hint: `It is first at line ${line}, column ${column}: give one of them another name, or remove it.`,
    });
  }

  #error(message: string, offset: number): SluiceError {
    return new SluiceError("YAML_SYNTAX", message, { position: this.#source.positionAt(offset) });
  }
}

/** Where the `|` or `>` of a block stands whose lines begin at an offset. */
function blockHeader(text: string, content: number): number {
  const lineStart = text.lastIndexOf("\n", content - 2) + 1;
  const header = /[|>][-+0-9]*[ \t]*(?:#.*)?\r?\n?$/.exec(text.slice(lineStart, content));
  return header ? lineStart + header.index : content;
}
