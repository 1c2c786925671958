import { didYouMean, type ErrorCode, type Json, type JsonObject, isExactNumber } from "@sluice/contracts";
import type { CwlType, RecordType, UnionType } from "../../model/index.ts";
import { membersOf, showType } from "../../check/show-type.ts";
import { isInt, isLong } from "../../value/fits-type.ts";
import { fieldsOf } from "../../value/record-fields.ts";
import type { Faults } from "../document/faults.ts";
import { placeOfValue, type Place } from "../document/place.ts";

type Member = UnionType[number];

/** Where a value stands, and how a message calls it. */
export interface ValueSite {
  readonly name: string;
  readonly place: Place | undefined;
  /** What a fault is called; that of an input value unless it is said. */
  readonly code?: ErrorCode;
}

/** Checks a value against a type and reports the part that does not fit. Returns whether it fits. */
export function checkValue(value: Json, type: CwlType, site: ValueSite, faults: Faults): boolean {
  const members = membersOf(type);
  if (members.some((member) => fits(value, member))) return true;
  // With one alternative of the right shape the fault lies deeper and can be shown exactly.
  const likely = members.filter((member) => hasShapeOf(value, member));
  const [only] = likely;
  if (likely.length === 1 && typeof only === "object" && checkParts(value, only, site, faults)) return false;
  faults.add(
    site.code ?? "CWL_INPUT_INVALID",
    `${site.name} must be ${showType(type)}, not ${showValue(value)}`,
    site.place,
    hintFor(value, members),
  );
  return false;
}

/** Reports faults in the parts of a list or record; false if there are none to report there. */
function checkParts(value: Json, type: Exclude<Member, string>, site: ValueSite, faults: Faults): boolean {
  if (type.type === "array" && Array.isArray(value)) {
    value.forEach((item: Json, index) =>
      checkValue(
        item,
        type.items,
        { ...site, name: `${site.name}[${index}]`, place: placeOfValue(value, index) },
        faults,
      ),
    );
    return true;
  }
  if (type.type !== "record" || !isObject(value)) return false;
  for (const field of fieldsOf(type)) {
    const name = `${site.name}.${field.name}`;
    if (Object.hasOwn(value, field.name))
      checkValue(
        partOf(value, field.name),
        field.type,
        { ...site, name, place: placeOfValue(value, field.name) },
        faults,
      );
    else if (!fitsAny(null, field.type))
      faults.add(site.code ?? "CWL_INPUT_INVALID", `${name} is missing`, site.place, misspelt(value, field.name, type));
  }
  return true;
}

function misspelt(value: JsonObject, wanted: string, type: RecordType): string | undefined {
  const unknown = Object.keys(value).filter((key) => !type.fields.some((field) => field.name === key));
  const hint = didYouMean(wanted, unknown);
  return hint === undefined ? undefined : `Is '${hint.slice(hint.indexOf("'") + 1, -2)}' meant to be '${wanted}'?`;
}

function hasShapeOf(value: Json, member: Member): boolean {
  if (typeof member === "string") return (member === "File" || member === "Directory") && classOf(value) === member;
  if (member.type === "array") return Array.isArray(value);
  return member.type === "record" && isObject(value) && classOf(value) === undefined;
}

function fitsAny(value: Json, type: CwlType): boolean {
  return membersOf(type).some((member) => fits(value, member));
}

function fits(value: Json, member: Member): boolean {
  if (typeof member !== "string") {
    if (member.type === "array")
      return Array.isArray(value) && value.every((item: Json) => fitsAny(item, member.items));
    if (member.type === "enum") return typeof value === "string" && member.symbols.includes(value);
    if (member.type === "recursion") return isObject(value);
    return isObject(value) && fieldsOf(member).every((field) => fitsAny(partOf(value, field.name), field.type));
  }
  switch (member) {
    case "null":
      return value === null;
    case "Any":
      return value !== null;
    case "boolean":
    case "string":
      return typeof value === member;
    case "int":
      return isInt(value);
    case "long":
      return isLong(value);
    case "float":
    case "double":
      return typeof value === "number" || isExactNumber(value);
    case "File":
    case "Directory":
      return classOf(value) === member;
  }
}

/** A field of a value; one that is absent is null. */
function partOf(value: JsonObject, name: string): Json {
  return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

function classOf(value: Json): Json | undefined {
  return isObject(value) ? value["class"] : undefined;
}

function isNumberText(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

function showValue(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return typeof value["class"] === "string" ? `a ${value["class"]}` : "a mapping";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const numbers: readonly Member[] = ["int", "long", "float", "double"];

function hintFor(value: Json, members: UnionType): string | undefined {
  const given = classOf(value);
  const meant =
    typeof given === "string"
      ? members.find((member) => typeof member === "string" && member.toLowerCase() === given.toLowerCase())
      : undefined;
  if (meant !== undefined && meant !== given) return `Write 'class: ${meant as string}'.`;
  const isBare = isObject(value) && given === undefined;
  if (isBare && ["path", "location", "contents"].some((field) => field in value) && members.includes("File"))
    return "Add 'class: File'.";
  if (isBare && ["path", "location", "listing"].some((field) => field in value) && members.includes("Directory"))
    return "Add 'class: Directory'.";
  if (typeof value === "string" && members.some((member) => numbers.includes(member)) && isNumberText(value))
    return `Write ${value} without quotes.`;
  if (typeof value === "string" && members.includes("boolean") && /^(?:true|false|yes|no|on|off)$/i.test(value))
    return "Write true or false, without quotes.";
  if (members.some((member) => typeof member === "object" && member.type === "array" && fitsAny(value, member.items)))
    return `Write it as a list${typeof value === "string" ? `: [${JSON.stringify(value)}]` : ", with '- ' before it"}.`;
  const file = members.find((member) => member === "File" || member === "Directory");
  if (file !== undefined && typeof value === "string")
    return `Write { class: ${file}, path: ${JSON.stringify(value)} }.`;
  const symbols = members.flatMap((member) =>
    typeof member === "object" && member.type === "enum" ? member.symbols : [],
  );
  if (symbols.length > 0)
    return (typeof value === "string" ? didYouMean(value, symbols) : undefined) ?? `One of: ${symbols.join(", ")}.`;
  if (members.includes("string") && (typeof value === "number" || typeof value === "boolean" || isExactNumber(value)))
    return "Write it in quotes if it is text.";
  const takesInteger = members.includes("int") || members.includes("long");
  if (takesInteger && isExactNumber(value) && value.text.endsWith(".0"))
    return "An integer is written without a point.";
  const isInteger = Number.isInteger(value) || isExactNumber(value);
  if (members.includes("int") && !members.includes("long") && isInteger)
    return "An int has 32 bits; the type long takes larger ones.";
  if (members.includes("long") && isInteger) return "A long has 64 bits; the type double takes larger ones, rounded.";
  return undefined;
}
