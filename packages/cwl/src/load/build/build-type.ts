import { nearestName } from "@sluice/contracts";
import type {
  CwlType,
  EnumType,
  PrimitiveType,
  RecordField,
  RecordType,
  ArrayType,
  UnionType,
} from "../../model/index.ts";
import { placed, placeOf, type Place } from "../document/place.ts";
import { RawTypeReference, type RawRecord, type RawType } from "../salad/raw.ts";
import { buildAnnotations, buildInputBinding, buildOutputBinding, textOf, docOf } from "./build-annotations.ts";
import type { BuildContext } from "./build-context.ts";
import { inheritedName, isInherited, lookUp, shortName } from "./identifiers.ts";
import { isAbsoluteUri } from "../document/uri.ts";
import type { NamedType, OpenType } from "./type-registry.ts";

type Member = UnionType[number];

/** Builds a type; an unknown name is a fault and counts as Any, so that the rest can be checked. */
export function buildType(context: BuildContext, raw: RawType): CwlType {
  if (typeof raw === "string") return raw as PrimitiveType;
  if (raw instanceof RawTypeReference) return buildReference(context, raw);
  if (isList(raw))
    return union(
      raw.map((member) => buildType(context, member)),
      raw,
    );
  return buildSchema(context, raw);
}

function isList(raw: RawType): raw is readonly RawType[] {
  return Array.isArray(raw);
}

/** Alternatives without nesting or repetition; one alone is written as itself. */
function union(types: readonly CwlType[], origin: object): CwlType {
  const members: Member[] = [];
  for (const type of types)
    for (const member of isUnion(type) ? type : [type]) if (!members.includes(member)) members.push(member);
  const [only] = members;
  return members.length === 1 && only !== undefined ? only : placed(members, placeOf(origin));
}

function isUnion(type: CwlType): type is UnionType {
  return Array.isArray(type);
}

function buildSchema(context: BuildContext, raw: RawRecord): CwlType {
  const place = placeOf(raw);
  const name = textOf(raw["name"]);
  const common = {
    ...(name !== undefined && { name: shortName(name) }),
    ...buildInputBinding(raw["inputBinding"]),
  };
  if (raw["type"] === "array") {
    return placed(
      { type: "array", items: buildType(context, raw["items"] as RawType), ...common } satisfies ArrayType,
      place,
    );
  }
  if (raw["type"] === "enum") {
    const symbols = (raw["symbols"] as readonly string[]).map(symbolName);
    return placed({ type: "enum", symbols, ...common } satisfies EnumType, place);
  }
  const fields = ((raw["fields"] ?? []) as readonly (RawRecord | undefined)[]).filter((field) => field !== undefined);
  const inner = isOpenAlready(context, raw) ? context : within(context, { isRecord: true, reach: Infinity });
  return placed(
    { type: "record", fields: fields.map((field) => buildField(inner, field)), ...common } satisfies RecordType,
    place,
  );
}

/**
 * A symbol as its author wrote it: packing puts the whole path before it, `#main/colour/red`. In `C#` or `#ff0000` the
 * hash mark is the author's own.
 */
function symbolName(written: string): string {
  return isQualified(written) ? written.replace(/^[^#]*#[^#]*\//, "") : written;
}

function fieldName(written: string): string {
  return isQualified(written) ? shortName(written) : written;
}

/** Whether a name may have its path before it. */
function isQualified(name: string): boolean {
  return name.startsWith("#") || isAbsoluteUri(name);
}

function buildField(context: BuildContext, raw: RawRecord): RecordField {
  const name = fieldName(textOf(raw["name"]) ?? "");
  if (isInherited(name)) context.faults.add("CWL_INVALID", inheritedName("a field", name), placeOf(raw));
  const field: RecordField = {
    name,
    type: buildType(context, (raw["type"] ?? "Any") as RawType),
    ...docOf(raw),
    ...buildAnnotations(context, raw),
    ...buildInputBinding(raw["inputBinding"]),
    ...buildOutputBinding(raw["outputBinding"]),
  };
  return placed(field, placeOf(raw));
}

function buildReference(context: BuildContext, reference: RawTypeReference): CwlType {
  const place = placeOf(reference);
  const base = place?.source.uri ?? context.processUri;
  // An imported document knows nothing of the process that imports it.
  const scope = context.processUri.startsWith(`${base}#`) || context.processUri === base ? context.processUri : base;
  const named = lookUp(reference.name, scope, base, context.types);
  if (!named) {
    context.faults.add(
      "CWL_REFERENCE",
      `the type '${reference.name}' is not known`,
      place,
      hintFor(context, reference.name),
    );
    return "Any";
  }
  return named.built ?? buildNamed(context, reference.name, named, place);
}

/** More builds of one type than any real document needs. */
const maxBuilds = 500;

function buildNamed(context: BuildContext, name: string, named: NamedType, place: Place | undefined): CwlType {
  const open = context.open ?? [];
  const at = open.findLastIndex((each) => each.named === named);
  const records = open.slice(at + 1).filter(({ isRecord }) => isRecord).length;
  if (at >= 0 && open[at]?.isRecord === true) {
    for (const each of open.slice(at + 1)) each.reach = Math.min(each.reach, at);
    return { type: "recursion", up: records };
  }
  named.builds = (named.builds ?? 0) + 1;
  if (at >= 0 && records === 0) {
    context.faults.add("CWL_UNSUPPORTED", `the type '${name}' contains itself, and no record is between`, place);
    return "Any";
  }
  if (named.builds > maxBuilds) {
    context.faults.add("CWL_UNSUPPORTED", `the type '${name}' is one of too many that contain each other`, place);
    return "Any";
  }
  const self: OpenType = { named, isRecord: named.raw["type"] === "record", reach: Infinity };
  const built = buildType({ ...within(context, self), processUri: named.uri }, named.raw);
  if (self.reach >= open.length) named.built = built;
  return built;
}

function within(context: BuildContext, type: OpenType): BuildContext {
  return { ...context, open: [...(context.open ?? []), type] };
}

/** A named record was opened under its name. */
function isOpenAlready({ open }: BuildContext, raw: RawRecord): boolean {
  return open?.at(-1)?.named?.raw === raw;
}

function hintFor(context: BuildContext, name: string): string | undefined {
  const tight = name.replaceAll(/\s+/g, "");
  if (tight !== name && /^\w+(?:\[\])?\??$/.test(tight)) return "Write it without spaces.";
  if (/[[\]?]/.test(name))
    return "Short forms such as 'string[]' may stand only in 'type', once: write { type: array, items: … } here.";
  const short = shortName(name);
  for (const uri of context.types.keys()) {
    if (shortName(uri) === short)
      return `It is defined in another document: write '${uri.slice(uri.lastIndexOf("/", uri.indexOf("#")) + 1)}'.`;
  }
  const builtIn = [
    "null",
    "boolean",
    "int",
    "long",
    "float",
    "double",
    "string",
    "File",
    "Directory",
    "Any",
    "stdin",
    "stdout",
    "stderr",
  ];
  const usual = usualName(name);
  if (usual !== undefined) return usual;
  if (builtIn.includes(name)) return `It cannot stand here in CWL ${context.version}.`;
  const nearest = nearestName(name, [...builtIn, ...[...context.types.keys()].map(shortName)]);
  return nearest === undefined
    ? "A type that is not one of CWL must be defined in a SchemaDefRequirement."
    : `Did you mean '${nearest}'?`;
}

/** Names of types in other languages, and what they are here. */
const usualNames: ReadonlyMap<string, string> = new Map([
  ["integer", "int"],
  ["number", "double"],
  ["float64", "double"],
  ["bool", "boolean"],
  ["str", "string"],
  ["text", "string"],
  ["path", "File"],
  ["folder", "Directory"],
  ["dir", "Directory"],
  ["object", "Any"],
]);

function usualName(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (["array", "list"].includes(lower)) return "Write 'type: { type: array, items: … }', or 'string[]' and the like.";
  if (["record", "dict", "map"].includes(lower)) return "Write 'type: { type: record, fields: … }'.";
  if (lower === "enum") return "Write 'type: { type: enum, symbols: [ … ] }'.";
  const usual = usualNames.get(lower);
  return usual === undefined ? undefined : `In CWL this is '${usual}'.`;
}
