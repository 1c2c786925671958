import {
  SluiceError,
  SluiceErrorList,
  type ErrorCode,
  type Json,
  type JsonObject,
  type SourcePosition,
} from "@sluice/contracts";
import type { createOptionsValidator } from "@sluice/core/options";
import type { YamlEntry, YamlNode, YamlScalar } from "@sluice/cwl/yaml";

/** Keys and indexes that lead to a part of a file. */
export type ConfigPath = readonly string[];

/** A configuration file as it was written: its values, where each of them stands, and what is wrong with it. */
export class ConfigDocument {
  /** Absolute path of the file. */
  readonly file: string;
  readonly root: YamlNode;
  /** Checks options of the file; made when the first are checked. */
  validateOptions?: ReturnType<typeof createOptionsValidator>;
  /** By place and text: branches of a schema say the same of one value. */
  readonly #faults = new Map<string, SluiceError>();
  readonly #warnings: SluiceError[] = [];
  /** What the texts of scalars became by interpolation. */
  readonly #replaced = new Map<YamlScalar, string>();

  /** What has no value, for a reason that is told already. */
  readonly #lost = new Set<YamlScalar>();

  constructor(file: string, root: YamlNode) {
    this.file = file;
    this.root = root;
  }

  /** The file's values, with interpolated texts in place. */
  value(): Json {
    return this.#valueOf(this.root);
  }

  /** Puts a text in the place of what is written. */
  replace(node: YamlScalar, text: string): void {
    this.#replaced.set(node, text);
  }

  /** Says that what is written gives no value: it is not judged any more. */
  lose(node: YamlScalar): void {
    this.#lost.add(node);
  }

  /** Whether a part has no value, for a reason that is told already. */
  isLost(path: ConfigPath): boolean {
    const { node, rest } = this.#find(path);
    return rest === 0 && node?.kind === "scalar" && this.#lost.has(node);
  }

  /** Makes references to secrets plain text, for files that know none. */
  escapeReferences(node: YamlNode = this.root): void {
    if (node.kind === "scalar") {
      const { value } = node;
      if (typeof value !== "string" || !value.includes("${secret:")) return;
      this.replace(
        node,
        value.replaceAll("${secret:", () => "$${secret:"),
      );
      return;
    }
    const children = node.kind === "sequence" ? node.items : [...node.entries.values()].map((entry) => entry.value);
    for (const child of children) this.escapeReferences(child);
  }

  /** Whether a text is not the one that is written in the file. */
  isReplaced(path: ConfigPath): boolean {
    const node = this.#find(path).node;
    return node?.kind === "scalar" && this.#replaced.has(node);
  }

  /** Where a part stands, or the nearest thing around it that is there. */
  positionOf(path: ConfigPath, part: "key" | "value" = "value"): SourcePosition {
    const { node, entry, rest } = this.#find(path);
    const around = node ?? this.root;
    if (part === "key" && rest === 0 && entry) return entry.source.positionAt(entry.keyStart);
    return around.source.positionAt(around.start);
  }

  /** Finds the parts of the options at a path. */
  locate(path: ConfigPath): (inside: ConfigPath, part?: "key" | "value") => SourcePosition {
    return (inside, part) => this.positionOf([...path, ...inside], part);
  }

  fault(
    path: ConfigPath,
    message: string,
    more: { hint?: string | undefined; code?: ErrorCode; part?: "key" | "value" } = {},
  ): void {
    const { hint, code = "CONFIG_INVALID", part } = more;
    this.add(new SluiceError(code, message, { position: this.positionOf(path, part), hint }));
  }

  add(fault: SluiceError): void {
    const { position, message, actor = "" } = fault;
    const key = `${position?.line ?? 0}:${position?.column ?? 0} ${actor} ${message}`;
    if (!this.#faults.has(key)) this.#faults.set(key, fault);
  }

  /** Warns of something deprecated, or of something else: once for each, where it is found first. */
  warn(
    path: ConfigPath,
    message: string,
    more: { hint?: string | undefined; actor?: string; code?: ErrorCode; part?: "key" | "value" } = {},
  ): void {
    const { hint, actor, code = "DEPRECATED", part = "key" } = more;
    if (this.#warnings.some((known) => known.message === message && known.actor === actor)) return;
    this.#warnings.push(new SluiceError(code, message, { position: this.positionOf(path, part), hint, actor }));
  }

  get warnings(): readonly SluiceError[] {
    return this.#warnings;
  }

  get isFaulty(): boolean {
    return this.#faults.size > 0;
  }

  /** @throws everything that was found, in the order of the file */
  throwIfFaulty(): void {
    const [first, ...others] = [...this.#faults.values()].toSorted(
      ({ position: a }, { position: b }) => (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0),
    );
    if (first) throw others.length === 0 ? first : new SluiceErrorList([first, ...others]);
  }

  #valueOf(node: YamlNode): Json {
    if (node.kind === "scalar") return this.#replaced.get(node) ?? node.value;
    if (node.kind === "sequence") return node.items.map((item) => this.#valueOf(item));
    // Not by assignment: a key may be `__proto__`.
    const entries = [...node.entries].map(([key, { value }]) => [key, this.#valueOf(value)] as const);
    return Object.fromEntries(entries) satisfies JsonObject;
  }

  #find(path: ConfigPath): { node: YamlNode | undefined; entry: YamlEntry | undefined; rest: number } {
    let node: YamlNode = this.root;
    let entry: YamlEntry | undefined;
    for (const [at, key] of path.entries()) {
      const inner = node.kind === "mapping" ? node.entries.get(key) : undefined;
      const next = node.kind === "sequence" ? node.items[Number(key)] : inner?.value;
      if (next === undefined) return { node, entry, rest: path.length - at };
      [node, entry] = [next, inner];
    }
    return { node, entry, rest: 0 };
  }
}

/** A path as people write it: `workflows.align.bindings[0].step`. */
export function pathText(path: ConfigPath): string {
  return path.reduce((text, key) => (/^\d+$/.test(key) ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`), "");
}
