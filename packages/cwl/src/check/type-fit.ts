import type { CwlType, EnumType, RecordType, UnionType } from "../model/index.ts";
import { membersOf } from "./show-type.ts";

/** Whether every value of one type is a value of another, some are, or none is. */
export type Fit = "always" | "sometimes" | "never";

type Member = UnionType[number];

/** What each number may be taken for: a whole number is a value of the wider types too. */
const widerNumbers: Readonly<Record<string, readonly string[]>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
};

/** How well values of one type suit a place of another. Absent values do not count as "some". */
export function fitOf(source: CwlType, sink: CwlType): Fit {
  if (source === "Any" || sink === "Any") return "always";
  const sinks = membersOf(sink);
  const sources = membersOf(source);
  const fits = sources.map((member) => [member, bestFit(member, sinks)] as const);
  if (fits.every(([, fit]) => fit === "always")) return "always";
  const isOnlyNull = sources.length === 1;
  return fits.some(([member, fit]) => fit !== "never" && (member !== "null" || isOnlyNull)) ? "sometimes" : "never";
}

function bestFit(source: Member, sinks: UnionType): Fit {
  let best: Fit = "never";
  for (const sink of sinks) {
    const fit = memberFit(source, sink);
    if (fit === "always") return fit;
    if (fit === "sometimes") best = fit;
  }
  return best;
}

function memberFit(source: Member, sink: Member): Fit {
  if (source === "Any" || sink === "Any") return "always";
  if (typeof source === "string") {
    if (typeof sink === "string")
      return source === sink || widerNumbers[source]?.includes(sink) === true ? "always" : "never";
    return source === "string" && sink.type === "enum" ? "sometimes" : "never";
  }
  if (typeof sink === "string") return source.type === "enum" && sink === "string" ? "always" : "never";
  if (source.type === "recursion" || sink.type === "recursion") return recursionFit(source, sink);
  if (source.type === "array" && sink.type === "array") return fitOf(source.items, sink.items);
  if (source.type === "record" && sink.type === "record") return recordFit(source, sink);
  if (source.type === "enum" && sink.type === "enum") return enumFit(source, sink);
  return "never";
}

/** What a record that contains itself has within it is not gone into again: the values will show. */
function recursionFit(source: Exclude<Member, string>, sink: Exclude<Member, string>): Fit {
  if (source.type === "recursion" && sink.type === "recursion" && source.up === sink.up) return "always";
  return [source, sink].every(({ type }) => type === "recursion" || type === "record") ? "sometimes" : "never";
}

/** Every field of the sink must get something that suits it; further fields of the source do no harm. */
function recordFit(source: RecordType, sink: RecordType): Fit {
  let worst: Fit = "always";
  for (const field of sink.fields) {
    const given = source.fields.find((candidate) => candidate.name === field.name);
    const fit = fitOf(given?.type ?? "null", field.type);
    if (fit === "never") return "never";
    if (fit === "sometimes") worst = "sometimes";
  }
  return worst;
}

function enumFit(source: EnumType, sink: EnumType): Fit {
  const shared = source.symbols.filter((symbol) => sink.symbols.includes(symbol)).length;
  if (shared === source.symbols.length) return "always";
  return shared > 0 ? "sometimes" : "never";
}
