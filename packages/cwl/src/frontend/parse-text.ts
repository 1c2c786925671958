import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Json, exactNumber, parseJson as parseExactJson } from "@sluice/contracts";
import { membersOf } from "../check/index.ts";
import type { CwlType, UnionType } from "../model/index.ts";
import { isInt, isLong } from "../value/fits-type.ts";
import { listsOf } from "./describe-process.ts";

type Member = UnionType[number];

/**
 * The value that the texts of one command-line option stand for, or undefined when they fit no alternative of the
 * type. A File or Directory is `{ class, path }` with the path as it was given.
 */
export function parseTexts(texts: readonly string[], type: CwlType, cwd: string): Json | undefined {
  const [text = ""] = texts;
  const lists = listsOf(type);
  if (texts.length === 1) {
    const single = parseText(text, type, cwd);
    if (single !== undefined) return single;
    if (lists.length > 0 && text.trimStart().startsWith("[")) return parseJson(text);
  }
  for (const items of lists) {
    const values = texts.map((each) => parseTexts([each], items, cwd));
    if (values.every((value) => value !== undefined)) return values;
  }
  return undefined;
}

/** The narrowest type first: a text that looks like a number is one, where numbers are allowed. */
const order = ["boolean", "int", "long", "float", "double", "enum", "File", "Directory", "record", "string", "Any"];

function parseText(text: string, type: CwlType, cwd: string): Json | undefined {
  const members = membersOf(type).toSorted((left, right) => order.indexOf(kindOf(left)) - order.indexOf(kindOf(right)));
  const hasText = members.some((member) => member === "string");
  for (const member of members) {
    const value = parseMember(text, member, cwd, hasText);
    if (value !== undefined) return value;
  }
  return undefined;
}

function kindOf(member: Member): string {
  return typeof member === "string" ? member : member.type;
}

function parseMember(text: string, member: Member, cwd: string, hasText: boolean): Json | undefined {
  if (typeof member === "object") {
    if (member.type === "enum") return member.symbols.includes(text) ? text : undefined;
    return member.type === "record" && text.trimStart().startsWith("{") ? parseJson(text) : undefined;
  }
  switch (member) {
    case "null":
      return text === "null" && !hasText ? null : undefined;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "int":
    case "long": {
      const value = /^[+-]?\d+$/.test(text) ? exactNumber(text) : Number.NaN;
      return (member === "int" ? isInt(value) : isLong(value)) ? value : undefined;
    }
    case "float":
    case "double": {
      const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? exactNumber(text) : Number.NaN;
      return Number.isFinite(Number(value)) ? value : undefined;
    }
    case "File":
    case "Directory":
      if (text.trimStart().startsWith("{")) return parseJson(text);
      // Where text would do as well, only a path that is there is taken for one.
      return text === "" || (hasText && !existsSync(resolve(cwd, text))) ? undefined : { class: member, path: text };
    case "string":
      return text;
    case "Any":
      return parseJson(text) ?? text;
  }
}

function parseJson(text: string): Json | undefined {
  try {
    return parseExactJson(text) as Json;
  } catch {
    return undefined;
  }
}
