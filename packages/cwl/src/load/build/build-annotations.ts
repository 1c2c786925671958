import type {
  CommandLineBinding,
  CommandOutputBinding,
  FileAnnotations,
  LoadListing,
  SecondaryFileSchema,
} from "../../model/index.ts";
import { expandIri } from "../document/namespaces.ts";
import { placed, placeOf } from "../document/place.ts";
import type { Raw, RawRecord } from "../salad/raw.ts";
import type { BuildContext } from "./build-context.ts";

export function textOf(raw: Raw): string | undefined {
  return typeof raw === "string" ? raw : undefined;
}

export function recordOf(raw: Raw): RawRecord | undefined {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) ? (raw as RawRecord) : undefined;
}

/** The texts of a list, or of a single text. */
export function textsOf(raw: Raw): string[] {
  return listOf(raw).filter((item) => typeof item === "string");
}

function isList(raw: Raw): raw is readonly Raw[] {
  return Array.isArray(raw);
}

/** The items of a list that are sound; a single value counts as a list of one. */
export function listOf(raw: Raw): readonly Raw[] {
  if (raw === undefined || raw === null) return [];
  return isList(raw) ? raw.filter((item) => item !== undefined) : [raw];
}

/** Whether text holds an expression or parameter reference. */
export function isExpression(text: string): boolean {
  return text.includes("$(") || text.includes("${");
}

/** `label` and `doc`; lines of documentation are joined. */
export function docOf(raw: RawRecord): { label?: string; doc?: string } {
  const label = textOf(raw["label"]);
  const doc = raw["doc"] === undefined ? undefined : textsOf(raw["doc"]).join("\n");
  return { ...(label !== undefined && { label }), ...(doc !== undefined && { doc }) };
}

/** What a parameter or field says of its files. */
export function buildAnnotations(context: BuildContext, raw: RawRecord): FileAnnotations {
  const secondaryFiles =
    raw["secondaryFiles"] === undefined ? undefined : listOf(raw["secondaryFiles"]).map(buildSecondaryFile);
  const format = buildFormat(context, raw);
  const loadContents = raw["loadContents"] ?? recordOf(raw["inputBinding"])?.["loadContents"];
  return {
    ...(secondaryFiles && { secondaryFiles }),
    ...(format !== undefined && { format }),
    ...(typeof raw["streamable"] === "boolean" && { streamable: raw["streamable"] }),
    ...(typeof loadContents === "boolean" && { loadContents }),
    ...(raw["loadListing"] !== undefined && { loadListing: raw["loadListing"] as LoadListing }),
  };
}

/** Before v1.1 a secondary file is just its pattern. */
function buildSecondaryFile(raw: Raw): SecondaryFileSchema {
  const record = recordOf(raw);
  if (!record) return { pattern: textOf(raw) ?? "" };
  const required = record["required"];
  const isGiven = typeof required === "boolean" || typeof required === "string";
  return placed({ pattern: textOf(record["pattern"]) ?? "", ...(isGiven && { required }) }, placeOf(record));
}

function buildFormat(context: BuildContext, raw: RawRecord): readonly string[] | string | undefined {
  const format = raw["format"];
  if (format === undefined) return undefined;
  if (typeof format === "string" && isExpression(format)) return format;
  const source = placeOf(raw)?.source;
  return textsOf(format).map((text) => {
    return source && !isExpression(text) ? expandIri(text, context.namespacesOf(source), source.uri) : text;
  });
}

/** `inputBinding` as a part of an object: nothing if it is absent. */
export function buildInputBinding(raw: Raw): { inputBinding?: CommandLineBinding } {
  const record = recordOf(raw);
  return record ? { inputBinding: buildCommandLineBinding(record) } : {};
}

/** The fields are those of the schema; what was absent there is absent here. */
export function buildCommandLineBinding(raw: RawRecord): CommandLineBinding {
  return placed({ ...raw }, placeOf(raw));
}

export function buildOutputBinding(raw: Raw): { outputBinding?: CommandOutputBinding } {
  const record = recordOf(raw);
  return record ? { outputBinding: placed({ ...record }, placeOf(record)) } : {};
}
