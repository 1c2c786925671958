import { isSluiceError, SluiceError } from "@sluice/contracts";
import { displayName, childOf, parseYaml, SourceText, type YamlMapping, type YamlNode } from "../yaml/index.ts";
import { fetchFileText, type FetchText } from "./fetch-text.ts";
import { measureTree, type Extent } from "./measure-tree.ts";
import { checkReach, isLocal } from "./reach.ts";
import { findById } from "./find-by-id.ts";
import { placeOfNode, positionOfPlace } from "./place.ts";
import { findDirectives, type Directive } from "./find-directives.ts";
import { resolveReference, splitFragment } from "./uri.ts";

/** One file, parsed, with everything it imports in place. */
export interface ParsedDocument {
  readonly source: SourceText;
  /** Replaced if the whole document is an `$import`. */
  root: YamlNode | undefined;
}

export interface DocumentStoreOptions {
  /** Reads documents; by default files only. */
  readonly fetchText?: FetchText | undefined;
  /** Documents that are fetched may name files of this machine. */
  readonly localFiles?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads each document of a load once. */
export class DocumentStore {
  readonly #documents = new Map<string, ParsedDocument>();
  readonly #texts = new Map<string, SourceText>();
  /** Documents whose imports are being resolved, outermost first. */
  readonly #open: string[] = [];
  readonly #extents = new WeakMap<YamlNode, Extent>();
  readonly #fetchText: FetchText;
  readonly #localFiles: boolean;
  readonly #signal: AbortSignal | undefined;

  constructor({ fetchText = fetchFileText, localFiles = false, signal }: DocumentStoreOptions = {}) {
    this.#fetchText = fetchText;
    this.#localFiles = localFiles;
    this.#signal = signal;
  }

  /** URIs of all that was read, in that order. */
  get uris(): string[] {
    return [...this.#texts.keys()];
  }

  /** A document that was read before. */
  get(uri: string): ParsedDocument | undefined {
    return this.#documents.get(uri);
  }

  /**
   * Reads a document and all that it imports. Reads are one after the other, so that import cycles are seen as such.
   * `at`: what names it; without that, the user does.
   */
  async read(uri: string, at?: YamlNode): Promise<ParsedDocument> {
    if (at) checkReach(at, uri);
    const known = this.#documents.get(uri);
    if (known) return known;
    const source = await this.#text(uri, at);
    const document: ParsedDocument = { source, root: parseYaml(source) };
    this.#documents.set(uri, document);
    this.#open.push(uri);
    await this.#resolveDirectives(document);
    this.#open.pop();
    return document;
  }

  async #text(uri: string, at: YamlNode | undefined): Promise<SourceText> {
    const known = this.#texts.get(uri);
    if (known) return known;
    this.#signal?.throwIfAborted();
    try {
      const text = await this.#fetchText(uri, {
        named: at === undefined,
        ...(this.#signal && { signal: this.#signal }),
      });
      const mayNameFiles = this.#localFiles || isLocal(uri);
      const source = new SourceText(uri, text.startsWith("\uFEFF") ? text.slice(1) : text, mayNameFiles);
      this.#texts.set(uri, source);
      return source;
    } catch (thrown) {
      if (!at || !isSluiceError(thrown) || thrown.position) throw thrown;
      throw new SluiceError(thrown.code, thrown.message, {
        position: positionOfPlace(placeOfNode(at)),
        hint: thrown.hint,
        cause: thrown,
      });
    }
  }

  async #resolveDirectives(document: ParsedDocument): Promise<void> {
    const { directives, sequences } = findDirectives(document);
    const imported = new Set<YamlNode>();
    for (const directive of directives) {
      const replacement = await this.#resolve(directive);
      imported.add(replacement);
      directive.replace(replacement);
    }
    // An imported list takes its place among the items of the list that imports it.
    for (const sequence of sequences) {
      const items = sequence.items.flatMap((item) =>
        imported.has(item) && item.kind === "sequence" ? item.items : [item],
      );
      sequence.items.length = 0;
      for (const item of items) sequence.items.push(item);
    }
    if (directives.length > 0 && document.root) measureTree(document.root, this.#extents);
  }

  async #resolve(directive: Directive): Promise<YamlNode> {
    const { node, keyword } = directive;
    const target = childOf(node, keyword);
    if (target?.kind !== "scalar" || typeof target.value !== "string")
      throw fault(target ?? node, `'${keyword}' needs the name of a document`);
    if (keyword !== "$mixin" && node.entries.size > 1)
      throw fault(node, `'${keyword}' must be the only field of its mapping`);
    const uri = resolveReference(node.source.uri, target.value);
    if (keyword === "$include") {
      checkReach(target, uri);
      const text = await this.#text(uri, target);
      return { kind: "scalar", source: node.source, start: node.start, value: text.text, included: text };
    }
    const found = await this.#import(uri, target, node);
    return keyword === "$mixin" ? mixin(node, found) : found;
  }

  async #import(uri: string, at: YamlNode, from: YamlMapping): Promise<YamlNode> {
    const { document: documentUri, fragment } = splitFragment(uri);
    const isSelf = documentUri === this.#open.at(-1);
    if (this.#open.includes(documentUri) && !(isSelf && fragment !== undefined)) {
      const cycle = [...this.#open.slice(this.#open.indexOf(documentUri)), documentUri].map(displayName);
      throw fault(at, `documents import each other: ${cycle.join(" → ")}`);
    }
    const document = await this.read(documentUri, at);
    if (!document.root) throw fault(at, `${displayName(documentUri)} is empty`);
    const found = fragment === undefined ? document.root : findById(document.root, documentUri, fragment);
    if (!found) {
      throw new SluiceError("CWL_REFERENCE", `${displayName(documentUri)} has nothing with the id '${fragment}'`, {
        position: positionOfPlace(placeOfNode(at)),
      });
    }
    if (isSelf && contains(found, from)) throw fault(at, "what is imported here imports itself");
    return found;
  }
}

/** The entries of the mixin, but those that the mapping has itself win. */
function mixin(node: YamlMapping, base: YamlNode): YamlMapping {
  if (base.kind !== "mapping") throw fault(node, "'$mixin' needs a document that is a mapping");
  const entries = new Map(base.entries);
  for (const [key, entry] of node.entries) if (key !== "$mixin") entries.set(key, entry);
  return { kind: "mapping", source: node.source, start: node.start, entries };
}

function contains(tree: YamlNode, wanted: YamlNode, seen: Set<YamlNode> = new Set()): boolean {
  if (tree === wanted) return true;
  if (tree.kind === "scalar" || seen.has(tree)) return false;
  seen.add(tree);
  if (tree.kind === "sequence") return tree.items.some((item) => contains(item, wanted, seen));
  return [...tree.entries.values()].some((entry) => contains(entry.value, wanted, seen));
}

function fault(at: YamlNode, message: string): SluiceError {
  return new SluiceError("CWL_INVALID", message, { position: positionOfPlace(placeOfNode(at)) });
}
