import { SluiceError, type Json, type ValueOperation } from "@sluice/contracts";
import type { PickValue } from "../model/index.ts";
import type { LinkParams } from "./params.ts";

/** Makes one value of the sources of a link. Parameters: {@link LinkParams}. */
export function linkOperation(): ValueOperation {
  return {
    kind: "value",
    version: 1,
    partial: true,
    evaluate: async ({ params, inputs }) => {
      const link = params as unknown as LinkParams;
      const merged = merge(
        link,
        link.sources.map((name) => inputs[name] ?? null),
      );
      const picked = link.pickValue === undefined ? merged : pick(link.pickValue, merged);
      return { value: picked ?? (link.hasDefault ? (link.default ?? null) : null) };
    },
  };
}

function merge({ linkMerge, sourceIsList }: LinkParams, values: readonly Json[]): Json {
  // A single source is not wrapped unless that was asked for. Source: CWL v1.2 Workflow, Merging.
  if (values.length <= 1 && (linkMerge === undefined || !sourceIsList)) return values[0] ?? null;
  return linkMerge === "merge_flattened" ? values.flatMap((value) => value) : values;
}

/** There is something to pick in lists only: the value of one source that is none stays, as the reference implementation has it. */
function pick(method: PickValue, items: Json): Json {
  if (!isList(items)) return items;
  const present = items.filter((item) => item !== null);
  if (method === "all_non_null") return present;
  const [first] = present;
  if (first === undefined)
    throw new SluiceError("CWL_TYPE", `pickValue ${method}: all ${items.length} values are null`);
  if (method === "the_only_non_null" && present.length > 1) {
    throw new SluiceError("CWL_TYPE", `pickValue ${method}: ${present.length} of ${items.length} values are not null`);
  }
  return first;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
