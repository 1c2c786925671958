import type { InputParameter, Parameter } from "../../model/index.ts";
import { placed, placeOf } from "../document/place.ts";
import type { Json } from "@sluice/contracts";
import type { Raw, RawRecord, RawType } from "../salad/raw.ts";
import { buildAnnotations, buildInputBinding, docOf, listOf, textOf } from "./build-annotations.ts";
import type { BuildContext } from "./build-context.ts";
import { buildType } from "./build-type.ts";
import { inheritedName, isInherited, shortName } from "./identifiers.ts";

/** The records of a list, with the short name of each; a name that is there twice is a fault. */
export function namedRecords(
  context: BuildContext,
  raw: Raw,
  what: string,
): (readonly [id: string, record: RawRecord])[] {
  const seen = new Set<string>();
  return listOf(raw).map((item) => {
    const record = item as RawRecord;
    const id = shortName(textOf(record["id"]) ?? "");
    if (id === "") context.faults.add("CWL_INVALID", `${what} needs an id`, placeOf(record));
    else if (seen.has(id)) context.faults.add("CWL_INVALID", `${what} '${id}' is there twice`, placeOf(record));
    else if (isInherited(id)) context.faults.add("CWL_INVALID", inheritedName(what, id), placeOf(record));
    seen.add(id);
    return [id, record] as const;
  });
}

/** What all parameters have in common. In v1.0 the type may be left out. */
export function buildParameter(context: BuildContext, id: string, raw: RawRecord): Parameter {
  const type = raw["type"] === undefined ? (["null", "Any"] as const) : buildType(context, raw["type"] as RawType);
  return placed({ id, type, ...docOf(raw), ...buildAnnotations(context, raw) }, placeOf(raw));
}

export function buildInput(context: BuildContext, id: string, raw: RawRecord): InputParameter {
  const input: InputParameter = {
    ...buildParameter(context, id, raw),
    ...(raw["default"] !== undefined && { default: raw["default"] as Json }),
    ...buildInputBinding(raw["inputBinding"]),
  };
  return placed(input, placeOf(raw));
}

/** Inputs of a process that has no command line: a binding there can only ask for contents. */
export function buildPlainInputs(context: BuildContext, raw: Raw, className: string): InputParameter[] {
  return namedRecords(context, raw, "the input").map(([id, record]) => {
    const { inputBinding, ...input } = buildInput(context, id, record);
    for (const field of Object.keys(inputBinding ?? {})) {
      if (field !== "loadContents")
        context.faults.warn(
          "CWL_INVALID",
          `'${field}' has no meaning in the inputs of a ${className} and is ignored`,
          inputBinding && placeOf(inputBinding),
        );
    }
    return placed(input, placeOf(record));
  });
}
