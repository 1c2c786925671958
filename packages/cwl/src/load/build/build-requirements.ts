import type {
  DockerRequirement,
  EnvVarRequirement,
  InitialWorkDirEntry,
  Requirement,
  ResourceRequirement,
} from "../../model/index.ts";
import type { Json } from "@sluice/contracts";
import { placed, placeOf } from "../document/place.ts";
import type { Raw, RawRecord } from "../salad/raw.ts";
import { listOf, textOf, textsOf } from "./build-annotations.ts";
import type { BuildContext } from "./build-context.ts";
import { declaredUri } from "./identifiers.ts";

/** Registers the named types first, so that the order of requirements is free. */
export function buildRequirements(context: BuildContext, raw: Raw): Requirement[] {
  const records = listOf(raw).map((item) => item as RawRecord);
  for (const record of records) if (record["class"] === "SchemaDefRequirement") registerTypes(context, record);
  return records.map((record) => placed(buildRequirement(record), placeOf(record)));
}

function buildRequirement(raw: RawRecord): Requirement {
  switch (raw["class"]) {
    case "InlineJavascriptRequirement":
      return { class: "InlineJavascriptRequirement", expressionLib: textsOf(raw["expressionLib"]) };
    case "LoadListingRequirement":
      return { loadListing: "no_listing", ...raw } as Requirement;
    case "EnvVarRequirement":
      return { class: "EnvVarRequirement", envDef: listOf(raw["envDef"]) as unknown as EnvVarRequirement["envDef"] };
    case "InitialWorkDirRequirement": {
      const listing = raw["listing"];
      return {
        class: "InitialWorkDirRequirement",
        listing: typeof listing === "string" ? listing : (listOf(listing) as unknown as InitialWorkDirEntry[]),
      };
    }
    case "SoftwareRequirement":
      return { class: "SoftwareRequirement", packages: listOf(raw["packages"]) as unknown as Json };
    case "SchemaDefRequirement":
      return { class: "SchemaDefRequirement" };
    default:
      // The fields of the others are in the model what they are in the schema.
      return { ...raw } as unknown as Requirement & (DockerRequirement | ResourceRequirement);
  }
}

function registerTypes(context: BuildContext, requirement: RawRecord): void {
  for (const item of listOf(requirement["types"])) {
    const raw = item as RawRecord;
    const name = textOf(raw["name"]);
    if (name === undefined) {
      context.faults.warn("CWL_INVALID", "a type without a name cannot be used", placeOf(raw));
      continue;
    }
    const base = placeOf(raw)?.source.uri ?? context.processUri;
    const isOwn = context.processUri === base || context.processUri.startsWith(`${base}#`);
    const uri = declaredUri(name, isOwn ? context.processUri : base, base);
    if (!context.types.has(uri)) context.types.set(uri, { raw, uri });
  }
}
