import { didYouMean } from "@sluice/contracts";
import { placed, placeOfNode, type Place } from "../document/place.ts";
import { misspeltKey } from "../document/misspelt-key.ts";
import { textAt, type YamlMapping, type YamlNode } from "../yaml/index.ts";
import { describeNode } from "./describe.ts";
import { extensionRequirement, isSecretsRequirement } from "./v1-0-extensions.ts";
import type { Raw, RawRecord } from "./raw.ts";
import type { SaladReader } from "./salad-reader.ts";

/**
 * Reads `requirements` or `hints`, a list or a map by class. A hint may be ignored, so that what is wrong
 * with one is a warning; a requirement of an unknown class must not run.
 */
export function readRequirements(reader: SaladReader, node: YamlNode, kind: "requirements" | "hints"): Raw {
  const items: RawRecord[] = [];
  const add = (item: YamlNode, className: string | undefined, place: Place): void => {
    const record = readOne(reader, item, className, kind, place);
    if (record) items.push(record);
  };
  if (node.kind === "sequence") for (const item of node.items) add(item, undefined, placeOfNode(item));
  else if (node.kind === "mapping")
    for (const [name, entry] of node.entries) add(entry.value, name, { source: entry.source, offset: entry.keyStart });
  else reader.faults.add("CWL_INVALID", `'${kind}' must be a list or a mapping, not ${describeNode(node)}`, node);
  return placed(items, placeOfNode(node));
}

function readOne(
  reader: SaladReader,
  node: YamlNode,
  key: string | undefined,
  kind: "requirements" | "hints",
  place: Place,
): RawRecord | undefined {
  if (kind === "requirements") return readRequirement(reader, node, key, kind, place);
  let record: RawRecord | undefined;
  const isSound = reader.faults.lenient(() => {
    record = readRequirement(reader, node, key, kind, place);
  });
  return isSound ? record : undefined;
}

function readRequirement(
  reader: SaladReader,
  node: YamlNode,
  key: string | undefined,
  kind: "requirements" | "hints",
  place: Place,
): RawRecord | undefined {
  const one = kind === "hints" ? "hint" : "requirement";
  if (node.kind !== "mapping") {
    const name = node.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
    const alone = name === undefined ? undefined : `Write '{ class: ${name} }'.`;
    const hint = key === undefined ? alone : `Write '${key}: {}' for one without fields.`;
    reader.faults.add("CWL_INVALID", `a ${one} must be a mapping, not ${describeNode(node)}`, place, hint);
    return undefined;
  }
  const className = key ?? textAt(node, "class");
  if (className === undefined) {
    const meant = misspeltKey(node, "class");
    const [first] = node.entries.keys();
    const isMapEntry = first !== undefined && (reader.table.abstracts["ProcessRequirement"] ?? []).includes(first);
    const asMap = isMapEntry ? `Write '- class: ${first}', with its fields below.` : undefined;
    const hint = meant ? `Is '${meant.key}' meant to be 'class'?` : asMap;
    reader.faults.add("CWL_INVALID", `a ${one} needs the field 'class'`, meant?.place ?? place, hint);
    return undefined;
  }
  const known = reader.table.abstracts["ProcessRequirement"] ?? [];
  if (known.includes(className)) return reader.readRecord(node, className, {}, place);
  const iri = reader.expandIri(className, node.source);
  if (isSecretsRequirement(iri)) return readSecrets(reader, node, place);
  const extension = extensionRequirement(iri, reader.table.version);
  if (extension !== undefined) return reader.readRecord(node, extension, {}, place);
  const at = key === undefined ? classPlace(node, place) : place;
  const meant = didYouMean(className, known);
  if (kind === "hints")
    reader.faults.add("CWL_UNSUPPORTED", `the hint ${className} is not known and is ignored`, at, meant);
  else if (meant === undefined || className.includes(":")) {
    // Somebody's extension, or something of a later version.
    const message = `the requirement ${className} is not supported in CWL ${reader.table.version}`;
    reader.faults.add("CWL_UNSUPPORTED", message, at, meant);
  } else {
    // Misspelt: no other build supports it either.
    const message = `there is no requirement ${className} in CWL ${reader.table.version}`;
    reader.faults.add("CWL_INVALID", message, at, meant);
  }
  return undefined;
}

/** Names of inputs, which may be written as references. */
function readSecrets(reader: SaladReader, node: YamlMapping, place: Place): RawRecord | undefined {
  const list = node.entries.get("secrets")?.value;
  const items = list?.kind === "sequence" ? list.items : list === undefined ? [] : [list];
  const names = items.flatMap((item) => (item.kind === "scalar" && typeof item.value === "string" ? [item.value] : []));
  if (list === undefined || names.length < items.length) {
    reader.faults.add("CWL_INVALID", "'secrets' must be a list of names of inputs", list ?? place);
    return undefined;
  }
  const secrets = names.map((name) => name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("#")) + 1));
  return placed({ class: "Secrets", secrets }, place);
}

function classPlace(node: YamlMapping, fallback: Place): Place {
  const value = node.entries.get("class")?.value;
  return value ? placeOfNode(value) : fallback;
}
