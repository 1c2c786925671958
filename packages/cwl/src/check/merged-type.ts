import type { CwlType, LinkMerge, Sink, UnionType } from "../model/index.ts";
import { isNullable, membersOf } from "./show-type.ts";

/** What becomes of the type of one source on its way into a sink: lists around it, nulls taken out. */
export function mergedType(source: CwlType, sink: Sink): CwlType {
  const { pickValue } = sink;
  // One of the values is picked, so that each has to suit the sink by itself.
  if (pickValue === "first_non_null" || pickValue === "the_only_non_null")
    return sink.sourceIsList && sink.linkMerge !== "merge_flattened" ? withoutNull(source) : pickedFrom(source);
  const merge = effectiveMerge(sink);
  const type =
    merge === undefined
      ? source
      : merge === "merge_nested"
        ? ({ type: "array", items: source } as const)
        : flattened(source);
  return pickValue === "all_non_null" ? withoutNullItems(type) : type;
}

function withoutNullItems(type: CwlType): CwlType {
  const members = membersOf(type).map((member) =>
    typeof member === "object" && member.type === "array" ? { ...member, items: withoutNull(member.items) } : member,
  );
  const [only] = members;
  return members.length === 1 && only ? only : members;
}

/** One link that carries a list: an item of that list is picked. */
function pickedFrom(type: CwlType): CwlType {
  const members = membersOf(type).flatMap((member): UnionType =>
    typeof member === "object" && member.type === "array" ? membersOf(withoutNull(member.items)) : [member],
  );
  return withoutNull(members);
}

/** Several sources are merged even if nothing says so; one alone is only if something does. */
export function effectiveMerge(sink: Sink): LinkMerge | undefined {
  return sink.linkMerge ?? (sink.source.length > 1 ? "merge_nested" : undefined);
}

function flattened(type: CwlType): CwlType {
  const members = membersOf(type).map((member) =>
    typeof member === "object" && member.type === "array" ? member : ({ type: "array", items: member } as const),
  );
  const [only] = members;
  return members.length === 1 && only ? only : members;
}

export function withoutNull(type: CwlType): CwlType {
  if (!isNullable(type)) return type;
  const rest = membersOf(type).filter((member) => member !== "null");
  const [only] = rest;
  if (only === undefined) return type;
  return rest.length === 1 ? only : rest;
}

export function withNull(type: CwlType): CwlType {
  return type === "Any" || isNullable(type) ? type : ["null", ...membersOf(type)];
}
