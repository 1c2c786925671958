/**
 * Turns the official salad schemas of CWL into the tables that the loader interprets.
 *
 *     node packages/cwl/scripts/generate-salad-tables.ts <schema folder> [--check]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import type { SaladField, SaladRecord, SaladTable, SaladType } from "../src/load/salad/salad-table.ts";

const versions = ["v1.0", "v1.1", "v1.2"];

interface SchemaField {
  name: string;
  type: SchemaType;
  jsonldPredicate?:
    | string
    | { _type?: string; mapSubject?: string; mapPredicate?: string; typeDSL?: boolean; secondaryFilesDSL?: boolean };
}
interface SchemaEntry {
  name: string;
  type: string;
  abstract?: boolean;
  documentRoot?: boolean;
  extends?: string | string[];
  symbols?: string[];
  fields?: SchemaField[] | Record<string, Omit<SchemaField, "name">>;
  specialize?: { specializeFrom: string; specializeTo: string }[];
}
type SchemaType = string | { type: string; items?: SchemaType; symbols?: string[] } | SchemaType[];

/** `sld:string`, `#File` and `https://…#File` are all known by their last part. */
const shortName = (name: string): string => name.replace(/^.*[#:/]/, "");
const asList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function readEntries(file: string, into: Map<string, SchemaEntry>): void {
  const document = parse(readFileSync(file, "utf8")) as { $graph: (SchemaEntry | { $import: string })[] };
  for (const entry of document.$graph) {
    if ("$import" in entry) readEntries(join(dirname(file), entry.$import), into);
    else if (entry.type !== "documentation") into.set(shortName(entry.name), entry);
  }
}

function flattenType(type: SchemaType, renames: ReadonlyMap<string, string>): SaladType[] {
  if (Array.isArray(type)) {
    const flat = type.flatMap((member) => flattenType(member, renames));
    return flat.filter(
      (member, index) => flat.findIndex((other) => JSON.stringify(other) === JSON.stringify(member)) === index,
    );
  }
  if (typeof type === "object") {
    if (type.type === "array") return [{ array: flattenType(type.items ?? "Any", renames) }];
    return asList(type.symbols).map((symbol) => `=${shortName(symbol)}`);
  }
  if (type.endsWith("?")) return [...flattenType(type.slice(0, -1), renames), "null"];
  if (type.endsWith("[]")) return [{ array: flattenType(type.slice(0, -2), renames) }];
  const name = shortName(type);
  return [renames.get(name) ?? name];
}

interface Flat {
  tag?: [string, string];
  fields: Record<string, SaladField>;
}

class Generator {
  readonly #entries = new Map<string, SchemaEntry>();
  readonly #done = new Map<string, Flat>();
  readonly #version: string;

  constructor(folder: string, version: string) {
    this.#version = version;
    readEntries(join(folder, version, "CommonWorkflowLanguage.yml"), this.#entries);
  }

  table(): SaladTable {
    const roots = [...this.#entries].filter(([, entry]) => entry.documentRoot === true).map(([name]) => name);
    const table: {
      version: string;
      roots: string[];
      enums: Record<string, string[]>;
      abstracts: Record<string, string[]>;
      records: Record<string, SaladRecord>;
    } = { version: this.#version, roots, enums: {}, abstracts: {}, records: {} };
    const visit = (type: SaladType): void => {
      if (typeof type !== "string") return type.array.forEach(visit);
      const entry = this.#entries.get(type);
      if (
        !entry ||
        type === "Any" ||
        type === "Expression" ||
        type in table.enums ||
        type in table.abstracts ||
        type in table.records
      )
        return;
      if (entry.type === "enum") {
        const inherited = asList(entry.extends).flatMap((base) => this.#entry(shortName(base)).symbols ?? []);
        table.enums[type] = [...inherited, ...(entry.symbols ?? [])].map(shortName);
      } else if (entry.abstract === true) {
        table.abstracts[type] = this.#leaves(type);
        table.abstracts[type].forEach(visit);
      } else {
        const record = this.#record(type);
        table.records[type] = record;
        for (const field of Object.values(record.fields)) field.type.forEach(visit);
      }
    };
    ["Process", ...roots].forEach(visit);
    return table;
  }

  #entry(name: string): SchemaEntry {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`${this.#version}: the schema has no '${name}'`);
    return entry;
  }

  /** Concrete descendants; one that another refines is left out, for the refined one accepts all that it does. */
  #leaves(name: string): string[] {
    const descendants = [...this.#entries.keys()].filter(
      (candidate) => candidate !== name && this.#isA(candidate, name),
    );
    const concrete = descendants.filter((candidate) => this.#entry(candidate).abstract !== true);
    return concrete.filter(
      (candidate) => !concrete.some((other) => other !== candidate && this.#isA(other, candidate)),
    );
  }

  #isA(name: string, base: string): boolean {
    return name === base || asList(this.#entry(name).extends).some((parent) => this.#isA(shortName(parent), base));
  }

  #record(name: string): Flat {
    const done = this.#done.get(name);
    if (done) return done;
    const entry = this.#entry(name);
    const renames = new Map(
      asList(entry.specialize).map((rule) => [shortName(rule.specializeFrom), shortName(rule.specializeTo)]),
    );
    const flat: Flat = { fields: {} };
    for (const parent of asList(entry.extends)) {
      const base = this.#record(shortName(parent));
      if (base.tag) flat.tag = base.tag;
      for (const [key, field] of Object.entries(base.fields)) {
        flat.fields[key] = { ...field, type: field.type.map((type) => renameType(type, renames)) };
      }
    }
    const fields = Array.isArray(entry.fields)
      ? entry.fields
      : Object.entries(entry.fields ?? {}).map(([key, field]) => ({ ...field, name: key }));
    for (const field of fields) this.#addField(flat, name, field);
    this.#done.set(name, flat);
    return flat;
  }

  #addField(flat: Flat, record: string, field: SchemaField): void {
    const predicate = typeof field.jsonldPredicate === "object" ? field.jsonldPredicate : {};
    const types = flattenType(field.type, new Map());
    const constants = types.filter((type) => typeof type === "string").filter((type) => type.startsWith("="));
    if (field.name === "class") flat.tag = ["class", record];
    else if (constants.length === 1 && types.length === 1) flat.tag = [field.name, (constants[0] ?? "").slice(1)];
    if (flat.tag?.[0] === field.name) return;
    flat.fields[field.name] = {
      type: types.filter((type) => type !== "null"),
      ...(types.includes("null") && { optional: true as const }),
      ...(predicate.mapSubject !== undefined && {
        map:
          predicate.mapPredicate === undefined
            ? ([predicate.mapSubject] as const)
            : ([predicate.mapSubject, predicate.mapPredicate] as const),
      }),
      ...(predicate.typeDSL === true && { dsl: "type" as const }),
      ...(predicate.secondaryFilesDSL === true && { dsl: "secondaryFiles" as const }),
      ...(predicate._type === "@vocab" && types.includes("string") && { typeReference: true as const }),
    };
  }
}

function renameType(type: SaladType, renames: ReadonlyMap<string, string>): SaladType {
  return typeof type === "string"
    ? (renames.get(type) ?? type)
    : { array: type.array.map((member) => renameType(member, renames)) };
}

/** One line per record keeps the file small and its differences readable. */
function render(table: SaladTable): string {
  const section = (name: string, value: object): string =>
    `  ${name}: {\n${Object.entries(value)
      .map(([key, entry]) => `    ${key}: ${JSON.stringify(entry)},\n`)
      .join("")}  },\n`;
  return (
    "// Generated by scripts/generate-salad-tables.ts from the schemas of the CWL project (Apache-2.0). Do not edit.\n" +
    'import type { SaladTable } from "../load/salad/salad-table.ts";\n\n' +
    `export const saladTable: SaladTable = {\n  version: ${JSON.stringify(table.version)},\n  roots: ${JSON.stringify(table.roots)},\n` +
    `${section("enums", table.enums)}${section("abstracts", table.abstracts)}${section("records", table.records)}};\n`
  );
}

const [folder, flag] = process.argv.slice(2);
if (folder === undefined || (flag !== undefined && flag !== "--check")) {
  console.error("usage: generate-salad-tables.ts <schema folder> [--check]");
  process.exit(2);
}
const target = resolve(import.meta.dirname, "../src/generated");
for (const version of versions) {
  const file = join(target, `salad-${version.replace(".", "-")}.ts`);
  const text = render(new Generator(folder, version).table());
  if (flag !== "--check") writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    console.error(`${file} is out of date; run generate-salad-tables.ts`);
    process.exitCode = 1;
  }
}
