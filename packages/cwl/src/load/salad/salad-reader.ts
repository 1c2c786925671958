import { didYouMean, nearestName, type Json } from "@sluice/contracts";
import type { Faults } from "../document/faults.ts";
import { misspeltKey } from "../document/misspelt-key.ts";
import { expandIri, type Namespaces } from "../document/namespaces.ts";
import { placed, placeOfNode, type Place } from "../document/place.ts";
import { textAt, type SourceText, type YamlMapping, type YamlNode } from "../yaml/index.ts";
import { documentValue } from "../document/file-value.ts";
import { describeNode, describeTypes } from "./describe.ts";
import { RawProcessNode, type Raw, type RawRecord } from "./raw.ts";
import { readRequirements } from "./read-requirements.ts";
import { readSecondaryFiles } from "./read-secondary-files.ts";
import { readType } from "./read-type.ts";
import { scalarFits } from "./scalar-fits.ts";
import type { SaladField, SaladRecord, SaladTable, SaladType } from "./salad-table.ts";

/** The types that have parts, by the name of the part. */
const typeOfPart: Readonly<Record<string, string>> = { symbols: "enum", items: "array", fields: "record" };

/** Checks nodes against the table of one CWL version and brings them into their long form. */
export class SaladReader {
  readonly table: SaladTable;
  readonly faults: Faults;

  readonly #required = new Map<string, readonly string[]>();
  readonly #strict: boolean | undefined;
  readonly #namespacesOf: (source: SourceText) => Namespaces | undefined;

  constructor(
    table: SaladTable,
    faults: Faults,
    namespacesOf: (source: SourceText) => Namespaces | undefined,
    strict?: boolean,
  ) {
    this.#strict = strict;
    this.table = table;
    this.faults = faults;
    this.#namespacesOf = namespacesOf;
  }

  /**
   * Reads a mapping as a record. `given` are fields that come from elsewhere, such as the key of a map;
   * `place` is where to point for the record as a whole.
   */
  readRecord(
    node: YamlMapping,
    name: string,
    given: Readonly<Record<string, Raw>> = {},
    place: Place = placeOfNode(node),
  ): RawRecord {
    if (this.#isExpression(node)) return placed({ ...given }, place);
    const record = this.table.records[name] ?? { fields: {} };
    const result: Record<string, Raw> = { ...given };
    if (record.tag) result[record.tag[0]] = record.tag[1];
    const excused = new Set<string>();
    for (const [key, entry] of node.entries) {
      if (key === record.tag?.[0] || Object.hasOwn(given, key)) continue;
      const field = Object.hasOwn(record.fields, key) ? record.fields[key] : undefined;
      if (field) {
        const value = this.readField(entry.value, field, key, name, { source: entry.source, offset: entry.keyStart });
        if (value !== undefined) result[key] = value;
        else excused.add(key);
      } else if (!key.includes(":") && !key.startsWith("$")) {
        const missing = Object.keys(record.fields).filter((candidate) => !node.entries.has(candidate));
        if (!this.#isIgnored(key)) excused.add(nearestName(key, missing) ?? "");
        this.#unknownField(key, name, record, { source: entry.source, offset: entry.keyStart });
      }
    }
    for (const key of this.#requiredFields(name, record)) {
      if (result[key] !== undefined || excused.has(key)) continue;
      this.faults.add("CWL_INVALID", `${name} needs the field '${key}'`, place, emptyHint(key));
    }
    return placed(result, { source: place.source, offset: place.offset, node });
  }

  /** Writes out the prefix of a name that stands in a document. */
  expandIri(name: string, source: SourceText): string {
    return expandIri(name, this.#namespacesOf(source), source.uri);
  }

  #requiredFields(name: string, record: SaladRecord): readonly string[] {
    let required = this.#required.get(name);
    if (!required) {
      required = Object.keys(record.fields).filter((key) => record.fields[key]?.optional !== true);
      this.#required.set(name, required);
    }
    return required;
  }

  /** Reads the value of a field; undefined if it is absent or faulty. */
  readField(node: YamlNode, field: SaladField, key: string, owner: string, place: Place): Raw {
    if (node.kind === "scalar" && node.value === null) {
      if (field.type.includes("Any")) return null;
      if (!field.optional)
        this.faults.add("CWL_INVALID", `the field '${key}' of ${owner} must not be empty`, place, emptyHint(key));
      return undefined;
    }
    if (key === "requirements" || key === "hints") return readRequirements(this, node, key);
    if (field.type.includes("Process")) return new RawProcessNode(node);
    if (field.typeReference) return readType(this, node, field, field.dsl === "type");
    if (field.dsl === "secondaryFiles") return readSecondaryFiles(this, node, field);
    if (field.map && node.kind === "mapping") return this.#readMap(node, field, key);
    return this.readValue(node, field.type, `the field '${key}' of ${owner}`, field.map?.[0]);
  }

  /** `subject` is the field by whose value a list could be written as a map. */
  readValue(node: YamlNode, types: readonly SaladType[], what: string, subject?: string): Raw {
    if (types.includes("Any")) return documentValue(node, this.#namespacesOf(node.source));
    if (node.kind === "scalar") {
      if (scalarFits(this.table, node.value, types)) return node.value;
      return this.#misfit(node, types, what);
    }
    if (node.kind === "mapping") {
      const name = this.#chooseRecord(node, types, what);
      if (name === undefined) return undefined;
      const record = this.readRecord(node, name);
      return name === "File" || name === "Directory" ? documentValue(node, this.#namespacesOf(node.source)) : record;
    }
    const lists = types.flatMap((type) => (typeof type === "string" ? [] : [type.array]));
    if (lists.length === 0) return this.#misfit(node, types, what);
    const itemTypes = lists.flat();
    const items = node.items.map((item) =>
      subject !== undefined && this.#isMapEntry(item, itemTypes, subject)
        ? undefined
        : this.readValue(item, itemTypes, `an item of ${what}`),
    );
    return placed(items, placeOfNode(node));
  }

  /** Reports an expression that YAML read as a mapping, because of a colon in it. */
  #isExpression(node: YamlMapping): boolean {
    for (const [key, { source, keyStart }] of node.entries) {
      if (!/^\$[({]/.test(key)) continue;
      const message = "an expression with ': ' in it needs quotes";
      this.faults.add("CWL_INVALID", message, { source, offset: keyStart }, "Write the whole value in quotes.");
      return true;
    }
    return false;
  }

  /** Reports `- name: …` in a list: an entry of a map, with the dash of a list before it. */
  #isMapEntry(node: YamlNode, types: readonly SaladType[], subject: string): boolean {
    const [entry, ...others] = node.kind === "mapping" ? node.entries : [];
    if (entry === undefined || others.length > 0) return false;
    const [key, { source, keyStart }] = entry;
    const fields = this.recordNames(types).flatMap((name) => {
      const record = this.table.records[name];
      return [...(record?.tag ? [record.tag[0]] : []), ...Object.keys(record?.fields ?? {})];
    });
    if (fields.includes(key) || /^[$]|:/.test(key) || nearestName(key, fields) !== undefined) return false;
    const hint = `Write '- ${subject}: ${key}' and its fields below, or '${key}: …' without the dash before each.`;
    this.faults.add(
      "CWL_INVALID",
      `an item of this list needs the field '${subject}'`,
      { source, offset: keyStart },
      hint,
    );
    return true;
  }

  /** A list that is written as a map from the value of one of its fields. */
  #readMap(node: YamlMapping, field: SaladField, key: string): Raw {
    const [subject, predicate] = field.map ?? [""];
    const itemTypes = field.type.flatMap((type) => (typeof type === "string" ? [] : type.array));
    const items: Raw[] = [];
    for (const [name, entry] of node.entries) {
      const place = { source: entry.source, offset: entry.keyStart };
      if (entry.value.kind === "mapping") {
        const record = this.#chooseRecord(entry.value, itemTypes, `'${name}' in '${key}'`);
        if (record !== undefined) items.push(this.readRecord(entry.value, record, { [subject]: name }, place));
      } else if (predicate === undefined) {
        this.faults.add(
          "CWL_INVALID",
          `'${name}' in '${key}' must be a mapping, not ${describeNode(entry.value)}`,
          place,
        );
      } else {
        items.push(this.#readPredicate(entry.value, itemTypes, { subject, predicate, name }, place));
      }
    }
    return placed(items, placeOfNode(node));
  }

  #readPredicate(
    node: YamlNode,
    itemTypes: readonly SaladType[],
    map: { subject: string; predicate: string; name: string },
    place: Place,
  ): Raw {
    const recordName = itemTypes.find((type) => typeof type === "string" && type in this.table.records) as string;
    const field = this.table.records[recordName]?.fields[map.predicate];
    const value = field && this.readField(node, field, map.predicate, `'${map.name}'`, place);
    // The bare value is what a field of the long form would be.
    const entry = { source: node.source, keyStart: node.start, value: node };
    const long: YamlMapping = {
      kind: "mapping",
      source: node.source,
      start: node.start,
      entries: new Map([[map.predicate, entry]]),
    };
    return placed(
      { [map.subject]: map.name, ...(value !== undefined && { [map.predicate]: value }) },
      { source: place.source, offset: place.offset, node: long },
    );
  }

  /** The record of a union that a mapping is meant to be, told by its `class` or `type`. */
  #chooseRecord(node: YamlMapping, types: readonly SaladType[], what: string): string | undefined {
    const names = this.recordNames(types);
    const [first] = names;
    if (first === undefined) return this.#misfit(node, types, what);
    const tagged = names.filter((name) => this.table.records[name]?.tag);
    const tagField = this.table.records[tagged[0] ?? ""]?.tag?.[0];
    const untagged = names.find((name) => !tagged.includes(name));
    if (tagField === undefined || !node.entries.has(tagField)) {
      if (untagged !== undefined || tagged.length === 1) return untagged ?? first;
      const meant = misspeltKey(node, tagField ?? "class");
      const choices = `One of: ${tagged.map((name) => this.#tagOf(name)).join(", ")}.`;
      const hint = meant ? `Is '${meant.key}' meant to be '${tagField}'?` : choices;
      this.faults.add("CWL_INVALID", `${what} needs the field '${tagField}'`, meant?.place ?? node, hint);
      return undefined;
    }
    const tag = textAt(node, tagField);
    const chosen = tagged.find((name) => this.#tagOf(name) === tag);
    if (chosen !== undefined) return chosen;
    const known = tagged.map((name) => this.#tagOf(name));
    const at = node.entries.get(tagField)?.value ?? node;
    this.faults.add(
      "CWL_INVALID",
      `${tagField} '${tag ?? ""}' is not known here`,
      at,
      didYouMean(tag ?? "", known) ?? `One of: ${known.join(", ")}.`,
    );
    return undefined;
  }

  /** The concrete records among alternatives. */
  recordNames(types: readonly SaladType[]): string[] {
    return types.flatMap((type) => {
      if (typeof type !== "string") return [];
      return this.table.abstracts[type] ?? (type in this.table.records ? [type] : []);
    });
  }

  #tagOf(name: string): string {
    return this.table.records[name]?.tag?.[1] ?? name;
  }

  /**
   * Whether a field that a record does not have is no fault. What names a thing may be said of all things: the reference
   * implementation takes `id` and `name` for identifiers wherever they stand, in documents of every version.
   */
  #isIgnored(key: string): boolean {
    return this.#strict === undefined ? /^(?:id|name|@.*)$/.test(key) : !this.#strict;
  }

  #unknownField(key: string, name: string, record: SaladRecord, place: Place): void {
    const fields = [...(record.tag ? [record.tag[0]] : []), ...Object.keys(record.fields)];
    const ofType = typeOfPart[key];
    const nested =
      ofType !== undefined && fields.includes("type") ? `Write 'type: { type: ${ofType}, ${key}: … }'.` : undefined;
    const hint = nested ?? didYouMean(key, fields) ?? `Its fields are: ${fields.join(", ")}.`;
    const message = `${name} has no field '${key}' in CWL ${this.table.version}`;
    if (!this.#isIgnored(key)) this.faults.add("CWL_INVALID", message, place, hint);
    else this.faults.warn("CWL_INVALID", `${message}; it is ignored`, place, hint);
  }

  /** How a text would be written that is meant for a number or a list. */
  #otherForm(text: string, types: readonly SaladType[]): string | undefined {
    const isNumber = types.some((type) => type === "int" || type === "long" || type === "float" || type === "double");
    if (isNumber && /^-?\d+(?:\.\d+)?$/.test(text)) return `Write ${text} without quotes.`;
    const takesTexts = types.some((type) => typeof type !== "string" && type.array.includes("string"));
    return takesTexts ? `Write it as a list: [${JSON.stringify(text)}].` : undefined;
  }

  #misfit(node: YamlNode, types: readonly SaladType[], what: string): undefined {
    const symbols = types.flatMap((type) => (typeof type === "string" ? (this.table.enums[type] ?? []) : []));
    const value: Json = node.kind === "scalar" ? node.value : null;
    const quoted =
      node.kind === "scalar" && typeof value !== "string" && types.includes("string")
        ? "Write it in quotes if it is text."
        : undefined;
    const isTooLarge = Number.isInteger(value) && types.includes("int");
    const range = isTooLarge ? "It must lie between -2147483648 and 2147483647." : undefined;
    const hint =
      typeof value === "string" ? (didYouMean(value, symbols) ?? this.#otherForm(value, types)) : (range ?? quoted);
    this.faults.add(
      "CWL_INVALID",
      `${what} must be ${describeTypes(this.table, types)}, not ${describeNode(node)}`,
      node,
      hint,
    );
    return undefined;
  }
}

/** What to write for a list that has nothing in it, and must be there. */
function emptyHint(key: string): string | undefined {
  return ["inputs", "outputs", "steps"].includes(key) ? `Write '${key}: []' if there are none.` : undefined;
}
