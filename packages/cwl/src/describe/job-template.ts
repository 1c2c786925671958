import type { Json } from "@sluice/contracts";
import { isNullable, membersOf, showType } from "../check/index.ts";
import type { CwlType, InputParameter, Process } from "../model/index.ts";

/**
 * A job file for a process, to be filled in: each input with its type and what it is for. Inputs that may be left out
 * are comments, with their defaults.
 */
export function jobTemplate(process: Process): string {
  return process.inputs.length === 0 ? "{}  # no inputs\n" : process.inputs.map(writeInput).join("\n");
}

function writeInput(input: InputParameter): string {
  const isOptional = input.default !== undefined || isNullable(input.type);
  const facts = [showType(input.type), ...(isOptional ? ["may be left out"] : [])];
  const lines = docLines(input.doc ?? input.label);
  const key = keyText(input.id);
  const value = input.default === undefined ? example(input.type, 0) : JSON.stringify(input.default);
  const written = value.startsWith("\n") ? `${key}:${value}` : `${key}: ${value}`;
  const [first = "", ...rest] = written.split("\n");
  const body = [`${first}  # ${facts.join("; ")}`, ...rest].map((line) => (isOptional ? `# ${line}` : line));
  return [...lines, ...body, ""].join("\n");
}

function docLines(doc: string | undefined): string[] {
  if (doc === undefined || doc.trim() === "") return [];
  return doc
    .trim()
    .split("\n")
    .map((line) => `# ${line.trim()}`.trimEnd());
}

/** What needs quotes as a key gets them. */
function keyText(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|[yn])$/i.test(name)
    ? name
    : JSON.stringify(name);
}

/** A value of a type, in YAML; what has several lines begins with a line end. */
function example(type: CwlType, depth: number): string {
  const indent = "  ".repeat(depth + 1);
  const [member = "Any"] = membersOf(type).filter((each) => each !== "null");
  if (typeof member === "object") {
    if (member.type === "enum") return JSON.stringify(member.symbols[0] ?? "");
    if (member.type === "array") {
      const item = example(member.items, depth + 1);
      return item.startsWith("\n") ? `\n${indent}- ${item.trimStart()}` : `\n${indent}- ${item}`;
    }
    // It ends here: further levels would look just like those above.
    if (member.type === "recursion" || member.fields.length === 0) return "{}";
    return member.fields
      .map((field) => {
        const value = example(field.type, depth + 1);
        return `\n${indent}${keyText(field.name)}:${value.startsWith("\n") ? value : ` ${value}`}`;
      })
      .join("");
  }
  if (member === "File" || member === "Directory")
    return `\n${indent}class: ${member}\n${indent}path: a/${member === "File" ? "file" : "folder"}`;
  return JSON.stringify(examples[member] satisfies Json);
}

const examples = {
  null: null,
  boolean: false,
  int: 0,
  long: 0,
  float: 0.5,
  double: 0.5,
  string: "a text",
  Any: "any value",
} as const;
