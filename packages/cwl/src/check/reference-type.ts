import { nearestName } from "@sluice/contracts";
import type { CwlType, RecordType, UnionType } from "../model/index.ts";
import { fieldsOf } from "../value/record-fields.ts";
import { membersOf } from "./show-type.ts";

/** What a segment of a reference leads to: a type, something that nobody knows before the run, or nothing. */
export type Reached =
  | { readonly type: CwlType }
  | "unknown"
  | { readonly problem: string; readonly meant?: string | undefined };

type Member = UnionType[number];

const files: UnionType = ["File", "Directory"];
const listOfFiles: CwlType = { type: "array", items: files };
const fileFields: Readonly<Record<string, CwlType>> = {
  ...named([
    "class",
    "location",
    "path",
    "basename",
    "dirname",
    "nameroot",
    "nameext",
    "checksum",
    "format",
    "contents",
  ]),
  size: "long",
  secondaryFiles: listOfFiles,
};
const directoryFields: Readonly<Record<string, CwlType>> = {
  ...named(["class", "location", "path", "basename"]),
  listing: listOfFiles,
};

/** Where a field or item of a value of some type leads; of several types, one that has it is enough. */
export function reach(type: CwlType, key: string | number, path: string, script: boolean): Reached {
  const members = membersOf(type).filter((member) => member !== "null");
  if (members.length === 0) return { problem: `${path} is null` };
  const reached = members.map((member) => reachMember(member, key, path, script));
  if (reached.includes("unknown")) return "unknown";
  const types = reached.flatMap((each) => (typeof each === "object" && "type" in each ? [each.type] : []));
  const [first] = reached;
  if (types.length === 0) return first ?? "unknown";
  return { type: types.flatMap((each) => [...membersOf(each)]) };
}

function reachMember(member: Member, key: string | number, path: string, script: boolean): Reached {
  if (member === "Any") return "unknown";
  if (member === "File" || member === "Directory") {
    return ofFields(member === "File" ? fileFields : directoryFields, key, `${path} is a ${member}`);
  }
  if (typeof member === "object") {
    switch (member.type) {
      case "recursion":
        return "unknown";
      case "record":
        return ofFields(recordFields(member), key, `${path} is a record`);
      case "array":
        if (typeof key === "number") return { type: member.items };
        if (key === "length") return { type: "long" };
        return script && key in Array.prototype ? "unknown" : { problem: `${path} is a list, which has no '${key}'` };
      case "enum":
        return ofText(key, path, script);
    }
  }
  if (member === "string") return ofText(key, path, script);
  if (script && (typeof key === "number" || key in Object(member === "boolean" ? false : 0))) return "unknown";
  return { problem: `${path} is ${member === "int" ? "an" : "a"} ${member}, which has no ${shown(key)}` };
}

/** A text has items, and in JavaScript methods. */
function ofText(key: string | number, path: string, script: boolean): Reached {
  if (typeof key === "number" || (script && key in String.prototype)) return "unknown";
  return { problem: `${path} is a text, which has no '${key}'` };
}

/** Objects may have further fields, so that only what is nearly one of the known ones is no doubt a slip. */
function ofFields(fields: Readonly<Record<string, CwlType>>, key: string | number, what: string): Reached {
  if (typeof key === "number") return { problem: `${what}, not a list` };
  const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (type !== undefined) return { type };
  const meant = nearestName(key, Object.keys(fields));
  return meant === undefined ? "unknown" : { problem: `${what}, which has no '${key}'`, meant };
}

function recordFields(record: RecordType): Readonly<Record<string, CwlType>> {
  return Object.fromEntries(fieldsOf(record).map((field) => [field.name, field.type]));
}

function shown(key: string | number): string {
  return typeof key === "number" ? `item ${key}` : `'${key}'`;
}

function named(names: readonly string[]): Readonly<Record<string, CwlType>> {
  return Object.fromEntries(names.map((name) => [name, "string"] as const));
}
